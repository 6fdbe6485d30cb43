"""Handing over: packages made, the words that go with them, and the ledger of what reached whom."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.handover import Audience, Paper, Way
from petition_app.models.base import Base, UtcDateTime, at_most, word


class HandoverPackage(Base):
    """One package, of a release. `digest` is the SHA-256 of its data set, `file_digest` that of the ZIP; both are empty
    until it is built. `content` is the ZIP, sealed, only of one that the worker built, and only for a day."""

    __tablename__ = "handover_package"
    __table_args__ = (at_most("digest", 64), at_most("file_digest", 64), at_most("actor", 80))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), index=True)
    target_id: Mapped[UUID | None] = mapped_column(ForeignKey("target.id"))
    audience: Mapped[Audience] = mapped_column(word(Audience, "audience"))
    paper: Mapped[Paper] = mapped_column(word(Paper, "paper"))
    release: Mapped[int]
    signatories: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), default="")
    file_digest: Mapped[str] = mapped_column(String(64), default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    actor: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HandoverText(Base):
    """What the organisers wrote for the cover of the package (`cover`) and for the letter that announces it. `about` is
    the addressee, or the petition where it is meant for all of them."""

    __tablename__ = "handover_text"
    __table_args__ = (at_most("cover", 3_000), at_most("letter", 3_000), at_most("office", 254))

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    about: Mapped[UUID] = mapped_column(primary_key=True)
    cover: Mapped[str] = mapped_column(Text, default="")
    letter: Mapped[str] = mapped_column(Text, default="")
    office: Mapped[str] = mapped_column(String(254), default="")


class HandoverLine(Base):
    """One wording of a line of the delivery ledger, or its removal; the one with the highest number is how it stands.
    Rows are only ever added."""

    __tablename__ = "handover_line"
    __table_args__ = (
        at_most("by_whom", 120),
        at_most("note", 1_000),
        at_most("evidence_url", 500),
        at_most("sent_to", 254),
        at_most("letter", 3_000),
        at_most("actor", 80),
    )

    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    target_id: Mapped[UUID] = mapped_column(ForeignKey("target.id"), index=True)
    on: Mapped[date] = mapped_column("handed_over_on")
    way: Mapped[Way] = mapped_column(word(Way, "way"))
    by_whom: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text)
    evidence_url: Mapped[str | None] = mapped_column(String(500))
    package_id: Mapped[UUID | None] = mapped_column(ForeignKey("handover_package.id"))
    is_public: Mapped[bool]
    sent_to: Mapped[str] = mapped_column(String(254))
    letter: Mapped[str] = mapped_column(Text)
    is_removed: Mapped[bool] = mapped_column(default=False)
    actor: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
