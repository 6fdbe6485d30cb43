"""The employers of a petition, what signers typed for them, and the organisers' decisions on both."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.employer import Reason
from petition_app.domain.employerrule import RuleKind
from petition_app.models.base import Base, UtcDateTime, at_most, word


class Employer(Base):
    """An employer in one petition: one of the list (`company`), or one that organisers keep separate.

    `name`, `parent_id` and `merged_into_id` follow from the list and from the rules (domain/employerrule.py); a
    headcount is entered by organisers, with its day and source.
    """

    __tablename__ = "employer"
    __table_args__ = (
        Index("uq_employer_petition_id_slug", "petition_id", "slug", unique=True),
        # From a name of the list to the petition's employer: each text that nobody typed before is looked up.
        Index("ix_employer_petition_id_company", "petition_id", "company"),
        at_most("name", 120),
        at_most("headcount_source", 500),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"))
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    company: Mapped[str | None] = mapped_column(ForeignKey("company.slug"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("employer.id"))
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("employer.id"))
    headcount: Mapped[int | None]
    headcount_on: Mapped[date | None]
    headcount_source: Mapped[str | None] = mapped_column(String(500))


class EmployerAlias(Base):
    """A name of an employer that follows from the rules of one petition; it goes before those of the list."""

    __tablename__ = "employer_alias"

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    name_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(ForeignKey("employer.id"), index=True)


#: A text that an organiser can decide about, and nobody has. It stands in the query as it stands in the index, or the
#: index is of no use; where a mail domain shows the employer, nothing follows from the text.
UNDECIDED = text("employer_id IS NULL AND reason <> 'rule' AND owner = ''")


class Spelling(Base):
    """What signers of one petition typed as their employer, once for all who typed it alike: `owner` is the company
    whose mail domain their addresses have, which may decide. Without `employer_id` it counts for no employer.

    `waiting` orders the review queue: about how many counted signatures have it, kept while it is without employer.
    """

    __tablename__ = "spelling"
    __table_args__ = (
        Index("uq_spelling_petition_id_name_key_owner", "petition_id", "name_key", "owner", unique=True),
        Index("ix_spelling_petition_id_employer_id", "petition_id", "employer_id"),
        Index("ix_spelling_employer_id", "employer_id"),
        Index("ix_spelling_queue", "petition_id", "waiting", "id", sqlite_where=UNDECIDED, postgresql_where=UNDECIDED),
        at_most("text", 120),
        at_most("detail", 120),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"))
    name_key: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(120))
    employer_id: Mapped[UUID | None] = mapped_column(ForeignKey("employer.id"))
    is_former: Mapped[bool]
    reason: Mapped[Reason] = mapped_column(word(Reason, "reason"))
    detail: Mapped[str] = mapped_column(String(120))
    waiting: Mapped[int]


class EmployerRule(Base):
    """A decision of the organisers, kept for good: all that are not undone, in order, are what holds.

    `subject` is the key of a spelling or the slug of an employer, as the kind has it; `target` the slug of an employer.
    """

    __tablename__ = "employer_rule"
    __table_args__ = (
        ForeignKeyConstraint(["petition_id"], ["rulebook.petition_id"]),
        Index("ix_employer_rule_petition_id_subject", "petition_id", "subject"),
        at_most("name", 120),
    )

    petition_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RuleKind] = mapped_column(word(RuleKind, "kind"))
    subject: Mapped[str] = mapped_column(String(200))
    target: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(String(80))


class Rulebook(Base):
    """One row for each petition. Whoever decides holds it; whoever adds a spelling waits for that, and sees the new
    rule. `rules` is the number of the last rule."""

    __tablename__ = "rulebook"

    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    rules: Mapped[int]
