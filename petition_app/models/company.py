"""The list of companies that every petition starts from: shipped with the program, the same for all."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.models.base import Base, at_most


class Company(Base):
    """A listed company; `parent` is the one it counts with."""

    __tablename__ = "company"
    __table_args__ = (at_most("name", 120),)

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    parent: Mapped[str | None] = mapped_column(ForeignKey("company.slug"))


class CompanyAlias(Base):
    __tablename__ = "company_alias"

    name_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    company: Mapped[str] = mapped_column(ForeignKey("company.slug"), index=True)


class CompanyDomain(Base):
    __tablename__ = "company_domain"

    domain: Mapped[str] = mapped_column(String(253), primary_key=True)
    company: Mapped[str] = mapped_column(ForeignKey("company.slug"), index=True)
