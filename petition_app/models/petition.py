"""A petition: its text, demands, addressees and their responses, precedents, updates and consent texts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.petition import KEPT_DAYS, Custody, ResponseKind, State
from petition_app.domain.signature import Purpose
from petition_app.models.base import Base, UtcDateTime, at_most, word


class Petition(Base):
    """`opens_at` and `closes_at` are planned, `opened_at` and `closed_at` what was. With `hidden_until` it is in public
    only from `launched_at` on. Private fields are erased on `erase_on`, `kept_days` after closing, and were on
    `erased_on`."""

    __tablename__ = "petition"
    __table_args__ = (
        at_most("slug", 80),
        at_most("title", 150),
        at_most("contact", 200),
        CheckConstraint("threshold >= 5", name="threshold_at_least_five"),
        CheckConstraint("hidden_until >= 5", name="hidden_until_at_least_five"),
        CheckConstraint("kept_days BETWEEN 0 AND 365", name="kept_a_year_at_most"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(150))
    state: Mapped[State] = mapped_column(word(State, "state"))
    custody: Mapped[Custody] = mapped_column(word(Custody, "custody"))
    threshold: Mapped[int] = mapped_column(default=10)
    employment_proof: Mapped[bool] = mapped_column(default=False)
    live_total: Mapped[bool] = mapped_column(default=False)
    goal: Mapped[int | None]
    text_version: Mapped[int] = mapped_column(default=1)
    consent_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_until: Mapped[int | None]
    launched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kept_days: Mapped[int] = mapped_column(default=KEPT_DAYS)
    erase_on: Mapped[date | None]
    erased_on: Mapped[date | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    contact: Mapped[str] = mapped_column(String(200), default="")


class PetitionText(Base):
    """One version of what signers agree with; a signature keeps the version it was given for."""

    __tablename__ = "petition_text"
    __table_args__ = (at_most("summary", 600), at_most("body", 20_000))

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(150))
    summary: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Demand(Base):
    __tablename__ = "demand"
    __table_args__ = (at_most("text", 1_000),)

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    text_version: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class Precedent(Base):
    """What the petition points to as having been done before."""

    __tablename__ = "precedent"
    __table_args__ = (at_most("title", 150), at_most("summary", 2_000))

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(150))
    summary: Mapped[str] = mapped_column(Text)
    source_url: Mapped[str | None] = mapped_column(String(500))


class Target(Base):
    """An addressee: the office that must answer, or had to until `retired_on`."""

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("petition_id", "position"), at_most("name", 150), at_most("organisation", 150))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(150))
    organisation: Mapped[str] = mapped_column(String(150))
    employer_id: Mapped[UUID | None] = mapped_column(ForeignKey("employer.id"))
    retired_on: Mapped[date | None]


class Response(Base):
    """What an addressee did or did not say, as known on a day. The newest is the current one.

    `number` counts its wordings; while it is 1, no `ResponseRevision` need be there."""

    __tablename__ = "response"
    __table_args__ = (at_most("summary", 2_000), at_most("quotation", 2_000), at_most("source_url", 500))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    target_id: Mapped[UUID] = mapped_column(ForeignKey("target.id"), index=True)
    kind: Mapped[ResponseKind] = mapped_column(word(ResponseKind, "kind"))
    on: Mapped[date] = mapped_column("responded_on")
    summary: Mapped[str] = mapped_column(Text)
    quotation: Mapped[str | None] = mapped_column(Text)
    source_url: Mapped[str | None] = mapped_column(String(500))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    number: Mapped[int] = mapped_column(default=1)


class ResponseRevision(Base):
    """One wording of a response that was shown, or its removal. Rows are only ever added; they outlive the response."""

    __tablename__ = "response_revision"
    __table_args__ = (
        at_most("summary", 2_000),
        at_most("quotation", 2_000),
        at_most("source_url", 500),
        at_most("actor", 80),
    )

    response_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    target_id: Mapped[UUID] = mapped_column(ForeignKey("target.id"), index=True)
    kind: Mapped[ResponseKind] = mapped_column(word(ResponseKind, "kind"))
    on: Mapped[date] = mapped_column("responded_on")
    summary: Mapped[str] = mapped_column(Text)
    quotation: Mapped[str | None] = mapped_column(Text)
    source_url: Mapped[str | None] = mapped_column(String(500))
    is_removed: Mapped[bool] = mapped_column(default=False)
    actor: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Update(Base):
    """News of a petition, its body in Markdown. It has a number from the first time it is published on, and keeps it.
    `edition` counts its wordings; `changed_at` is when what the public reads was changed last. `subject` is that of
    the letter; empty means the neutral one."""

    __tablename__ = "petition_update"
    __table_args__ = (
        UniqueConstraint("petition_id", "number"),
        at_most("title", 150),
        at_most("body", 6_000),
        at_most("subject", 150),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), index=True)
    number: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(150), default="")
    edition: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConsentText(Base):
    """The words of one tick box in one version; a signature keeps the version it was given under."""

    __tablename__ = "consent_text"
    __table_args__ = (at_most("text", 1_000),)

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(word(Purpose, "purpose"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
