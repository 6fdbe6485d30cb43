"""Kept searches, changes to many signatures at once, and how many signed in each of the last hours."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.bulkchange import BulkStep, RowState
from petition_app.domain.burst import Kind
from petition_app.domain.moderation import Reason
from petition_app.domain.signature import Proof, Status
from petition_app.models.base import UNORDERED, Base, UtcDateTime, at_most, word


class SavedSearch(Base):
    """A search of the list under a name, for all organisers of a petition."""

    __tablename__ = "saved_search"
    __table_args__ = (
        Index("uq_saved_search_petition_id_name", "petition_id", "name", unique=True),
        at_most("name", 60),
        at_most("query", 500),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(500))


class BulkChange(Base):
    """A step taken with many signatures: chosen one by one, or, with `query`, all that fitted a search. The counts are
    those of its rows by their state; `rows` is how many there were at the beginning."""

    __tablename__ = "bulk_change"
    __table_args__ = (
        Index("uq_bulk_change_petition_id_number", "petition_id", "number", unique=True),
        at_most("query", 500),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"))
    number: Mapped[int]
    step: Mapped[BulkStep] = mapped_column(word(BulkStep, "step"))
    reason: Mapped[Reason | None] = mapped_column(word(Reason, "reason"))
    query: Mapped[str | None] = mapped_column(String(500))
    rows: Mapped[int]
    changed: Mapped[int]
    left: Mapped[int]
    undone: Mapped[int]
    kept: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(String(80))


class BulkChangeRow(Base):
    """A signature in a change: as it was seen before, and `revision`, by which is known whether anybody has changed it
    since it was seen or, once it is changed, since then."""

    __tablename__ = "bulk_change_row"
    __table_args__ = (Index("ix_bulk_change_row_change_id_state", "change_id", "state", "signature_id"), UNORDERED)

    signature_id: Mapped[UUID] = mapped_column(ForeignKey("signature.id", ondelete="CASCADE"), primary_key=True)
    change_id: Mapped[UUID] = mapped_column(ForeignKey("bulk_change.id"), primary_key=True)
    state: Mapped[RowState] = mapped_column(word(RowState, "state"))
    status: Mapped[Status] = mapped_column(word(Status, "status"))
    proof: Mapped[Proof] = mapped_column(word(Proof, "proof"))
    ended_on: Mapped[date | None]
    revision: Mapped[int]


class HourCount(Base):
    """How many new signatures came in one hour: all, of one spelling of an employer, or with addresses at one mail
    domain. `hour` counts from 1970; `key` is the spelling's, or the domain's keyed hash."""

    __tablename__ = "hour_count"
    __table_args__ = (Index("ix_hour_count_hour", "hour"), UNORDERED)

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(word(Kind, "kind"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    signatures: Mapped[int]
