"""The signatories' room: searching them, looking at one, and setting signatures aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import Form

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.moderation import Reason, Step, is_possible
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import DisplayMode, Proof, Relation, Status
from petition_app.services import moderation
from petition_app.services import signatories as listing
from petition_app.services.signatories import Page, Search
from petition_app.web.forms.checking import passes
from petition_app.web.forms.moderation import NO_EMPLOYER_GIVEN, HoldForm, RemoveForm, SearchForm, employer_choices
from petition_app.web.guards import organiser, requires
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_signatories", __name__, url_prefix="/organise/<slug>/signatories")
_PURPOSE = "moderate"


@bp.get("")
@requires(Right.SEE_SIGNATORIES)
def signatories(slug: str) -> ResponseReturnValue:
    form = SearchForm(request.args)
    with begin_reading(organiser()) as work:
        names = {str(each.id): each.name for each in listing.employers(work, g.petition.id)}
        form.employer.choices = employer_choices(names)
        if not form.validate():
            return render_template("organiser/signatories.html", form=form, page=None), 422
        after, before = _id("after"), _id("before")
        page = listing.search(work, g.petition.id, _search(form), after=after, before=before)
    return render_template("organiser/signatories.html", form=form, page=page, **_neighbours(form, page))


@bp.get("/<uuid:signature>")
@requires(Right.SEE_SIGNATORIES)
def signatory(slug: str, signature: UUID) -> str:
    return _one(signature)


@bp.post("/<uuid:signature>/hold")
@requires(Right.MODERATE)
def hold(slug: str, signature: UUID) -> ResponseReturnValue:
    form = HoldForm(request.form, prefix="hold-")
    if not passes(form, _PURPOSE, current_user.binding):
        return _one(signature, hold=form), 422
    with begin_work(organiser()) as work:
        moderation.hold(work, g.petition.id, signature, Reason(form.reason.data))
    return _back_to(signature)


@bp.post("/<uuid:signature>/restore")
@requires(Right.MODERATE)
def restore(slug: str, signature: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), _PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        moderation.restore(work, g.petition.id, signature)
    return _back_to(signature)


@bp.post("/<uuid:signature>/remove")
@requires(Right.MODERATE)
def remove(slug: str, signature: UUID) -> ResponseReturnValue:
    form = RemoveForm(request.form, prefix="remove-")
    if not passes(form, _PURPOSE, current_user.binding):
        return _one(signature, remove=form), 422
    with begin_work(organiser()) as work:
        moderation.remove(work, g.petition.id, signature, Reason(form.reason.data))
    return _back_to(signature)


def _one(signature: UUID, hold: Form | None = None, remove: Form | None = None) -> str:
    with begin_reading(organiser()) as work:
        line = listing.one(work, g.petition.id, signature)
    return render_template(
        "organiser/signatory.html",
        line=line,
        steps={step.value for step in Step if is_possible(step, line.status)},
        hold=hold or HoldForm(prefix="hold-"),
        remove=remove or RemoveForm(prefix="remove-"),
        wrong=hold or remove,
        is_changed="done" in request.args,
        purpose=_PURPOSE,
    )


def _back_to(signature: UUID) -> ResponseReturnValue:
    return redirect(url_for(".signatory", slug=g.petition.slug, signature=signature, done=1), 303)


def _search(form: SearchForm) -> Search:
    nobody = form.employer.data == NO_EMPLOYER_GIVEN
    return Search(
        (form.q.data or "").strip(),
        _given(Status, form.status.data),
        None if nobody else _given(UUID, form.employer.data),
        nobody,
        _given(Proof, form.proof.data),
        _given(Relation, form.relation.data),
        _given(DisplayMode, form.display.data),
        form.since.data,
        form.until.data,
    )


def _given(kind: Callable[[str], Any], text: str | None) -> Any:
    return kind(text) if text else None


def _id(name: str) -> UUID | None:
    text = request.args.get(name)
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound from error


def _neighbours(form: SearchForm, page: Page) -> dict[str, str | None]:
    """The addresses of the pages before and after, with the search in them and nothing else of this address."""
    kept = {field.name: request.args[field.name] for field in form if request.args.get(field.name)}
    here = {**kept, "slug": g.petition.slug}
    return {
        "newer": url_for(".signatories", before=page.newer, **here) if page.newer else None,
        "older": url_for(".signatories", after=page.older, **here) if page.older else None,
    }
