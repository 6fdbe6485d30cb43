"""The signatories' room: searching them, looking at one, and setting signatures aside."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import Form

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.listsearch.reading import read
from petition_app.domain.listsearch.term import Key, Search
from petition_app.domain.moderation import Reason, Step, is_possible
from petition_app.domain.refusals import NotFound
from petition_app.services import moderation, savedsearches, searchterms
from petition_app.services import signatories as listing
from petition_app.services.searchpages import FURTHER, REACH
from petition_app.services.searchterms import Understood
from petition_app.services.signatories import Page
from petition_app.web.forms.checking import passes
from petition_app.web.forms.moderation import BulkForm, HoldForm, RemoveForm, SearchForm, employer_choices, term_words
from petition_app.web.guards import organiser, requires
from petition_app.web.rowlists import sign_rows
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_signatories", __name__, url_prefix="/organise/<slug>/signatories")
PURPOSE = "moderate"


@bp.get("")
@requires(Right.SEE_SIGNATORIES)
def signatories(slug: str) -> ResponseReturnValue:
    return list_page(SearchForm(request.args))


def list_page(form: SearchForm, bulk: BulkForm | None = None, problem: str = "") -> ResponseReturnValue:
    """The list with the search of this form. `bulk` and `problem`: what was chosen there, and why it was not done."""
    text = form.text
    with begin_reading(organiser()) as work:
        form.employer.choices = employer_choices(searchterms.employer_names(work, g.petition.id))
        is_well_formed = form.validate()
        if is_well_formed:
            text = _filled_in(form)
        found = searchterms.understand(work, g.petition.id, text)
        shown = None
        if is_well_formed and not found.problems:
            reach = FURTHER if "further" in request.args else REACH
            shown = listing.search(work, found.meant, after=_id("after"), before=_id("before"), reach=reach)
        saved = savedsearches.every(work, g.petition.id)
    page = render_template(
        "organiser/signatories.html",
        form=_emptied(form, text),
        problems=found.problems,
        suggestion=_suggested(text, found),
        chips=[(term_words(each), str(found.meant.search.without(each))) for each in found.meant.search.terms],
        search=text,
        page=shown,
        rows=sign_rows(shown.lines, g.petition.id, current_user.binding) if shown else "",
        bulk=bulk or BulkForm(),
        problem=problem,
        saved=saved,
        is_over_limit=any(each.key is Key.OVER_LIMIT for each in found.meant.search.terms),
        purpose=PURPOSE,
        **(_neighbours(shown, text) if shown else {}),
    )
    return page, 422 if problem or not shown else 200


def _filled_in(form: SearchForm) -> str:
    """What was typed, with what was chosen in the lists; what nobody understands is left as it is, to be mended."""
    reading = read(form.text)
    if form.into(Search()).terms and not reading.problems:
        return str(form.into(reading.search))
    return " ".join(filter(None, (form.text, str(form.into(Search())))))


def _emptied(form: SearchForm, text: str) -> SearchForm:
    """The form as it is shown: all of the search stands in its box; where a list is wrong, as it was sent."""
    if form.errors:
        return form
    shown = SearchForm(data={"q": text})
    shown.employer.choices = form.employer.choices
    return shown


def _suggested(text: str, found: Understood) -> str | None:
    """The whole search with what may have been meant, where that is one thing."""
    first = next((each for each in found.problems if each.suggestion), None)
    if first is None or len(found.problems) > 1:
        return None
    kept = str(Search(tuple(each for each in found.meant.search.terms if str(each) != first.piece)))
    return f"{kept} {first.suggestion}".strip()


@bp.get("/<uuid:signature>")
@requires(Right.SEE_SIGNATORIES)
def signatory(slug: str, signature: UUID) -> str:
    return _one(signature)


@bp.post("/<uuid:signature>/hold")
@requires(Right.MODERATE)
def hold(slug: str, signature: UUID) -> ResponseReturnValue:
    form = HoldForm(request.form, prefix="hold-")
    if not passes(form, PURPOSE, current_user.binding):
        return _one(signature, hold=form), 422
    with begin_work(organiser()) as work:
        moderation.hold(work, g.petition.id, signature, Reason(form.reason.data))
    return _back_to(signature)


@bp.post("/<uuid:signature>/restore")
@requires(Right.MODERATE)
def restore(slug: str, signature: UUID) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), PURPOSE, current_user.binding)
    with begin_work(organiser()) as work:
        moderation.restore(work, g.petition.id, signature)
    return _back_to(signature)


@bp.post("/<uuid:signature>/remove")
@requires(Right.MODERATE)
def remove(slug: str, signature: UUID) -> ResponseReturnValue:
    form = RemoveForm(request.form, prefix="remove-")
    if not passes(form, PURPOSE, current_user.binding):
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
        purpose=PURPOSE,
    )


def _back_to(signature: UUID) -> ResponseReturnValue:
    return redirect(url_for(".signatory", slug=g.petition.slug, signature=signature, done=1), 303)


def _id(name: str) -> UUID | None:
    text = request.args.get(name)
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound from error


def _neighbours(page: Page, search: str) -> dict[str, Any]:
    """The addresses of the pages before and after, with the search in them and nothing else of this address; and, in
    place of one of them, where a page that is not full goes on looking."""
    ways: dict[str, dict[str, Any] | None] = {
        "newer": {"before": page.newer} if page.newer else None,
        "older": {"after": page.older} if page.older else None,
    }
    if page.looked_at:
        further = ways.pop("newer" if "before" in request.args else "older") or {}
        ways["further"] = {**further, "further": 1}
    here = {"slug": g.petition.slug, "q": search or None}
    return {name: url_for(".signatories", **here, **way) if way else None for name, way in ways.items()}
