"""What a petition shares with other sites."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.embedding import LONGEST_SITE
from petition_app.models.base import Base, UtcDateTime, at_most


class WidgetSite(Base):
    """A site that may show the petition's widget within its own pages, as browsers write it."""

    __tablename__ = "widget_site"
    __table_args__ = (at_most("site", LONGEST_SITE),)

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    site: Mapped[str] = mapped_column(String(LONGEST_SITE), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
