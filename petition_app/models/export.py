"""Exports as they were made: who took what, why, and what exactly left."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.models.base import Base, UtcDateTime, at_most


class Export(Base):
    """Written before the first byte leaves; `digest`, `manifest` and `finished_at` are filled in after the last.
    Meanwhile `rows` have left of `expected`, as was noted at `moved_at`, or until it broke off at `stopped_at`.
    `employer` (a slug), `status` and `since` are empty where all was asked for."""

    __tablename__ = "export"
    __table_args__ = (at_most("purpose", 500),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    profile: Mapped[str] = mapped_column(String(32))
    format: Mapped[str] = mapped_column(String(8))
    employer: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(32))
    since: Mapped[date | None]
    actor: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rows: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int | None]
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    manifest: Mapped[str | None] = mapped_column(Text)
