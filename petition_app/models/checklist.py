"""The set-up checklist: what somebody ticked, left out or wanted back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.checklist import Item, Mark
from petition_app.models.base import Base, UtcDateTime, at_most, word


class ChecklistMark(Base):
    """Of a petition, or of the site where there is none; a newer one takes its place. A tick counts only for what it
    was about: `subject` is a digest of the mail settings, or of the key."""

    __tablename__ = "checklist_mark"
    __table_args__ = (Index("ix_checklist_mark_petition_id_at", "petition_id", "at"), at_most("actor", 80))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID | None] = mapped_column(ForeignKey("petition.id"))
    item: Mapped[Item] = mapped_column(word(Item, "item"))
    mark: Mapped[Mark] = mapped_column(word(Mark, "mark"))
    subject: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    actor: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
