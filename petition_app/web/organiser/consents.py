"""The room of the consent texts: what signers agree to, box by box."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right
from petition_app.domain.drafting import problems_of_consents
from petition_app.services import consenting, organisers, petitions
from petition_app.services.consenting import Consents
from petition_app.services.revisions import DraftIsWrong, SavedMeanwhile
from petition_app.web.forms.checking import passes
from petition_app.web.forms.petition import ConsentsForm
from petition_app.web.guards import organiser, requires
from petition_app.web.textdifference import changed
from petition_app.web.uploads import longer_forms

bp = Blueprint("organiser_consents", __name__, url_prefix="/organise/<slug>/consents")
_PURPOSE = "consents"
_MOST_BYTES = 256 * 1024
bp.before_request(longer_forms(_MOST_BYTES))


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> str:
    with begin_reading(organiser()) as work:
        petition = petitions.by_slug(work, slug)
        now, history = consenting.consents(work, petition), consenting.history(work, petition)
        signed = consenting.signed(work, petition)
        names = organisers.names(work, {each.actor for each in history})
    steps = [
        {"revision": each, "changes": changed(before.content if before else None, each.content, _words())}
        for each, before in zip(history, [None, *history], strict=False)
    ]
    return render_template(
        "organiser/consents.html",
        now=now,
        words=_words(),
        steps=steps[::-1],
        signed=signed,
        names=names,
        done=request.args.get("done"),
    )


@bp.route("/edit", methods=["GET", "POST"])
@requires(Right.EDIT_PETITION)
def edit(slug: str) -> ResponseReturnValue:
    now = _now(slug)
    if request.method == "GET":
        form = ConsentsForm(data={purpose.value: text for purpose, text in now.texts.items()})
        form.is_about(now.number)
        return _form(form)
    form = ConsentsForm(request.form)
    if not passes(form, _PURPOSE, current_user.binding):
        return _form(form), 422
    return _save(slug, form, now) if form.do.data in ("save", "confirm") else _form(form)


def _save(slug: str, form: ConsentsForm, now: Consents) -> ResponseReturnValue:
    if now.is_settled and form.do.data != "confirm" and form.number.data == now.number:
        problems = problems_of_consents(form.texts())
        form.tell(problems)
        return (_form(form), 422) if problems else _confirmation(form, now)
    try:
        with begin_work(organiser()) as work:
            is_new = consenting.save(work, g.petition.id, form.number.data or 0, form.texts(), form.reason.data or "")
    except SavedMeanwhile:
        return _second_of_two(slug, form)
    except DraftIsWrong as refusal:
        form.tell(refusal.problems)
        return (_confirmation(form, now) if form.reason.errors else _form(form)), 422
    return redirect(url_for(".room", slug=slug, done="version" if is_new else "saved"), 303)


def _confirmation(form: ConsentsForm, now: Consents) -> str:
    with begin_reading(organiser()) as work:
        signed = consenting.signed(work, petitions.by_slug(work, g.petition.slug))
    return render_template(
        "organiser/consents_confirm.html",
        form=form,
        version=now.version,
        changes=_changes(now, form),
        signed=signed,
        purpose=_PURPOSE,
    )


def _second_of_two(slug: str, form: ConsentsForm) -> ResponseReturnValue:
    with begin_reading(organiser()) as work:
        petition = petitions.by_slug(work, slug)
        now, newest = consenting.consents(work, petition), consenting.history(work, petition)[-1]
        who = organisers.name_of(work, newest.actor)
    form.is_about(now.number)
    return _form(form, meanwhile=True, changes=_changes(now, form), who=who), 409


def _changes(now: Consents, form: ConsentsForm) -> Any:
    old = {purpose.value: text for purpose, text in now.texts.items()}
    return changed(old, {purpose.value: text for purpose, text in form.texts().items()}, _words())


def _now(slug: str) -> Consents:
    with begin_reading(organiser()) as work:
        return consenting.consents(work, petitions.by_slug(work, slug))


def _form(form: ConsentsForm, **more: Any) -> str:
    return render_template("organiser/consents_form.html", form=form, purpose=_PURPOSE, **more)


def _words() -> dict[str, Any]:
    return {field.name: field.label.text for field in ConsentsForm()}
