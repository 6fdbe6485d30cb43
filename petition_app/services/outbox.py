"""The outbox: letters written with what they tell of, sent later by a worker, each claimed by one worker at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, insert, select, update

from petition_app.mail.letters import Letter
from petition_app.models import OutboxLetter
from petition_app.security.vault import seal_letter, unseal_letter
from petition_app.services.upsert import table
from petition_app.services.work import Work

# A claimed letter is nobody else's for this long; a worker that dies loses its claim, not the letter.
CLAIM = timedelta(minutes=10)
_WAITS = (1, 5, 15, 60, 240, 720, 1440)
_INSERT = insert(table(OutboxLetter))


@dataclass(frozen=True)
class Claimed:
    id: UUID
    attempts: int
    letter: Letter


def enqueue(work: Work, letter: Letter, petition: UUID | None, at: datetime | None = None) -> None:
    """Put a letter into the outbox, sealed, to be sent at once or `at` a time; it leaves only if this transaction
    commits."""
    letter_id = work.new_id()
    sealed = seal_letter(work.keys.instance, letter.to_bytes(), binding=letter_id.bytes)
    values = {
        "id": letter_id,
        "petition_id": petition,
        "kind": letter.kind,
        "sealed": sealed,
        "attempts": 0,
        "due_at": at or work.now,
        "delivered": False,
    }
    work.connection.execute(_INSERT, values)


def claim(work: Work, most: int = 20) -> list[Claimed]:
    """Take up to `most` letters that are due; other workers pass over them until the claim runs out."""
    due = (
        select(OutboxLetter.id, OutboxLetter.sealed, OutboxLetter.attempts)
        .where(OutboxLetter.due_at <= work.now)
        .order_by(OutboxLetter.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = [row for row in work.session.execute(due) if row.sealed is not None]
    if rows:
        taken = update(OutboxLetter).where(OutboxLetter.id.in_([row.id for row in rows]))
        work.session.execute(taken.values(due_at=work.now + CLAIM, attempts=OutboxLetter.attempts + 1))
    return [
        Claimed(
            row.id,
            row.attempts + 1,
            Letter.from_bytes(unseal_letter(work.keys.instance, row.sealed, binding=row.id.bytes)),
        )
        for row in rows
    ]


def mark_delivered(work: Work, letter: UUID) -> None:
    """Delivered: nothing of its text is kept."""
    _end(work, letter, delivered=True, error=None)


def mark_failed(work: Work, claimed: Claimed, reason: str, *, for_good: bool) -> None:
    """Not delivered: try again later, or give up after a day of trying (or at once where that is final)."""
    if for_good or claimed.attempts > len(_WAITS):
        _end(work, claimed.id, delivered=False, error=reason)
        return
    wait = timedelta(minutes=_WAITS[claimed.attempts - 1])
    later = update(OutboxLetter).where(OutboxLetter.id == claimed.id)
    work.session.execute(later.values(due_at=work.now + wait, last_error=reason[:200]))


def _end(work: Work, letter: UUID, *, delivered: bool, error: str | None) -> None:
    ended = update(OutboxLetter).where(OutboxLetter.id == letter)
    # The day only: a letter leaves seconds after its signer has signed, and no table tells the hour of that.
    on = work.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    work.session.execute(
        ended.values(sealed=None, due_at=None, ended_at=on, delivered=delivered, last_error=error and error[:200])
    )


@dataclass(frozen=True)
class OutboxState:
    waiting: int
    undelivered: int


def state(work: Work, petition: UUID | None = None) -> OutboxState:
    """How many letters wait, and how many were given up; of one petition or of all."""
    waiting = select(func.count()).select_from(OutboxLetter).where(OutboxLetter.due_at.is_not(None))
    given_up = (
        select(func.count())
        .select_from(OutboxLetter)
        .where(OutboxLetter.due_at.is_(None), OutboxLetter.delivered.is_(False))
    )
    if petition:
        waiting = waiting.where(OutboxLetter.petition_id == petition)
        given_up = given_up.where(OutboxLetter.petition_id == petition)
    return OutboxState(work.session.scalar(waiting) or 0, work.session.scalar(given_up) or 0)
