"""Exact counters, kept in the transaction of each change, and the releases made from them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.rhythm import Rhythm
from petition_app.domain.signature import Proof, Relation, Status
from petition_app.models.base import Base, UtcDateTime, word

#: Stands for "no employer given" in a counter's key, where null cannot stand.
NO_SPELLING = UUID(int=0)


class TallyCounter(Base):
    __tablename__ = "tally_counter"
    __table_args__ = (CheckConstraint("signatures >= 0", name="not_negative"),)

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    spelling_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[Status] = mapped_column(word(Status, "status"), primary_key=True)
    relation: Mapped[Relation] = mapped_column(word(Relation, "relation"), primary_key=True)
    proof: Mapped[Proof] = mapped_column(word(Proof, "proof"), primary_key=True)
    identified: Mapped[bool] = mapped_column(primary_key=True)
    signatures: Mapped[int]


class TallyDay(Base):
    """Confirmed signatures by the day of their confirmation."""

    __tablename__ = "tally_day"
    __table_args__ = (CheckConstraint("signatures >= 0", name="not_negative"),)

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    signatures: Mapped[int]


class PublishedRelease(Base):
    """One published table. `public` is what everyone sees; `basis` is what the next one is measured against."""

    __tablename__ = "published_release"

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)
    public: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


class ReleaseSchedule(Base):
    """When the worker releases a petition's table; without a row, never. All moments up to `done_until` are over."""

    __tablename__ = "release_schedule"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_one"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour_is_one"),
    )

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    rhythm: Mapped[Rhythm] = mapped_column(word(Rhythm, "rhythm"))
    weekday: Mapped[int]
    hour: Mapped[int]
    done_until: Mapped[datetime] = mapped_column(UtcDateTime)
