"""The audit log: written in the transaction of what it tells of, as the last thing before the commit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import insert, select, update

from petition_app.domain.events import FIRST_HASH, OF_SIGNERS, Action, Line, details_text
from petition_app.models import AuditHead, AuditLine
from petition_app.services.statements import Statement
from petition_app.services.upsert import table
from petition_app.services.work import Work

# After the counters: the head of the log is the one row every writer waits for.
_RANK = 90


def record(work: Work, action: Action, petition: UUID | None = None, **details: object) -> None:
    """Add a line. It is written at the end of the transaction, in the order of the calls."""
    lines = work.before_commit.setdefault(_RANK, _Lines(work))
    assert isinstance(lines, _Lines)
    lines.told.append((action, petition, details_text(details)))


class _Lines:
    """What one transaction tells."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.told: list[tuple[Action, UUID | None, str]] = []

    def __call__(self) -> None:
        connection = self.work.connection
        head = connection.execute(select(AuditHead.number, AuditHead.hash).with_for_update()).one_or_none()
        number, latest = (head.number, head.hash) if head else (0, FIRST_HASH)
        rows = []
        for action, petition, details in self.told:
            number += 1
            line = Line(number, _time(self.work, action), str(self.work.actor), action, petition, details)
            latest = line.hash_after(latest)
            rows.append(_row(line, latest))
        _ADD.run(self.work, rows)
        if head:
            connection.execute(update(AuditHead).values(number=number, hash=latest))
        else:
            connection.execute(insert(AuditHead).values(id=1, number=number, hash=latest))


_ADD = Statement(
    lambda insert: insert(table(AuditLine)), "number", "at", "actor", "action", "petition_id", "details", "hash"
)


def _row(line: Line, latest: bytes) -> dict[str, Any]:
    return {
        "number": line.number,
        "at": line.at,
        "actor": line.actor,
        "action": line.action.value,
        "petition_id": line.petition,
        "details": line.details,
        "hash": latest,
    }


def _time(work: Work, action: Action) -> datetime:
    now = work.now.astimezone(UTC)
    if action in OF_SIGNERS:
        return now.replace(hour=0, minute=0, second=0, microsecond=0)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def lines(work: Work, petition: UUID | None = None, most: int = 100) -> list[AuditLine]:
    """The newest lines first, of one petition or of all."""
    query = select(AuditLine).order_by(AuditLine.number.desc()).limit(most)
    if petition:
        query = query.where(AuditLine.petition_id == petition)
    return list(work.session.scalars(query))


def broken_lines(work: Work) -> Iterator[int]:
    """The numbers of lines that were edited, or that stand after a missing one. Nothing when the log is whole."""
    before, expected = FIRST_HASH, 1
    for row in work.session.scalars(select(AuditLine).order_by(AuditLine.number)).yield_per(1000):
        # Not `Action(…)`: an edited line may hold any word, and is to be named like every other.
        line = Line(row.number, row.at, row.actor, cast(Action, row.action), row.petition_id, row.details)
        if row.number != expected or row.hash != line.hash_after(before):
            yield row.number
        before, expected = row.hash, row.number + 1
    head = work.session.scalars(select(AuditHead)).one_or_none()
    if head and (head.number != expected - 1 or head.hash != before):
        yield expected
