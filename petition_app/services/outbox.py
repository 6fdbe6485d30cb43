"""The outbox: letters written with what they tell of, sent later by a worker, each claimed by one worker at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from petition_app.domain.refusals import NotFound
from petition_app.mail.letters import Draft, Letter
from petition_app.models import OutboxLetter
from petition_app.security.vault import unseal_letter
from petition_app.services import custody, references, visitorletters
from petition_app.services.letterrows import letter_row, signer_letter_row
from petition_app.services.statements import Statement
from petition_app.services.upsert import table
from petition_app.services.work import Work

# A claimed letter is nobody else's for this long; a worker that dies loses its claim, not the letter.
CLAIM = timedelta(minutes=10)
_WAITS = (1, 5, 15, 60, 240, 720, 1440)
_COLUMNS = ("id", "petition_id", "mailing_id", "kind", "sealed", "signer_key", "attempts", "due_at", "delivered")
_ADD = Statement(lambda insert: insert(table(OutboxLetter)), *_COLUMNS)
_SENDING = "being sent"
_MAY_HAVE_LEFT = "the worker stopped while it was being sent"


@dataclass(frozen=True)
class Claimed:
    """A letter that is this worker's `until` then."""

    id: UUID
    attempts: int
    letter: Letter
    petition: UUID | None
    mailing: UUID | None
    until: datetime


def enqueue(
    work: Work,
    letter: Letter | Draft,
    petition: UUID | None,
    at: datetime | None = None,
    *,
    signature: UUID | None = None,
    mailing: UUID | None = None,
) -> None:
    """Put a letter into the outbox, sealed, to be sent at once or `at` a time; it leaves only if this transaction
    commits. One to the signer of `signature` can be taken back by `drop`, and is known again when it comes back."""
    due_at = at or work.now
    if petition and signature:
        pepper = custody.pepper(work, petition)
        row = signer_letter_row(work.desk, letter, petition, due_at, pepper, signature, mailing)
    else:
        row = letter_row(work.desk, letter, petition, due_at, mailing)
    add(work, [row])


def add(work: Work, rows: Sequence[dict[str, Any]]) -> None:
    """Put letters into the outbox that were made ready before, as `letterrows` does."""
    _ADD.run(work, rows)


def claim(work: Work, most: int = 20) -> list[Claimed]:
    """Take up to `most` letters that are due; other workers pass over them until the claim runs out.

    A letter of a mailing whose worker died between sending it and saying so is not sent again: nobody gets an update
    twice. Any other is: it asks for something that its reader is waiting for.

    Of the letters that visitors ask for, only so many leave in an hour; the others wait, and overtake nobody's."""
    room = visitorletters.room(work)
    due = (
        select(
            OutboxLetter.id,
            OutboxLetter.sealed,
            OutboxLetter.attempts,
            OutboxLetter.petition_id,
            OutboxLetter.mailing_id,
            OutboxLetter.last_error,
            OutboxLetter.kind,
        )
        .where(OutboxLetter.due_at <= work.now)
        .order_by(OutboxLetter.due_at)
        .limit(min(most, room) if room else most)
        .with_for_update(skip_locked=True)
    )
    if not room:
        due = due.where(OutboxLetter.kind.not_in(visitorletters.KINDS))
    rows = [row for row in work.session.execute(due) if row.sealed is not None]
    for row in rows:
        if row.last_error == _SENDING:
            _end(work, row.id, delivered=False, error=_MAY_HAVE_LEFT)
    rows = [row for row in rows if row.last_error != _SENDING]
    if rows:
        taken = update(OutboxLetter).where(OutboxLetter.id.in_([row.id for row in rows]))
        work.session.execute(taken.values(due_at=work.now + CLAIM, attempts=OutboxLetter.attempts + 1))
        visitorletters.count(work, (row.kind for row in rows))
    return [_claimed(work, row) for row in rows]


def _claimed(work: Work, row: Any) -> Claimed:
    letter = Letter.from_bytes(unseal_letter(work.keys.instance, row.sealed, binding=row.id.bytes))
    return Claimed(row.id, row.attempts + 1, letter, row.petition_id, row.mailing_id, work.now + CLAIM)


def begin_sending(work: Work, claimed: Claimed) -> bool:
    """Note that a letter of a mailing is about to leave; False where it was taken back, or the claim has run out."""
    ours = update(OutboxLetter).where(OutboxLetter.id == claimed.id, OutboxLetter.due_at == claimed.until)
    noted: Any = work.session.execute(ours.values(last_error=_SENDING))
    return bool(noted.rowcount == 1)


def drop(work: Work, petition: UUID, signature: UUID, *kinds: str) -> None:
    """Take back the letters of these kinds, or of all, that wait for one signer."""
    try:
        key = references.signer_key(work, petition, signature)
    except NotFound:
        # The petition's secret has been destroyed, and with it every letter that it could find.
        return
    waiting = delete(OutboxLetter).where(OutboxLetter.signer_key == key, OutboxLetter.due_at.is_not(None))
    work.connection.execute(waiting.where(OutboxLetter.kind.in_(kinds)) if kinds else waiting)


def drop_mailing(work: Work, mailing: UUID) -> int:
    """Take back the letters of a mailing that wait; returns how many. One that is being sent leaves."""
    waiting = delete(OutboxLetter).where(OutboxLetter.mailing_id == mailing, OutboxLetter.due_at.is_not(None))
    dropped: Any = work.session.execute(
        waiting.where(func.coalesce(OutboxLetter.last_error, "") != _SENDING).execution_options(
            synchronize_session=False
        )
    )
    return int(dropped.rowcount)


def waiting_of_mailing(work: Work, mailing: UUID) -> int:
    waiting = select(func.count()).select_from(OutboxLetter)
    waiting = waiting.where(OutboxLetter.mailing_id == mailing, OutboxLetter.due_at.is_not(None))
    return work.session.scalar(waiting) or 0


def mark_delivered(work: Work, letter: UUID) -> None:
    """Delivered: nothing of its text is kept."""
    _end(work, letter, delivered=True, error=None)


def mark_failed(work: Work, claimed: Claimed, reason: str, *, for_good: bool) -> bool:
    """Not delivered: try again later, or give up after a day of trying (or at once where that is final). Whether it
    was given up."""
    if for_good or claimed.attempts > len(_WAITS):
        _end(work, claimed.id, delivered=False, error=reason)
        return True
    wait = timedelta(minutes=_WAITS[claimed.attempts - 1])
    later = update(OutboxLetter).where(OutboxLetter.id == claimed.id)
    work.session.execute(later.values(due_at=work.now + wait, last_error=reason[:200]))
    return False


def _end(work: Work, letter: UUID, *, delivered: bool, error: str | None) -> None:
    ended = update(OutboxLetter).where(OutboxLetter.id == letter)
    # The day only: a letter leaves seconds after its signer has signed, and no table tells the hour of that.
    on = work.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    work.session.execute(
        ended.values(
            sealed=None,
            signer_key=None,
            due_at=None,
            ended_at=on,
            delivered=delivered,
            last_error=error and error[:200],
        )
    )


@dataclass(frozen=True)
class OutboxState:
    """`is_slow`: so many confirmation letters have left in this hour that the others wait for the next."""

    waiting: int
    undelivered: int
    is_slow: bool = False


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
    is_slow = visitorletters.room(work) == 0
    return OutboxState(work.session.scalar(waiting) or 0, work.session.scalar(given_up) or 0, is_slow)
