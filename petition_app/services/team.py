"""A petition's team: who is in it, and what its owners can change. Where two owners must agree, what is dangerous is
asked for instead of done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.access import Right, Role
from petition_app.domain.approval import Deed
from petition_app.domain.happening import Happening
from petition_app.domain.refusals import NotAllowed, NotFound
from petition_app.models import Membership, Organiser
from petition_app.services import approvals, enrolment, organisers, roles, teamletters, twoowners
from petition_app.services.work import Work


class Outcome(StrEnum):
    DONE = "done"
    ASKED = "asked"


@dataclass(frozen=True)
class Member:
    id: UUID
    name: str
    role: Role
    has_second_factor: bool
    seen_on: date | None
    is_active: bool


def members(work: Work, petition: UUID) -> list[Member]:
    """Owners first, then by name."""
    query = (
        select(Organiser, Membership.role, enrolment.has_passkey())
        .join(Membership, Membership.organiser_id == Organiser.id)
        .where(Membership.petition_id == petition)
    )
    found = [
        Member(row.id, row.name, role, row.totp_confirmed or has_passkey, row.last_seen_on, row.active)
        for row, role, has_passkey in work.session.execute(query)
    ]
    order = list(Role)
    return sorted(found, key=lambda each: (-order.index(each.role), each.name.casefold(), each.id))


def member(work: Work, petition: UUID, organiser: UUID) -> Member:
    """Raises NotFound for somebody who is not in this team."""
    found = [each for each in members(work, petition) if each.id == organiser]
    if not found:
        raise NotFound
    return found[0]


def put_in(work: Work, petition: UUID, organiser: UUID, role: Role) -> None:
    """For the operator: an account that is there gets this role, whether or not it is in the team already. A letter
    tells them, and the owners of a new owner. Raises NotAllowed, LastOwner and OwnersMustBeTwo."""
    roles.lock(work, petition)
    if work.actor.id is not None:
        raise NotAllowed
    if work.session.get(Membership, (organiser, petition)):
        roles.give(work, petition, organiser, role)
        return
    organisers.give_role(work, organiser, petition, role)
    teamletters.tell(work, organiser, Happening.ROLE_GIVEN)
    if role is Role.OWNER:
        teamletters.tell_owners(work, petition, Happening.OWNERS_CHANGED, but=organiser)


def change_role(work: Work, petition: UUID, organiser: UUID, role: Role) -> Outcome:
    """Raises NotAllowed, NotFound, LastOwner and OwnersMustBeTwo."""
    before = _subject(work, petition, organiser)
    if Role.OWNER in (before, role) and before is not role and approvals.needs_second_owner(work, petition):
        if role is not Role.OWNER:
            roles.check_can_spare(work, petition, organiser)
        return _ask(work, petition, Deed.CHANGE_ROLE, organiser=organiser, role=role)
    roles.give(work, petition, organiser, role)
    return Outcome.DONE


def remove(work: Work, petition: UUID, organiser: UUID) -> Outcome:
    """From the next request on they see nothing. Raises NotAllowed, NotFound, LastOwner and OwnersMustBeTwo."""
    before = _subject(work, petition, organiser)
    if before is Role.OWNER and approvals.needs_second_owner(work, petition):
        roles.check_can_spare(work, petition, organiser)
        return _ask(work, petition, Deed.REMOVE, organiser=organiser)
    roles.take(work, petition, organiser)
    return Outcome.DONE


def leave(work: Work, petition: UUID) -> None:
    """Whoever does this goes, whatever their role. Nobody else's consent is needed, but an owner who cannot be spared
    stays. Raises NotFound, LastOwner and OwnersMustBeTwo."""
    roles.lock(work, petition)
    if work.actor.id is None:
        raise NotFound
    roles.take(work, petition, work.actor.id)


def transfer(work: Work, petition: UUID, to: UUID, then: Role | None, by: UUID | None = None) -> Outcome:
    """Hand the petition over: `to` becomes an owner, and whoever does this gets the role `then`, or leaves. `by` is for
    the operator, who does it for somebody. Raises NotAllowed, NotFound and OwnersMustBeTwo."""
    _subject(work, petition, to)
    giver = work.actor.id or by
    if giver is None or giver == to or then is Role.OWNER or roles.role_of(work, petition, giver) is not Role.OWNER:
        raise NotAllowed
    if approvals.needs_second_owner(work, petition):
        return _ask(work, petition, Deed.TRANSFER, organiser=to, role=then)
    roles.hand_over(work, petition, giver, to, then)
    return Outcome.DONE


def switch_two_owners_off(work: Work, petition: UUID) -> Outcome:
    """Raises NotAllowed."""
    roles.lock(work, petition)
    _manages(work, petition)
    if approvals.needs_second_owner(work, petition):
        return _ask(work, petition, Deed.SWITCH_OFF)
    twoowners.set_rule(work, petition, on=False)
    return Outcome.DONE


def _ask(work: Work, petition: UUID, deed: Deed, **params: object) -> Outcome:
    approvals.ask(work, petition, deed, **params)
    return Outcome.ASKED


def _subject(work: Work, petition: UUID, organiser: UUID) -> Role:
    """The present role of whom it is about, with the team held still."""
    roles.lock(work, petition)
    _manages(work, petition)
    found = work.session.get(Membership, (organiser, petition))
    if found is None:
        raise NotFound
    return found.role


def _manages(work: Work, petition: UUID) -> None:
    if not roles.actor_may(work, petition, Right.MANAGE_TEAM):
        raise NotAllowed
