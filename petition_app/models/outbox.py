"""Letters waiting to be sent, written in the transaction of what they tell of."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.models.base import Base, UtcDateTime, at_most

_OF_A_MAILING = text("mailing_id IS NOT NULL")


class OutboxLetter(Base):
    """A letter, sealed until it is delivered and then emptied. `due_at` is empty once it is sent or given up.

    `signer_key` finds the letters that wait for one signer, so that they can be taken back; it is keyed, leads from
    no letter to a signature, and ends with the letter. So these rows may lie in the order in which they came: while a
    letter waits, its time is there anyway, and afterwards nothing tells whose it was."""

    __tablename__ = "outbox_letter"
    __table_args__ = (
        Index("ix_outbox_letter_due_at", "due_at"),
        Index("ix_outbox_letter_signer_key", "signer_key"),
        Index("ix_outbox_letter_mailing_id", "mailing_id", sqlite_where=_OF_A_MAILING, postgresql_where=_OF_A_MAILING),
        at_most("last_error", 200),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID | None] = mapped_column(ForeignKey("petition.id"))
    mailing_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(String(32))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    signer_key: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered: Mapped[bool] = mapped_column(default=False)
    last_error: Mapped[str | None] = mapped_column(String(200))
