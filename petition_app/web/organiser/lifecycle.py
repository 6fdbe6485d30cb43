"""The room of a petition's life: its state and what comes next, its times, its launch, its address."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import Form

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.access import Right, may
from petition_app.domain.approval import SecondOwnerIsNeeded
from petition_app.domain.lifecycle import BEFORE_OPENING, ENDED, ReviewKind, Step, right_for
from petition_app.domain.petition import State
from petition_app.domain.refusals import FormIsStale, NotAllowed, Refusal
from petition_app.services import addresses, keeping, lifecycle, lifecycle_plans, lifecycle_room, reviewing
from petition_app.services.addresses import SlugIsTaken, SlugIsWrong
from petition_app.services.lifecycle import PrivateDataIsGone, SomebodyHasSigned, SomethingIsMissing, StepIsImpossible
from petition_app.services.lifecycle_plans import CannotBeLaunched, IsInPublic, PlanIsWrong, times_of
from petition_app.services.reviewing import NoteIsWrong, NotInReview, OwnReview
from petition_app.services.work import Work
from petition_app.web.forms.checking import passes
from petition_app.web.forms.lifecycle import AddressForm, KeepingForm, LaunchForm, NoteForm, TimesForm, tell, times_form
from petition_app.web.guards import organiser, requires
from petition_app.web.lifewords import LACKS, PLANNED, STEPS
from petition_app.web.tokens import check_form_token

bp = Blueprint("organiser_lifecycle", __name__, url_prefix="/organise/<slug>/state")

#: What the petition is not in the state for, told above the room as it is now; and what was typed wrong.
_NOT_NOW = (
    StepIsImpossible, SomethingIsMissing, SomebodyHasSigned, PrivateDataIsGone, IsInPublic, CannotBeLaunched,
    NotInReview, OwnReview,
)  # fmt: skip
#: On the way that most petitions go; offered first.
_FORWARD = (Step.SUBMIT, Step.OPEN, Step.RESUME, Step.DELIVER)
_WRONG = (SlugIsTaken, SlugIsWrong, NoteIsWrong)


@bp.get("")
@requires(Right.SEE_TALLIES)
def room(slug: str) -> str:
    return _page()


@bp.post("")
@requires(Right.CHANGE_STATE)
def take(slug: str) -> ResponseReturnValue:
    return _take()


@bp.post("/review")
@requires(Right.EDIT_PETITION)
def send(slug: str) -> ResponseReturnValue:
    """Into review and back: part of writing, not yet a step outside."""
    return _take()


@bp.post("/notes")
@requires(Right.WRITE)
def note(slug: str) -> ResponseReturnValue:
    form, asked = NoteForm(request.form), request.form.get("kind")
    kind = ReviewKind.LOOKS_GOOD if asked == ReviewKind.LOOKS_GOOD else ReviewKind.NOTE
    return _do(form, "text", "note", lambda work: reviewing.say(work, g.petition.id, kind, form.text.data or ""))


@bp.post("/times")
@requires(Right.CHANGE_STATE)
def times(slug: str) -> ResponseReturnValue:
    form = TimesForm(request.form)
    return _do(form, "closes_on", "times", lambda work: lifecycle_plans.set_times(work, g.petition.id, form.times()))


@bp.post("/launch")
@requires(Right.CHANGE_STATE)
def launch(slug: str) -> ResponseReturnValue:
    check_form_token(request.form.get("token"), "state", current_user.binding)
    return _done_or_not(lambda work: lifecycle_plans.launch(work, g.petition.id), "launch")


@bp.post("/hidden")
@requires(Right.CHANGE_STATE)
def hide(slug: str) -> ResponseReturnValue:
    form = LaunchForm(request.form)
    wanted = form.hidden_until
    return _do(form, wanted.name, "hidden", lambda work: lifecycle_plans.hide_until(work, g.petition.id, wanted.data))


@bp.post("/keeping")
@requires(Right.CHANGE_STATE)
def keep(slug: str) -> ResponseReturnValue:
    form = KeepingForm(request.form)
    days = form.kept_days
    try:
        return _do(form, days.name, "keeping", lambda work: keeping.keep_for(work, g.petition.id, days.data or 0))
    except SecondOwnerIsNeeded:
        with begin_work(organiser()) as work:
            keeping.ask_to_keep_for(work, g.petition.id, days.data or 0)
    return redirect(url_for("organiser_team.room", slug=slug, done="asked"), 303)


@bp.post("/address")
@requires(Right.EDIT_PETITION)
def rename(slug: str) -> ResponseReturnValue:
    form = AddressForm(request.form)
    return _do(
        form, "name", "address", lambda work: _now_called(addresses.rename(work, g.petition.id, form.name.data or ""))
    )


def _now_called(petition: object) -> None:
    """From here on this request is about the petition under its new name."""
    g.petition = petition


def _take() -> ResponseReturnValue:
    check_form_token(request.form.get("token"), "state", current_user.binding)
    asked = request.form.get("step", "")
    if asked not in set(Step):
        raise FormIsStale
    step = Step(asked)
    if not may(g.role, right_for(step)):
        raise NotAllowed
    return _done_or_not(lambda work: lifecycle.take(work, g.petition.id, step), step)


def _do(form: Form, field: str, done: str, deed: Callable[[Work], object]) -> ResponseReturnValue:
    """Do what a form asks for, or show the form again; `field` is where it says what is wrong."""
    if not passes(form, "state", current_user.binding):
        return _page(form=form), 422
    try:
        return _done_or_not(deed, done)
    except PlanIsWrong as refusal:
        tell(form, refusal.problems)
    except _WRONG as refusal:
        form[field].errors = [refusal.sentence]
    return _page(form=form), 422


def _done_or_not(deed: Callable[[Work], object], done: str) -> ResponseReturnValue:
    try:
        with begin_work(organiser()) as work:
            deed(work)
    except _NOT_NOW as refusal:
        return _page(refusal), refusal.status
    return redirect(url_for(".room", slug=g.petition.slug, done=done), 303)


def _page(refusal: Refusal | None = None, form: Form | None = None) -> str:
    with begin_reading(organiser()) as work:
        seen = lifecycle_room.room(work, g.petition.id)
    petition, done = seen.petition, request.args.get("done", "")
    forms = {
        "times": times_form(times_of(petition)),
        "launch": LaunchForm(data={"hidden_until": petition.hidden_until}),
        "keeping": KeepingForm(data={"kept_days": petition.kept_days}),
        "address": AddressForm(data={"name": petition.slug}),
        "note": NoteForm(),
    }
    # The one that was sent comes back with what was typed.
    forms = {name: form if form is not None and type(form) is type(each) else each for name, each in forms.items()}
    return render_template(
        "organiser/state.html",
        petition=petition,
        seen=seen,
        forms=forms,
        wrong=form,
        refusal=refusal,
        done=STEPS[Step(done)].done if done in set(Step) else PLANNED.get(done),
        words=STEPS,
        forward=_FORWARD,
        now=edge().clock(),
        path=[state for state in State if state is not State.PAUSED],
        lacks=[LACKS[each] for each in seen.missing],
        steps=sorted(
            (step for step in seen.steps if may(g.role, right_for(step))), key=lambda step: step not in _FORWARD
        ),
        editing={step for step in Step if right_for(step) is Right.EDIT_PETITION},
        is_before=petition.state in BEFORE_OPENING,
        is_ended=petition.state in ENDED,
        address=edge().settings.site_url + url_for("public.petition", slug=petition.slug),
    )
