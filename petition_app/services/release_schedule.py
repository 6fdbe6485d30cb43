"""Releases at fixed moments, made by the worker: each moment is looked at once, however many workers there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.petition import State, is_hidden
from petition_app.domain.refusals import Refusal
from petition_app.domain.rhythm import Plan, earliest_release, last_moment, next_moment
from petition_app.models import Petition, ReleaseSchedule
from petition_app.services import audit, releases
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import WORKER, Begin, Work

#: A delivered petition's last table stays as it was handed over.
_STATES = (State.OPEN, State.PAUSED, State.CLOSED)


@dataclass(frozen=True)
class Outlook:
    """What is planned: `next_at` is None by hand; a release by hand may be made from `free_from` on, or now."""

    plan: Plan
    next_at: datetime | None
    free_from: datetime | None


def plan_of(work: Work, petition: UUID) -> Plan:
    row = work.session.get(ReleaseSchedule, petition)
    return _plan(row) if row else Plan()


def outlook(work: Work, petition: Petition) -> Outlook:
    plan, newest = plan_of(work, petition.id), releases.latest(work, petition.id)
    free_from = earliest_release(newest.released_at) if newest else work.now
    next_at = next_moment(plan, work.now) if _takes_releases(petition) else None
    if next_at and next_at < free_from:
        next_at = next_moment(plan, free_from)
    return Outlook(plan, next_at, free_from if free_from > work.now else None)


def _build(insert: Any) -> Any:
    new = insert(table(ReleaseSchedule))
    planned = {name: new.excluded[name] for name in ("rhythm", "weekday", "hour", "done_until")}
    return new.on_conflict_do_update(index_elements=("petition_id",), set_=planned)


_SET = Upsert(_build)


def set_plan(work: Work, petition: Petition, plan: Plan) -> None:
    """From the next fixed moment on: those before are over."""
    values = {"rhythm": plan.rhythm, "weekday": plan.weekday, "hour": plan.hour, "done_until": work.now}
    work.connection.execute(_SET.on(work), {"petition_id": petition.id, **values})
    audit.record(work, Action.RELEASES_PLANNED, petition.id, rhythm=plan.rhythm, weekday=plan.weekday, hour=plan.hour)


def release_what_is_due(begin: Begin) -> int:
    """Release every table whose moment has come and that would change; returns how many. One petition at a time:
    what one refuses holds up no other."""
    with begin(WORKER) as work:
        rows = work.session.scalars(select(ReleaseSchedule).order_by(ReleaseSchedule.petition_id)).all()
        due = [row.petition_id for row in rows if _moment_of(row, work.now)]
    made = 0
    for petition in due:
        with begin(WORKER) as work:
            made += _release_if_due(work, petition)
    return made


def _release_if_due(work: Work, petition_id: UUID) -> bool:
    # Another worker may have been here since: it held this row until its release was there to be seen.
    query = select(ReleaseSchedule).where(ReleaseSchedule.petition_id == petition_id)
    row = work.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()
    moment = _moment_of(row, work.now)
    if moment is None:
        return False
    # Over now, whether or not there is anything to release: later on, the hour would tell when something changed.
    row.done_until = moment
    work.session.flush()
    petition = work.session.get_one(Petition, petition_id)
    if not _takes_releases(petition) or not releases.would_change(work, petition):
        return False
    try:
        releases.release(work, petition)
    except Refusal:
        # There was a release by hand within the day, or the rules were tampered with: `petition verify` tells.
        return False
    return True


def _takes_releases(petition: Petition) -> bool:
    return petition.state in _STATES and not is_hidden(petition.hidden_until, petition.launched_at)


def _moment_of(row: ReleaseSchedule, now: datetime) -> datetime | None:
    """The fixed moment that has come and was not looked at yet. After a standstill that is the newest one alone."""
    moment = last_moment(_plan(row), now)
    return moment if moment and moment > row.done_until else None


def _plan(row: ReleaseSchedule) -> Plan:
    return Plan(row.rhythm, row.weekday, row.hour)
