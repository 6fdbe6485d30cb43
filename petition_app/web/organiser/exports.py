"""The room where organisers take lists away, and see who took which."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, render_template, request, stream_with_context
from flask_login import current_user

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.access import Right, may
from petition_app.domain.export import ExportKind
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import PassphraseIsNeeded, PassphraseIsWrong, PurposeIsNeeded
from petition_app.services import exports
from petition_app.web.forms.checking import passes
from petition_app.web.forms.exports import PrivateExportForm
from petition_app.web.guards import fresh_second_factor, organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_exports", __name__, url_prefix="/organise/<slug>/exports")


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> Response:
    return _page(PrivateExportForm())


@bp.post("/roster")
@requires(ExportKind.ROSTER.right)
def roster(slug: str) -> Response:
    check_form_token(request.form.get("token"), "export", current_user.binding)
    return _download(ExportKind.ROSTER)


@bp.post("/tallies")
@requires(ExportKind.TALLIES.right)
def tallies(slug: str) -> Response:
    check_form_token(request.form.get("token"), "export", current_user.binding)
    return _download(ExportKind.TALLIES)


@bp.post("/signatories")
@requires(ExportKind.SIGNATORIES.right)
@fresh_second_factor
def signatories(slug: str) -> Response:
    form = PrivateExportForm(request.form)
    if not passes(form, "export", current_user.binding):
        return _page(form, 422)
    try:
        return _download(ExportKind.SIGNATORIES, form.purpose.data or "", form.passphrase.data or None)
    except PurposeIsNeeded as refusal:
        form.purpose.errors = [refusal.sentence]
    except (PassphraseIsNeeded, PassphraseIsWrong) as refusal:
        form.passphrase.errors = [refusal.sentence]
    return _page(form, 422)


def _download(kind: ExportKind, purpose: str = "", passphrase: str | None = None) -> Response:
    """The file, piece by piece. That it was taken is in the audit log before this returns."""
    with begin_work(organiser()) as work:
        started = exports.start(work, g.petition, kind, purpose)
    pieces = exports.stream(started, begin_reading, begin_work, passphrase)
    response = Response(stream_with_context(pieces), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{started.file_name}"'
    # A proxy that collects the whole file first would hide that it broke off.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _page(form: PrivateExportForm, status: int = 200) -> Response:
    with begin_reading(organiser()) as work:
        past = exports.past(work, g.petition.id)
    page = render_template(
        "organiser/exports.html",
        form=form,
        past=past,
        may_open=may(g.role, ExportKind.SIGNATORIES.right),
        is_fresh=current_user.is_fresh(edge().clock()),
        needs_passphrase=g.petition.custody is Custody.ORGANISERS,
    )
    return make_response(page, status)
