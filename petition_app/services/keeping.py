"""Keeping private data for less time than before: where two owners must agree, the second has to approve it."""

from __future__ import annotations

from uuid import UUID

from petition_app.domain.approval import Deed, SecondOwnerIsNeeded
from petition_app.models import Petition
from petition_app.services import approvals, lifecycle_plans, roles
from petition_app.services.work import Work


def keep_for(work: Work, petition: UUID, days: int) -> Petition:
    """As `lifecycle_plans.keep_for`, and raises SecondOwnerIsNeeded for fewer days than until now."""
    roles.lock(work, petition)
    is_shorter = days < work.session.get_one(Petition, petition).kept_days
    found = lifecycle_plans.keep_for(work, petition, days)
    if is_shorter and approvals.needs_second_owner(work, petition):
        raise SecondOwnerIsNeeded
    return found


def ask_to_keep_for(work: Work, petition: UUID, days: int) -> None:
    """Ask the other owners. Raises NotAllowed."""
    approvals.ask(work, petition, Deed.ERASE_EARLIER, days=days)
