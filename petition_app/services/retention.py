"""Forgetting in time: what was never confirmed, letters long sent, tries and sessions that are over."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from petition_app.domain.events import Action
from petition_app.domain.signature import Status
from petition_app.models import Confirmation, OutboxLetter, Signature
from petition_app.services import (
    accesstokens,
    audit,
    counting,
    employers,
    erasing,
    handoverpackages,
    hourcounts,
    importforgetting,
    invitations,
    mailings,
    passkeychallenges,
    password_reset,
    sessions,
    throttling,
    webhooksending,
)
from petition_app.services.work import Work

PENDING_KEPT = timedelta(days=7)
LETTER_KEPT = timedelta(days=30)
# In small transactions: the site goes on taking signatures meanwhile.
BATCH = 500


@dataclass(frozen=True)
class Forgotten:
    """How many unconfirmed signatures, letters, typed spellings and receipts of mailings were deleted, and how many
    signatures emptied of private data; `more` says that another round is due."""

    unconfirmed: int
    letters: int
    spellings: int
    emptied: int = 0
    receipts: int = 0

    @property
    def more(self) -> bool:
        return BATCH in (self.unconfirmed, self.spellings, self.receipts) or self.emptied > 0


def forget_what_is_over(work: Work) -> Forgotten:
    """Delete up to a batch of what has been kept long enough; counters and a line in the audit log go with it."""
    throttling.forget_old_tries(work)
    sessions.forget_over(work)
    handoverpackages.forget_old_content(work)
    hourcounts.forget_old(work)
    invitations.forget_over(work)
    accesstokens.forget_over(work)
    webhooksending.forget_old(work)
    password_reset.forget_over(work)
    passkeychallenges.forget_over(work)
    mailings.conclude_what_stands_still(work)
    importforgetting.forget_over(work)
    work.session.execute(delete(Confirmation).where(Confirmation.expires_at <= work.now))
    # First, because the counters of what goes now are written at the end; its employers go in the next round.
    typed = employers.forget_typed(work, BATCH)
    receipts = mailings.forget_receipts(work, BATCH)
    forgotten = Forgotten(_unconfirmed(work), _letters(work), typed, erasing.erase_what_is_due(work), receipts)
    if any(asdict(forgotten).values()):
        audit.record(work, Action.FORGOTTEN, **asdict(forgotten))
    return forgotten


def _unconfirmed(work: Work) -> int:
    over = select(Signature).where(Signature.status == Status.PENDING, Signature.signed_on < work.today - PENDING_KEPT)
    rows = list(work.session.scalars(over.order_by(Signature.id).limit(BATCH).with_for_update(skip_locked=True)))
    for row in rows:
        counting.count(work, counting.cell_of(row), -1)
    work.session.execute(delete(Signature).where(Signature.id.in_([row.id for row in rows])))
    return len(rows)


def _letters(work: Work) -> int:
    ended = select(OutboxLetter.id).where(OutboxLetter.ended_at < work.now - LETTER_KEPT).limit(BATCH)
    ids = list(work.session.scalars(ended))
    work.session.execute(delete(OutboxLetter).where(OutboxLetter.id.in_(ids)))
    return len(ids)
