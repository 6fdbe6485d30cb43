"""Steps of a petition's life: each under the petition's lock, with what must be there first and a line in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select

from petition_app.domain.events import Action
from petition_app.domain.lifecycle import Contents, Lack, ReviewKind, Step, erased_after, lacks, leads_to
from petition_app.domain.petition import State
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.models import (
    ConsentText,
    Demand,
    Petition,
    PetitionText,
    PublishedRelease,
    ReviewNote,
    Signature,
    Target,
)
from petition_app.services import audit
from petition_app.services.work import Work

_IS = {
    State.DRAFT: "a draft",
    State.REVIEW: "in review",
    State.OPEN: "open",
    State.PAUSED: "paused",
    State.CLOSED: "closed",
    State.DELIVERED: "delivered",
    State.ARCHIVED: "archived",
}


class StepIsImpossible(Refusal):
    """From the state the petition is in; the sentence names it."""

    status = 409

    def __init__(self, state: State) -> None:
        super().__init__(
            f"That cannot be done: the petition is {_IS[state]}. Somebody may have changed that in the meantime."
        )


class SomethingIsMissing(Refusal):
    status = 409

    def __init__(self, missing: Iterable[Lack]) -> None:
        self.missing = tuple(missing)
        super().__init__(f"Before that, the petition needs: {'; '.join(self.missing)}.")


class SomebodyHasSigned(Refusal):
    status = 409
    sentence = said(
        "The opening cannot be taken back any more: somebody has signed, or figures are published. Pause it."
    )


class PrivateDataIsGone(Refusal):
    status = 409
    sentence = said(
        "This petition cannot take signatures again: the day has come on which its private data are erased."
    )


def take(work: Work, petition: UUID, step: Step) -> Petition:
    """Take one step. Raises StepIsImpossible, and by the step SomethingIsMissing, SomebodyHasSigned and
    PrivateDataIsGone."""
    return take_locked(work, locked(work, petition), step, work.now)


def locked(work: Work, petition: UUID) -> Petition:
    """The petition as it is now; nobody else changes it until the commit."""
    return work.session.get_one(Petition, petition, with_for_update=True, populate_existing=True)


def take_locked(work: Work, petition: Petition, step: Step, at: datetime) -> Petition:
    """The same for a petition that is locked already. `at` is when it counts as done."""
    before = petition.state
    after = leads_to(step, before, was_delivered=petition.delivered_at is not None)
    if after is None:
        raise StepIsImpossible(before)
    if step in _DOING:
        _DOING[step](work, petition, at)
    petition.state = after
    work.session.flush()
    audit.record(work, Action.STATE_CHANGED, petition.id, step=step, before=before, after=after)
    return petition


def missing(work: Work, petition: Petition) -> tuple[Lack, ...]:
    """What the petition lacks before it can be opened now."""
    found = list(lacks(_contents(work, petition)))
    if petition.closes_at is not None and petition.closes_at <= work.now:
        found.append(Lack.TIME_TO_SIGN)
    if petition.hidden_until is not None and petition.hidden_until < petition.threshold:
        found.append(Lack.LAUNCH)
    return tuple(found)


def is_untouched(work: Work, petition: UUID) -> bool:
    """Whether nobody has signed, and nothing was published."""
    signed = select(Signature.id).where(Signature.petition_id == petition)
    released = select(PublishedRelease.number).where(PublishedRelease.petition_id == petition)
    return not work.session.scalar(select(exists(signed) | exists(released)))


def is_past_erasure(work: Work, petition: Petition) -> bool:
    """Whether the day has come on which its private data are erased; the worker may be at it."""
    return petition.erased_on is not None or (petition.erase_on is not None and petition.erase_on <= work.today)


def _contents(work: Work, petition: Petition) -> Contents:
    text = work.session.get(PetitionText, (petition.id, petition.text_version))
    demands = select(func.count()).where(
        Demand.petition_id == petition.id, Demand.text_version == petition.text_version, func.trim(Demand.text) != ""
    )
    addressees = select(func.count()).where(Target.petition_id == petition.id, Target.retired_on.is_(None))
    consents = select(ConsentText.purpose).where(
        ConsentText.petition_id == petition.id,
        ConsentText.version == petition.consent_version,
        func.trim(ConsentText.text) != "",
    )
    return Contents(
        title=text.title if text else "",
        summary=text.summary if text else "",
        body=text.body if text else "",
        demands=work.session.scalar(demands) or 0,
        addressees=work.session.scalar(addressees) or 0,
        consents=frozenset(work.session.scalars(consents)),
    )


def _submit(work: Work, petition: Petition, at: datetime) -> None:
    if found := missing(work, petition):
        raise SomethingIsMissing(found)
    if petition.opens_at is not None and petition.opens_at <= work.now:
        # It would open within a minute, before anybody could look at it.
        petition.opens_at = None
    note = ReviewNote(id=work.new_id(), petition_id=petition.id, kind=ReviewKind.SUBMITTED, text="",
                      actor=str(work.actor), at=at)  # fmt: skip
    work.session.add(note)


def _open(work: Work, petition: Petition, at: datetime) -> None:
    if found := missing(work, petition):
        raise SomethingIsMissing(found)
    petition.opened_at, petition.opens_at = at, None


def _take_back(work: Work, petition: Petition, at: datetime) -> None:
    if not is_untouched(work, petition.id):
        raise SomebodyHasSigned
    petition.opened_at = petition.launched_at = None


def _close(work: Work, petition: Petition, at: datetime) -> None:
    petition.closed_at = at
    petition.erase_on = erased_after(at, petition.kept_days)


def _reopen(work: Work, petition: Petition, at: datetime) -> None:
    if is_past_erasure(work, petition):
        raise PrivateDataIsGone
    if petition.closes_at is not None and petition.closes_at <= work.now:
        petition.closes_at = None
    petition.closed_at = petition.erase_on = None


def _deliver(work: Work, petition: Petition, at: datetime) -> None:
    petition.delivered_at = at


def _undo_delivery(work: Work, petition: Petition, at: datetime) -> None:
    petition.delivered_at = None


_DOING: dict[Step, Callable[[Work, Petition, datetime], None]] = {
    Step.SUBMIT: _submit,
    Step.OPEN: _open,
    Step.TAKE_BACK: _take_back,
    Step.CLOSE: _close,
    Step.REOPEN: _reopen,
    Step.DELIVER: _deliver,
    Step.UNDO_DELIVERY: _undo_delivery,
}
