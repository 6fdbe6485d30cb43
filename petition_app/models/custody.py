"""Keys as they are stored: never in the clear."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.models.base import UNORDERED, Base, UtcDateTime


class PetitionKey(Base):
    """A petition's key pair, its private half wrapped as its custody says. The one not retired is in use.

    `public_check` shows that the public half is the one this instance made: whoever can write to the database could
    otherwise put their own in its place, and read what is signed from then on.
    """

    __tablename__ = "petition_key"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), index=True)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    public_check: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_private: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Epoch(Base):
    """The key of one process for at most an hour, sealed to the petition's public key."""

    __tablename__ = "epoch"
    __table_args__ = (UNORDERED,)

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("petition_key.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PetitionSecret(Base):
    """A petition's secret for one purpose, wrapped by the instance key. Deleting it ends what it was for."""

    __tablename__ = "petition_secret"

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(32), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class Instance(Base):
    """One row: what this database belongs to. `key_check` tells a wrong instance key before it does harm.

    `set_up_nonce` is half of the set-up link, worth nothing without the form key; it is there while the link waits.
    `set_up_by` came through it, and may be shown the instance key in the browser until `key_shown_at`, once.
    """

    __tablename__ = "instance"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_check: Mapped[bytes] = mapped_column(LargeBinary)
    is_demo: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_up_nonce: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    set_up_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    set_up_by: Mapped[UUID | None] = mapped_column(ForeignKey("organiser.id"))
    key_shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
