"""The life of a petition: which step leads from which state to which, what must be there first, and what cannot be
planned. Whatever is done by mistake has a step that takes it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from petition_app.domain.access import Right
from petition_app.domain.petition import MOST_KEPT_DAYS, State
from petition_app.domain.response import Problem
from petition_app.domain.signature import Purpose

LONGEST_NOTE = 2_000
MOST_SIGNERS = 1_000_000_000
#: Organisers are reminded of the day on which private fields are erased, this long before.
REMINDED_BEFORE = timedelta(days=14)


class Step(StrEnum):
    SUBMIT = "submit"
    SEND_BACK = "send-back"
    OPEN = "open"
    TAKE_BACK = "take-back"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"
    DELIVER = "deliver"
    UNDO_DELIVERY = "undo-delivery"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"


class ReviewKind(StrEnum):
    """What was said in review; "submitted" begins it."""

    SUBMITTED = "submitted"
    LOOKS_GOOD = "looks good"
    NOTE = "note"


class Lack(StrEnum):
    """What is missing before a petition can go into review or be opened."""

    TITLE = "a title"
    SUMMARY = "a summary"
    BODY = "the text"
    DEMAND = "at least one demand"
    ADDRESSEE = "at least one addressee"
    CONSENTS = "the words of every tick box"
    TIME_TO_SIGN = "a closing time that is still to come, or none"
    LAUNCH = "a launch threshold that is not below the threshold of publishing"


_LEADS: Mapping[Step, Mapping[State, State]] = {
    Step.SUBMIT: {State.DRAFT: State.REVIEW},
    Step.SEND_BACK: {State.REVIEW: State.DRAFT},
    Step.OPEN: {State.REVIEW: State.OPEN},
    Step.TAKE_BACK: {State.OPEN: State.REVIEW, State.PAUSED: State.REVIEW},
    Step.PAUSE: {State.OPEN: State.PAUSED},
    Step.RESUME: {State.PAUSED: State.OPEN},
    Step.CLOSE: {State.OPEN: State.CLOSED, State.PAUSED: State.CLOSED},
    Step.REOPEN: {State.CLOSED: State.OPEN},
    Step.DELIVER: {State.CLOSED: State.DELIVERED},
    Step.UNDO_DELIVERY: {State.DELIVERED: State.CLOSED},
    Step.ARCHIVE: {State.CLOSED: State.ARCHIVED, State.DELIVERED: State.ARCHIVED},
    Step.UNARCHIVE: {State.ARCHIVED: State.DELIVERED},
}
#: Signing has ended for good or for now; the page stays.
ENDED = frozenset({State.CLOSED, State.DELIVERED, State.ARCHIVED})
#: Not yet open: everything can still be changed.
BEFORE_OPENING = frozenset({State.DRAFT, State.REVIEW})
#: Where a hidden petition can still come into public.
LAUNCHABLE = frozenset({State.OPEN, State.PAUSED, State.CLOSED, State.DELIVERED})
#: Where tables are published; an archived petition's last one stays.
RELEASING = LAUNCHABLE


def leads_to(step: Step, state: State, *, was_delivered: bool = False) -> State | None:
    """The state after this step, or None where it cannot be taken. An archived petition goes back to where it came
    from."""
    if step is Step.UNARCHIVE and state is State.ARCHIVED and not was_delivered:
        return State.CLOSED
    return _LEADS[step].get(state)


def steps_from(state: State) -> tuple[Step, ...]:
    """The steps that can be taken, other conditions aside."""
    return tuple(step for step in Step if state in _LEADS[step])


def right_for(step: Step) -> Right:
    """Review is part of writing; all other steps show outside."""
    return Right.EDIT_PETITION if step in (Step.SUBMIT, Step.SEND_BACK) else Right.CHANGE_STATE


@dataclass(frozen=True)
class Contents:
    """What is there of a petition, as far as it matters before it opens."""

    title: str
    summary: str
    body: str
    demands: int
    addressees: int
    consents: frozenset[Purpose]


def lacks(contents: Contents) -> Iterator[Lack]:
    """What is still missing in the petition itself."""
    for lack, is_there in (
        (Lack.TITLE, contents.title.strip()),
        (Lack.SUMMARY, contents.summary.strip()),
        (Lack.BODY, contents.body.strip()),
        (Lack.DEMAND, contents.demands),
        (Lack.ADDRESSEE, contents.addressees),
        (Lack.CONSENTS, contents.consents >= frozenset(Purpose)),
    ):
        if not is_there:
            yield lack


@dataclass(frozen=True)
class Times:
    """When a petition opens and closes by itself; None for by hand, or never."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None


def problems_of_times(times: Times, before: Times, state: State, now: datetime) -> Iterator[Problem]:
    """Everything that keeps these times from being set. What is left as it was may be over."""
    opens, closes = times.opens_at, times.closes_at
    if opens != before.opens_at:
        if state not in BEFORE_OPENING:
            yield Problem("opens", "The petition has been opened already, so no opening can be planned.")
        elif opens and opens <= now:
            yield Problem("opens", "This time is over. Please give one that is still to come, in UTC.")
    if closes != before.closes_at:
        if state in ENDED:
            yield Problem("closes", "The petition is closed. Reopen it first, then give it a new closing time.")
        elif closes and closes <= now:
            yield Problem("closes", "This time is over. Please give one that is still to come, in UTC.")
    if opens and closes and closes <= opens:
        yield Problem("closes", "It would close before it opens. Please give a later time.")


def problems_of_launch(hidden_until: int | None, before: int | None, threshold: int, state: State) -> Iterator[Problem]:
    """Everything that keeps this launch threshold from being set for a petition that has not been launched."""
    if hidden_until is not None and not threshold <= hidden_until <= MOST_SIGNERS:
        yield Problem("hidden_until", f"Please give a number from {threshold} on, the threshold of publishing.")
    if state in BEFORE_OPENING:
        return
    if before is None and hidden_until is not None:
        yield Problem("hidden_until", "A petition that has been public cannot be hidden again.")
    elif hidden_until is None:
        yield Problem("hidden_until", "To show it now, launch it.")
    elif before is not None and hidden_until > before:
        yield Problem("hidden_until", f"It can only be lowered: signers were told {before}.")


def problems_of_keeping(days: int) -> Iterator[Problem]:
    if not 0 <= days <= MOST_KEPT_DAYS:
        yield Problem("kept_days", f"Please give a number of days from 0 to {MOST_KEPT_DAYS}: a year is the most.")


def erased_after(closed_at: datetime, kept_days: int) -> date:
    """The day on which private fields are erased."""
    return closed_at.date() + timedelta(days=kept_days)


def is_erasure_near(erase_on: date | None, erased_on: date | None, today: date) -> bool:
    return erase_on is not None and erased_on is None and today >= erase_on - REMINDED_BEFORE
