"""Organisers, their roles, second factors and sessions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.access import Role
from petition_app.models.base import Base, UtcDateTime, at_most, word


class Organiser(Base):
    """`language` is that of the pages at which they last signed in; letters to them are written in it."""

    __tablename__ = "organiser"
    __table_args__ = (at_most("email", 254), at_most("name", 120), at_most("language", 20))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    totp_wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed: Mapped[bool] = mapped_column(default=False)
    totp_last_step: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    may_found: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(20), default="en")
    last_seen_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    __tablename__ = "recovery_code"

    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("organiser.id"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)


class Membership(Base):
    """An organiser's role in one petition."""

    __tablename__ = "membership"

    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("organiser.id"), primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(word(Role, "role"))


class OrganiserSession(Base):
    """A signed-in browser. Only the hash of its cookie is here; deleting the row signs it out."""

    __tablename__ = "organiser_session"
    __table_args__ = (at_most("browser", 40),)

    id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("organiser.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(String(40), default="")
