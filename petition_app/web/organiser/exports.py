"""The room where organisers take lists away, and see who took which."""

from __future__ import annotations

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    g,
    make_response,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.approval import SecondOwnerIsNeeded
from petition_app.domain.export import CannotBeSplit, ExportKind, Format, FormatIsNotOffered, Wanted
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import PassphraseIsNeeded, PassphraseIsWrong, PurposeIsNeeded
from petition_app.replicas import begin_long_reading
from petition_app.services import approval_list, approvals, export_history, export_scope, exports, roles
from petition_app.services.exports import StartedExport
from petition_app.web.forms.checking import passes
from petition_app.web.forms.exports import PrivateExportForm, SignatoriesForm, ToolForm
from petition_app.web.guards import fresh_second_factor, organiser, requires
from petition_app.web.organiser import export_progress
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_exports", __name__, url_prefix="/organise/<slug>/exports")

_TYPES = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSONL: "application/jsonl; charset=utf-8",
    Format.JSON: "application/json",
}


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> str:
    with begin_reading(organiser()) as work:
        past, mine = export_history.past(work, g.petition.id), export_progress.told(work)
    return render_template("organiser/exports.html", past=past, mine=mine, is_asked="asked" in request.args)


@bp.get("/<uuid:export>.json")
@requires(Right.SEE_TALLIES)
def manifest(slug: str, export: UUID) -> Response:
    with begin_reading(organiser()) as work:
        text = export_history.manifest(work, g.petition.id, export)
    response = Response(text, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{g.petition.slug}-manifest-{export}.json"'
    return response


@bp.post("/roster")
@requires(ExportKind.ROSTER.right)
def roster(slug: str) -> Response:
    return _in_the_open(ExportKind.ROSTER)


@bp.post("/tallies")
@requires(ExportKind.TALLIES.right)
def tallies(slug: str) -> Response:
    return _in_the_open(ExportKind.TALLIES)


@bp.get("/signatories")
@requires(ExportKind.SIGNATORIES.right)
@fresh_second_factor
def all_signatories(slug: str) -> Response:
    return _form_page(SignatoriesForm())


@bp.post("/signatories")
@requires(ExportKind.SIGNATORIES.right)
@fresh_second_factor
def signatories(slug: str) -> Response:
    return _private(SignatoriesForm(request.form))


@bp.get("/tool")
@requires(ExportKind.SIGNATORIES.right)
@fresh_second_factor
def for_tool(slug: str) -> Response:
    return _form_page(ToolForm())


@bp.post("/tool")
@requires(ExportKind.SIGNATORIES.right)
@fresh_second_factor
def tool(slug: str) -> Response:
    return _private(ToolForm(request.form))


def _in_the_open(kind: ExportKind) -> Response:
    """A file without private fields, in the form that the button names."""
    check_form_token(request.form.get("token"), "export", current_user.binding)
    try:
        chosen = Format(request.form.get("format", Format.CSV))
    except ValueError:
        raise FormatIsNotOffered from None
    return _download(Wanted(kind, format=chosen))


def _private(form: SignatoriesForm | ToolForm) -> Response:
    _offer_employers(form)
    if not passes(form, "export", current_user.binding):
        return _form_page(form, 422)
    try:
        return _download(form.wanted(), form.purpose.data or "", form.passphrase.data or None)
    except SecondOwnerIsNeeded:
        return _ask_second_owner(form)
    except PurposeIsNeeded as refusal:
        form.purpose.errors = [refusal.sentence]
    except CannotBeSplit as refusal:
        form.rows_a_part.errors = [refusal.sentence]
    except (PassphraseIsNeeded, PassphraseIsWrong) as refusal:
        form.passphrase.errors = [refusal.sentence]
    return _form_page(form, 422)


def _ask_second_owner(form: SignatoriesForm | ToolForm) -> Response:
    with begin_work(organiser()) as work:
        approvals.ask_for_export(work, g.petition.id, form.wanted().scope, form.purpose.data or "")
    return make_response(redirect(url_for(".room", slug=g.petition.slug, asked=1), 303))


def _download(wanted: Wanted, purpose: str = "", passphrase: str | None = None) -> Response:
    """The file, piece by piece. That it was taken is in the audit log before this returns."""
    with begin_reading(organiser()) as work:
        settled = export_scope.settle(work, g.petition, wanted)
    with begin_work(organiser()) as work:
        roles.require(work, g.petition.id, settled.kind.right)
        started = exports.start(work, g.petition, settled, purpose)
    pieces = exports.stream(started, begin_long_reading, begin_work, passphrase)
    response = Response(stream_with_context(pieces), content_type=_type_of(started))
    response.headers["Content-Disposition"] = f'attachment; filename="{started.file_name}"'
    # A proxy that collects the whole file first would hide that it broke off.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _type_of(started: StartedExport) -> str:
    return "application/zip" if started.is_archive else _TYPES[started.wanted.format]


def _offer_employers(form: PrivateExportForm) -> None:
    with begin_reading(organiser()) as work:
        form.offer(export_scope.employers(work, g.petition.id))


def _form_page(form: SignatoriesForm | ToolForm, status: int = 200) -> Response:
    is_for_tool = isinstance(form, ToolForm)
    with begin_reading(organiser()) as work:
        form.offer(export_scope.employers(work, g.petition.id))
        taken, left_out = export_scope.outlook(work, g.petition.id, is_for_tool)
        needs_second = approvals.needs_second_owner(work, g.petition.id)
        approved = approval_list.approved_exports(work, g.petition.id) if needs_second else []
        mine = export_progress.told(work)
    page = render_template(
        "organiser/export_form.html",
        form=form,
        is_for_tool=is_for_tool,
        taken=taken,
        left_out=left_out,
        needs_second=needs_second,
        approved=approved,
        mine=mine,
        needs_passphrase=g.petition.custody is Custody.ORGANISERS,
    )
    return make_response(page, status)
