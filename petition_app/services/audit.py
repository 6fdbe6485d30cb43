"""The audit log: written in the transaction of what it tells of, as the last thing before the commit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import cast
from uuid import UUID

from sqlalchemy import insert, select, update

from petition_app.domain.events import FIRST_HASH, OF_SIGNERS, Action, Line, details_text
from petition_app.models import AuditHead, AuditLine
from petition_app.services.work import Work

# After the counters: the head of the log is the one row every writer waits for.
_RANK = 90


def record(work: Work, action: Action, petition: UUID | None = None, **details: object) -> None:
    """Add a line. It is written at the end of the transaction, in the order of the calls."""
    rank = _RANK
    while rank in work.before_commit:
        rank += 1
    work.before_commit[rank] = partial(_append, work, action, petition, details_text(details))


def _append(work: Work, action: Action, petition: UUID | None, details: str) -> None:
    head = work.connection.execute(select(AuditHead.number, AuditHead.hash).with_for_update()).one_or_none()
    number, before = (head.number + 1, head.hash) if head else (1, FIRST_HASH)
    line = Line(number, _time(work, action), str(work.actor), action, petition, details)
    after = line.hash_after(before)
    work.connection.execute(
        insert(AuditLine.__table__),  # type: ignore[arg-type]
        {
            "number": line.number,
            "at": line.at,
            "actor": line.actor,
            "action": line.action.value,
            "petition_id": petition,
            "details": details,
            "hash": after,
        },
    )
    if head:
        work.connection.execute(update(AuditHead).values(number=number, hash=after))
    else:
        work.connection.execute(insert(AuditHead).values(id=1, number=number, hash=after))


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
