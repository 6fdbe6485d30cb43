"""What belongs to the life of a petition: the addresses it has had, and what its organisers said before it opened."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.lifecycle import LONGEST_NOTE, ReviewKind
from petition_app.models.base import Base, UtcDateTime, at_most, word


class PetitionAddress(Base):
    """A short name that belongs to a petition for good, the one it has or one it had."""

    __tablename__ = "petition_address"
    __table_args__ = (at_most("slug", 80),)

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), index=True)


class ReviewNote(Base):
    """What an organiser said while the petition was in review. A line "submitted" begins each review."""

    __tablename__ = "review_note"
    __table_args__ = (at_most("text", LONGEST_NOTE), at_most("actor", 80))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), index=True)
    kind: Mapped[ReviewKind] = mapped_column(word(ReviewKind, "kind"))
    text: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
