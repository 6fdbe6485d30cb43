"""The room of the petition's text: what it says, every wording it had, and the form in which it is written."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.drafting import problems_of_text
from petition_app.services import drafting, organisers, petitions
from petition_app.services.drafting import Draft
from petition_app.services.revisions import DraftIsWrong, SavedMeanwhile
from petition_app.web.forms.checking import passes
from petition_app.web.forms.drafts import TextForm, text_form
from petition_app.web.guards import organiser, requires
from petition_app.web.textdifference import changed_fields, lines_of
from petition_app.web.uploads import longer_forms

bp = Blueprint("organiser_text", __name__, url_prefix="/organise/<slug>/text")
_PURPOSE = "text"
#: The longest text, every sign of it written as a browser sends it.
_MOST_BYTES = 1024 * 1024
bp.before_request(longer_forms(_MOST_BYTES))


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> str:
    with begin_reading(organiser()) as work:
        petition = petitions.by_slug(work, slug)
        draft, signed = drafting.draft(work, petition), drafting.signed(work, petition)
        history = drafting.wordings(work, petition)
        names = organisers.names(work, {each.actor for each in history})
    return render_template(
        "organiser/text.html",
        draft=draft,
        signed=signed,
        history=history[::-1],
        names=names,
        missing=drafting.unfinished(draft.text),
        done=request.args.get("done"),
    )


@bp.get("/wordings/<int:number>")
@requires(Right.SEE_TALLIES)
def wording(slug: str, number: int) -> str:
    """One saved wording, and how it came from the one before."""
    with begin_reading(organiser()) as work:
        petition = petitions.by_slug(work, slug)
        shown = drafting.one_wording(work, petition, number)
        before = drafting.one_wording(work, petition, number - 1) if number > 1 else None
        names = organisers.names(work, {shown.actor})
    changes = changed_fields(before.text if before else None, shown.text)
    return render_template("organiser/text_wording.html", shown=shown, before=before, changes=changes, names=names)


@bp.route("/edit", methods=["GET", "POST"])
@requires(Right.EDIT_PETITION)
def edit(slug: str) -> ResponseReturnValue:
    if request.method == "GET":
        return _beginning(slug)
    form = TextForm(request.form)
    if not passes(form, _PURPOSE, current_user.binding):
        return _form(form), 422
    if form.do.data not in ("save", "confirm"):
        form, at = form.rearranged()
        return _form(form, at=at)
    return _save(slug, form)


def _beginning(slug: str) -> str:
    """The form with the present text, or (`?wording=3`) with one that was saved before, to bring it back."""
    back = request.args.get("wording", 0, type=int)
    with begin_reading(organiser()) as work:
        petition = petitions.by_slug(work, slug)
        draft = drafting.draft(work, petition)
        shown = drafting.one_wording(work, petition, back) if back else None
    return _form(text_form(shown.text if shown else draft.text, draft.number), draft=draft, back=shown)


def _save(slug: str, typed: TextForm) -> ResponseReturnValue:
    form, reason = typed.compacted(), typed.reason.data or ""
    with begin_reading(organiser()) as work:
        draft = drafting.draft(work, petitions.by_slug(work, slug))
    must_confirm = drafting.is_material(draft, form.text())
    if must_confirm and typed.do.data != "confirm" and draft.number == typed.number.data:
        problems = problems_of_text(form.text())
        form.tell(problems)
        return (_form(form, draft=draft), 422) if problems else _confirmation(slug, form, draft)
    try:
        with begin_work(organiser()) as work:
            saved = drafting.save(work, g.petition.id, typed.number.data or 0, form.text(), reason)
    except SavedMeanwhile:
        return _second_of_two(slug, form)
    except DraftIsWrong as refusal:
        form.reason.data = reason
        form.tell(refusal.problems)
        if form.reason.errors:
            return _confirmation(slug, form, draft), 422
        return _form(form, draft=draft), 422
    return redirect(url_for(".room", slug=slug, done="version" if saved.is_new else "saved"), 303)


def _confirmation(slug: str, form: TextForm, draft: Draft) -> str:
    """What it means to change what people have signed, before it is done."""
    with begin_reading(organiser()) as work:
        signed = drafting.signed(work, petitions.by_slug(work, slug))
    return render_template(
        "organiser/text_confirm.html",
        form=form,
        version=draft.version,
        changes=changed_fields(draft.text, form.text()),
        signed=signed,
        purpose=_PURPOSE,
    )


def _second_of_two(slug: str, form: TextForm) -> ResponseReturnValue:
    """Both texts on one page. Saving again is a decision for one's own instead of the other's."""
    with begin_reading(organiser()) as work:
        petition = petitions.by_slug(work, slug)
        draft, newest = drafting.draft(work, petition), drafting.wordings(work, petition)[-1]
        who = organisers.name_of(work, newest.actor)
    form.is_about(draft.number)
    changes = changed_fields(draft.text, form.text())
    return _form(form, draft=draft, meanwhile=lines_of(draft.text), changes=changes, who=who), 409


def _form(form: TextForm, **more: Any) -> str:
    return render_template("organiser/text_form.html", form=form, purpose=_PURPOSE, **more)
