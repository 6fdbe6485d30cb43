"""Employers, the spellings they are known under, and their mail domains."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.models.base import Base, at_most


class Employer(Base):
    """A company. Shared by all petitions where `petition_id` is empty; otherwise a text typed by signers of that
    petition which nobody has matched to a company yet (`resolved` is false)."""

    __tablename__ = "employer"
    __table_args__ = (
        Index("uq_employer_petition_id_name_key", "petition_id", "name_key", unique=True),
        Index("uq_employer_shared_name_key", "name_key", unique=True, sqlite_where=text("petition_id IS NULL"),
              postgresql_where=text("petition_id IS NULL")),
        at_most("name", 120),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID | None] = mapped_column(ForeignKey("petition.id"))
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(200))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("employer.id"))
    resolved: Mapped[bool] = mapped_column(default=True)
    small: Mapped[bool] = mapped_column(default=False)


class EmployerAlias(Base):
    __tablename__ = "employer_alias"

    name_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(ForeignKey("employer.id"), index=True)
    text: Mapped[str] = mapped_column(String(120))


class EmployerDomain(Base):
    __tablename__ = "employer_domain"

    domain: Mapped[str] = mapped_column(String(253), primary_key=True)
    employer_id: Mapped[UUID] = mapped_column(ForeignKey("employer.id"), index=True)
