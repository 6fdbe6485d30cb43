"""Every wording of a petition that was ever saved."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.drafting import Part
from petition_app.models.base import Base, UtcDateTime, at_most, word


class PetitionRevision(Base):
    """One saved state of one part of a petition, whole, as JSON. Rows are only ever added.

    `number` counts the savings of the part; while it has none, its state is number 1. `version` is the version of the
    text or the consent texts that was saved with it; the other parts have none."""

    __tablename__ = "petition_revision"
    __table_args__ = (at_most("content", 100_000), at_most("reason", 500), at_most("actor", 80))

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    part: Mapped[Part] = mapped_column(word(Part, "part"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int | None]
    content: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
