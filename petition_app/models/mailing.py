"""Mailings: an update sent to the signers who asked for news, and which signers it has gone to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.models.base import UNORDERED, Base, UtcDateTime, at_most


class Mailing(Base):
    """One sending of an update, with the words it is sent in. `job` says how far it is.

    `reached` is the last signature that was looked at. `access` is what opens the addresses where the organisers keep
    the keys, wrapped by the instance key; both are emptied when the mailing ends. `delivered`, `bounced` and
    `complaints` are of all its letters; `delivered_before` and `bounced_before` as they were when it was resumed."""

    __tablename__ = "mailing"
    __table_args__ = (at_most("title", 150), at_most("body", 6_000), at_most("subject", 150), at_most("actor", 80))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), index=True)
    update_id: Mapped[UUID] = mapped_column(ForeignKey("petition_update.id"), index=True)
    title: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(150))
    actor: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reached: Mapped[UUID | None]
    access: Mapped[bytes | None] = mapped_column(LargeBinary)
    delivered: Mapped[int] = mapped_column(default=0)
    bounced: Mapped[int] = mapped_column(default=0)
    complaints: Mapped[int] = mapped_column(default=0)
    delivered_before: Mapped[int] = mapped_column(default=0)
    bounced_before: Mapped[int] = mapped_column(default=0)


class MailingReceipt(Base):
    """That an update was written to one signer, whose address is here only as a hash of its own for each update: it
    keeps a second letter away and leads to nobody. Forgotten some time after the mailing."""

    __tablename__ = "mailing_receipt"
    __table_args__ = (UNORDERED,)

    update_id: Mapped[UUID] = mapped_column(ForeignKey("petition_update.id"), primary_key=True)
    signer_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    mailing_id: Mapped[UUID] = mapped_column(ForeignKey("mailing.id"), index=True)


class LetterOption(Base):
    """What a petition's letters do by themselves. A petition without a row reminds its unconfirmed signers."""

    __tablename__ = "letter_option"

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    reminders: Mapped[bool]
