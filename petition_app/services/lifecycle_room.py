"""What organisers see of a petition's life, and of all their petitions together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from petition_app.domain.access import Role
from petition_app.domain.lifecycle import BEFORE_OPENING, Lack, Step, is_erasure_near, steps_from
from petition_app.domain.petition import is_hidden
from petition_app.domain.signature import Status
from petition_app.models import Petition, TallyCounter
from petition_app.services import addresses, employerqueue, lifecycle, organisers, reviewing, tallies
from petition_app.services.reviewing import Review
from petition_app.services.work import Work


@dataclass(frozen=True)
class LifeRoom:
    """`steps` are those that can be taken now; `missing` is what a petition lacks that is not open yet. `is_late`: its
    planned opening is over, and it waits for what is missing, or for its review. `former` are its old short names."""

    petition: Petition
    steps: tuple[Step, ...]
    missing: tuple[Lack, ...]
    review: Review
    signatures: int
    former: tuple[str, ...]
    is_hidden: bool
    is_late: bool
    is_erasure_near: bool


@dataclass(frozen=True)
class MyPetition:
    """A petition of an organiser with exact figures: confirmed, held for review, and texts that mean no employer
    yet."""

    petition: Petition
    role: Role
    confirmed: int
    held: int
    unmatched: int


def room(work: Work, petition: UUID) -> LifeRoom:
    found = work.session.get_one(Petition, petition)
    is_before = found.state in BEFORE_OPENING
    missing = lifecycle.missing(work, found) if is_before else ()
    impossible = {Step.SUBMIT, Step.OPEN} if missing else set[Step]()
    if not lifecycle.is_untouched(work, petition):
        impossible.add(Step.TAKE_BACK)
    if lifecycle.is_past_erasure(work, found):
        impossible.add(Step.REOPEN)
    return LifeRoom(
        petition=found,
        steps=tuple(step for step in steps_from(found.state) if step not in impossible),
        missing=missing,
        review=reviewing.review(work, petition),
        signatures=tallies.confirmed_total(work, petition),
        former=tuple(addresses.former(work, found)),
        is_hidden=is_hidden(found.hidden_until, found.launched_at),
        is_late=is_before and found.opens_at is not None and found.opens_at <= work.now,
        is_erasure_near=is_erasure_near(found.erase_on, found.erased_on, work.today),
    )


def of_organiser(work: Work, organiser: UUID) -> list[MyPetition]:
    """Every petition in which the organiser has a role, by title."""
    return _counted(work, organisers.petitions_of(work, organiser))


def every(work: Work) -> list[MyPetition]:
    """Every petition of the site, by title, as its owners see it."""
    found = work.session.scalars(select(Petition).order_by(Petition.title, Petition.id))
    return _counted(work, [(petition, Role.OWNER) for petition in found])


def _counted(work: Work, found: Iterable[tuple[Petition, Role]]) -> list[MyPetition]:
    found = list(found)
    of_these = TallyCounter.petition_id.in_([petition.id for petition, _ in found])
    query = select(TallyCounter.petition_id, TallyCounter.status, func.sum(TallyCounter.signatures))
    rows = work.session.execute(query.where(of_these).group_by(TallyCounter.petition_id, TallyCounter.status))
    counted = {(petition, status): int(number) for petition, status, number in rows}
    return [
        MyPetition(
            petition,
            role,
            counted.get((petition.id, Status.CONFIRMED), 0),
            counted.get((petition.id, Status.HELD), 0),
            employerqueue.waiting(work, petition.id),
        )
        for petition, role in found
    ]
