"""Moderation: setting a signature aside, taking it out, and counting it again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.moderation import Reason, Step, is_possible, leads_to
from petition_app.domain.refusals import ChangeIsImpossible, NotFound
from petition_app.domain.signature import Status
from petition_app.models import Signature
from petition_app.services import audit, counting
from petition_app.services.work import Work

_ACTIONS = {
    Step.HOLD: Action.SIGNATURE_HELD,
    Step.RESTORE: Action.SIGNATURE_RESTORED,
    Step.REMOVE: Action.SIGNATURE_REMOVED,
}


def hold(work: Work, petition: UUID, signature: UUID, reason: Reason) -> None:
    """Set a confirmed signature aside: it is not counted until it is restored. Raises as `_change`."""
    _change(work, petition, signature, Step.HOLD, reason)


def restore(work: Work, petition: UUID, signature: UUID) -> None:
    """Count a held or removed signature again, on the day of its confirmation. Raises as `_change`."""
    _change(work, petition, signature, Step.RESTORE, None)


def remove(work: Work, petition: UUID, signature: UUID, reason: Reason) -> None:
    """Take a signature out of every count and list; it can be restored. Raises as `_change`."""
    _change(work, petition, signature, Step.REMOVE, reason)


def _change(work: Work, petition: UUID, signature: UUID, step: Step, reason: Reason | None) -> None:
    """Raises NotFound for a signature of another petition, ChangeIsImpossible where its status forbids the step."""
    query = select(Signature).where(Signature.id == signature, Signature.petition_id == petition)
    found = work.session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    if not is_possible(step, found.status) or found.confirmed_on is None:
        raise ChangeIsImpossible
    old = counting.cell_of(found)
    found.status = leads_to(step)
    found.ended_on = work.today if found.status is Status.INVALIDATED else None
    found.revision += 1
    counting.move(work, old, counting.cell_of(found), found.confirmed_on)
    work.session.flush()
    details = {"reason": reason} if reason else {}
    audit.record(work, _ACTIONS[step], petition, signature=found.id, **details)
