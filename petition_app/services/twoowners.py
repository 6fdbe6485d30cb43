"""The rule that two owners must agree: one switches it on, and it takes two to switch it off."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete

from petition_app.domain.access import Right, Role
from petition_app.domain.events import Action
from petition_app.domain.happening import Happening
from petition_app.domain.refusals import NotAllowed
from petition_app.domain.team import OwnersAreTooFew
from petition_app.models import Invitation, TeamRule
from petition_app.services import audit, roles, teamletters
from petition_app.services.work import Work


def switch_on(work: Work, petition: UUID) -> None:
    """From now on two must agree. Owners who are invited and have not come yet are invited no more: they would come in
    without the second. Raises NotAllowed and OwnersAreTooFew."""
    roles.lock(work, petition)
    if not roles.actor_may(work, petition, Right.MANAGE_TEAM):
        raise NotAllowed
    if len(roles.owners(work, petition)) < 2:
        raise OwnersAreTooFew
    work.session.execute(delete(Invitation).where(Invitation.petition_id == petition, Invitation.role == Role.OWNER))
    set_rule(work, petition, on=True)


def set_rule(work: Work, petition: UUID, *, on: bool) -> None:
    """Set it without asking anybody: for those who have asked, and for the operator."""
    if roles.two_must_agree(work, petition) == on:
        return
    work.session.merge(TeamRule(petition_id=petition, two_owners=on))
    work.session.flush()
    audit.record(work, Action.TWO_OWNERS_SWITCHED, petition, on=on)
    teamletters.tell_owners(work, petition, Happening.TWO_OWNERS_SWITCHED, but=work.actor.id)
