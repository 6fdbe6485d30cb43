"""The audit log: append-only, each line bound to the one before it by a hash."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.models.base import Base, UtcDateTime


class AuditLine(Base):
    """Who did what, without names, addresses or tokens. Lines about signers carry the day and no signature."""

    __tablename__ = "audit_line"
    __table_args__ = (Index("ix_audit_line_petition_id_number", "petition_id", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(64))
    petition_id: Mapped[UUID | None]
    details: Mapped[str] = mapped_column(Text)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """One row: the newest line. Locking it orders the writers."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
