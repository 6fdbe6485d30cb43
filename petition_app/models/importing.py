"""Signatures that came from a file: paper sheets and other tools."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.models.base import Base, at_most


class ImportBatch(Base):
    """One file that organisers imported."""

    __tablename__ = "import_batch"
    __table_args__ = (at_most("name", 120),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
