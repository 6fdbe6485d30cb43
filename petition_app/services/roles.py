"""Carrying out changes of a team: given, changed and taken roles, with what always goes with them. Whether somebody may
do that alone is decided in `services/team.py`."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select

from petition_app.domain.access import Right, Role, may
from petition_app.domain.events import Action
from petition_app.domain.happening import Happening
from petition_app.domain.refusals import NotAllowed, NotFound
from petition_app.domain.team import check_owners_left
from petition_app.models import Invitation, Membership, Organiser, Petition, TeamRule
from petition_app.services import audit, organisers, teamletters
from petition_app.services.work import Work


def lock(work: Work, petition: UUID) -> None:
    """Everything about one team happens one after the other: two owners who leave at once would leave none.

    Not `FOR UPDATE`: signing refers to the petition, and must not wait for organisers.
    """
    work.session.execute(select(Petition.id).where(Petition.id == petition).with_for_update(key_share=True))


def role_of(work: Work, petition: UUID, organiser: UUID) -> Role | None:
    """The role as it is now, none for somebody who was switched off."""
    query = (
        select(Membership.role)
        .join(Organiser, Organiser.id == Membership.organiser_id)
        .where(Membership.petition_id == petition, Membership.organiser_id == organiser, Organiser.active)
    )
    return work.session.scalar(query)


def actor_may(work: Work, petition: UUID, right: Right) -> bool:
    """Whether whoever does this still may: their role could have been taken since the page was asked for. The operator
    stands above the roles."""
    return work.actor.id is None or may(role_of(work, petition, work.actor.id), right)


def require(work: Work, petition: UUID, right: Right) -> None:
    """For what begins now and cannot be taken back, such as an export: somebody who is being removed this moment is
    waited for. Raises NotAllowed."""
    if work.actor.id is None:
        return
    found = work.session.get(Membership, (work.actor.id, petition), with_for_update={"read": True})
    if found is None or not may(found.role, right):
        raise NotAllowed


def owners(work: Work, petition: UUID) -> set[UUID]:
    """The owners who can sign in."""
    query = (
        select(Membership.organiser_id)
        .join(Organiser, Organiser.id == Membership.organiser_id)
        .where(Membership.petition_id == petition, Membership.role == Role.OWNER, Organiser.active)
    )
    return set(work.session.scalars(query))


def two_must_agree(work: Work, petition: UUID) -> bool:
    """Whether the rule of two owners is on."""
    return bool(work.session.scalar(select(TeamRule.two_owners).where(TeamRule.petition_id == petition)))


def check_can_spare(work: Work, petition: UUID, organiser: UUID) -> None:
    """Raises LastOwner and OwnersMustBeTwo."""
    check_owners_left(owners(work, petition), organiser, two_must_agree=two_must_agree(work, petition))


def give(work: Work, petition: UUID, organiser: UUID, role: Role) -> None:
    """Give somebody of the team another role. Raises NotFound, LastOwner and OwnersMustBeTwo."""
    before = _known(work, petition, organiser).role
    if before is role:
        return
    if role is not Role.OWNER:
        _let_go(work, petition, organiser)
    organisers.give_role(work, organiser, petition, role)
    teamletters.tell(work, organiser, Happening.ROLE_GIVEN)
    if Role.OWNER in (before, role):
        teamletters.tell_owners(work, petition, Happening.OWNERS_CHANGED, but=organiser)


def take(work: Work, petition: UUID, organiser: UUID) -> None:
    """Take somebody out of the team, at once. Raises NotFound, LastOwner and OwnersMustBeTwo."""
    known = _known(work, petition, organiser)
    _let_go(work, petition, organiser)
    before = known.role
    work.session.delete(known)
    work.session.flush()
    audit.record(work, Action.ROLE_TAKEN, petition, organiser=organiser, before=before)
    teamletters.tell(work, organiser, Happening.ROLE_TAKEN)
    if before is Role.OWNER:
        teamletters.tell_owners(work, petition, Happening.OWNERS_CHANGED)


def hand_over(work: Work, petition: UUID, by: UUID, to: UUID, then: Role | None) -> None:
    """`to` becomes an owner, and `by` gets the role `then`, or leaves. Raises as `give` and `take` do."""
    give(work, petition, to, Role.OWNER)
    if then:
        give(work, petition, by, then)
    else:
        take(work, petition, by)


def _known(work: Work, petition: UUID, organiser: UUID) -> Membership:
    found = work.session.get(Membership, (organiser, petition), with_for_update=True)
    if found is None:
        raise NotFound
    return found


def _let_go(work: Work, petition: UUID, organiser: UUID) -> None:
    """Before somebody stops being an owner: the petition must be able to spare them, and what they alone have begun
    ends, or their own second account could come back through an invitation."""
    check_can_spare(work, petition, organiser)
    work.session.execute(
        delete(Invitation).where(Invitation.petition_id == petition, Invitation.invited_by == organiser)
    )
