"""How many new signatures came in each of the last hours: counters of their own, so that no row tells its hour."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete

from petition_app.domain.burst import KEPT_HOURS, Kind, hour_of
from petition_app.models import HourCount
from petition_app.services.statements import Statement
from petition_app.services.upsert import table
from petition_app.services.work import Work

_RANK = 20
_COUNTS = table(HourCount)
EVERYBODY = b""


def _build(insert: Any) -> Any:
    new = insert(_COUNTS)
    return new.on_conflict_do_update(
        index_elements=("petition_id", "hour", "kind", "key"),
        set_={"signatures": _COUNTS.c.signatures + new.excluded.signatures},
    )


_ADD = Statement(_build, "petition_id", "hour", "kind", "key", "signatures")


def count_new(work: Work, petition: UUID, spelling: UUID | None, domain_key: bytes) -> None:
    """Count a signature that has just come. Written at the end of the transaction."""
    changes = _changes(work)
    changes.add(petition, Kind.ALL, EVERYBODY)
    changes.add(petition, Kind.DOMAIN, domain_key)
    if spelling:
        changes.add(petition, Kind.EMPLOYER, spelling.bytes)


def count(work: Work, petition: UUID, kind: Kind) -> None:
    """Count something that happened to somebody who signs, whoever it was."""
    _changes(work).add(petition, kind, EVERYBODY)


def _changes(work: Work) -> _Changes:
    changes = work.before_commit.setdefault(_RANK, _Changes(work))
    assert isinstance(changes, _Changes)
    return changes


class _Changes:
    """What one transaction counts, in sorted order: no two transactions lock each other out."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.counts: dict[tuple[UUID, Kind, bytes], int] = {}

    def add(self, petition: UUID, kind: Kind, key: bytes) -> None:
        at = (petition, kind, key)
        self.counts[at] = self.counts.get(at, 0) + 1

    def __call__(self) -> None:
        hour = hour_of(int(self.work.now.timestamp()))
        rows = [
            {"petition_id": petition, "hour": hour, "kind": kind, "key": key, "signatures": self.counts[at]}
            for at in sorted(self.counts)
            for petition, kind, key in (at,)
        ]
        _ADD.run(self.work, rows)


def forget_old(work: Work) -> None:
    """Delete the figures of hours that are over for a week."""
    over = hour_of(int(work.now.timestamp())) - KEPT_HOURS
    work.session.execute(delete(HourCount).where(HourCount.hour < over))
