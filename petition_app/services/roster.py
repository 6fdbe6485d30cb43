"""The roster: signers who chose to be recognisable, with what each of them chose to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select

from petition_app.domain.signature import IDENTIFIED, Status
from petition_app.models import Employer, Signature
from petition_app.services.work import Work

_name = func.coalesce(Signature.public_name, "")
_title = func.coalesce(Signature.public_title, "")
_employer = func.coalesce(Employer.name, "")
_gave_none = case((_employer == "", 1), else_=0)


@dataclass(frozen=True)
class Signatory:
    """One line of the public roster: what this signer chose to show, and nothing else."""

    name: str
    title: str
    employer: str


def whole(petition: UUID) -> Any:
    """The query of all its lines: name, title, employer.

    Alphabetical, signers without an employer last: the order of signing is nobody's business.
    """
    return (
        select(_name.label("name"), _title.label("title"), _employer.label("employer"))
        .outerjoin(Employer, Employer.id == Signature.employer_id)
        .where(
            Signature.petition_id == petition,
            Signature.status == Status.CONFIRMED,
            Signature.display.in_(IDENTIFIED),
        )
        .order_by(_gave_none, _employer, _name, _title)
    )


def page(work: Work, petition: UUID, most: int = 50, after: Signatory | None = None, seen: int = 1) -> list[Signatory]:
    """By employer and name, `most` lines at a time from `after` on, of which `seen` equal lines were shown already
    (many may share a title)."""
    query = whole(petition).limit(most + seen if after else most)
    if after:
        last = 0 if after.employer else 1
        query = query.where(
            or_(
                _gave_none > last,
                and_(_gave_none == last, _employer > after.employer),
                and_(_employer == after.employer, _name > after.name),
                and_(_employer == after.employer, _name == after.name, _title >= after.title),
            )
        )
    lines = [Signatory(row.name, row.title, row.employer) for row in work.session.execute(query)]
    repeated = sum(1 for line in lines[:seen] if line == after)
    return lines[repeated:][:most]


def quoted_titles(work: Work, petition: UUID) -> frozenset[tuple[str, str]]:
    """(title, employer) of the confirmed signers who let their title be published."""
    query = (
        select(Signature.public_title, Employer.name)
        .join(Employer, Employer.id == Signature.employer_id)
        .where(
            Signature.petition_id == petition,
            Signature.status == Status.CONFIRMED,
            Signature.public_title.is_not(None),
        )
    )
    return frozenset((row.public_title, row.name) for row in work.session.execute(query))
