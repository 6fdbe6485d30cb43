"""Passkeys of organisers, and the challenges that are open."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.passkey import LONGEST_NAME, Ceremony
from petition_app.models.base import Base, UtcDateTime, at_most, word


class Passkey(Base):
    """The public half of a key whose private half never leaves the organiser's devices. `blocked_on`: it may have been
    copied, and opens nothing any more."""

    __tablename__ = "passkey"
    __table_args__ = (at_most("name", LONGEST_NAME),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("organiser.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    # 32 bits without a sign: more than an INTEGER of PostgreSQL holds.
    sign_count: Mapped[int] = mapped_column(BigInteger)
    created_on: Mapped[date]
    last_used_on: Mapped[date | None]
    blocked_on: Mapped[date | None]


class PasskeyChallenge(Base):
    """What a browser has to answer with a passkey: of the challenge and of the browser only hashes. A newer one takes
    the place of the one before."""

    __tablename__ = "passkey_challenge"

    bound_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    ceremony: Mapped[Ceremony] = mapped_column(word(Ceremony, "ceremony"), primary_key=True)
    challenge_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
