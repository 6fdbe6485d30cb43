"""The roster: signers who chose to be recognisable, with what each of them chose to show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select

from petition_app.domain.signature import EMPLOYMENT_PROOFS, IDENTIFIED, Relation, Status
from petition_app.models import Employer, Signature, Spelling
from petition_app.services.work import Work

_name = func.coalesce(Signature.public_name, "")
_title = func.coalesce(Signature.public_title, "")
# A text that nobody has looked at yet is shown as this signer typed it, who chose to be seen with it: how another who
# typed it alike has written it is not theirs to answer for. Where there was nothing to read, nothing is shown.
_typed = case((Spelling.id.is_not(None), Signature.employer_raw), else_=None)
_employer = func.coalesce(Employer.name, _typed, "")
_gave_none = case((_employer == "", 1), else_=0)


@dataclass(frozen=True)
class Signatory:
    """One line of the public roster: what this signer chose to show, and nothing else. `slug` is that of the employer,
    empty for a text that nobody has matched yet."""

    name: str
    title: str
    employer: str
    slug: str = field(default="", compare=False)


def whole(petition: UUID) -> Any:
    """The query of all its lines: name, title, employer.

    Alphabetical, signers without an employer last: the order of signing is nobody's business.
    """
    return (
        select(_name.label("name"), _title.label("title"), _employer.label("employer"))
        .outerjoin(Spelling, Spelling.id == Signature.spelling_id)
        .outerjoin(Employer, Employer.id == Spelling.employer_id)
        .where(
            Signature.petition_id == petition,
            Signature.status == Status.CONFIRMED,
            Signature.display.in_(IDENTIFIED),
        )
        .order_by(_gave_none, _employer, _name, _title)
    )


def page(
    work: Work,
    petition: UUID,
    most: int = 50,
    after: Signatory | None = None,
    seen: int = 1,
    employers: Collection[UUID] | None = None,
) -> list[Signatory]:
    """By employer and name, `most` lines at a time from `after` on, of which `seen` equal lines were shown already
    (many may share a title); all of them, or those of some employers."""
    query = whole(petition).add_columns(func.coalesce(Employer.slug, "").label("slug"))
    query = query.limit(most + seen if after else most)
    if employers is not None:
        query = query.where(Employer.id.in_(employers))
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
    lines = [Signatory(row.name, row.title, row.employer, row.slug) for row in work.session.execute(query)]
    repeated = sum(1 for line in lines[:seen] if line == after)
    return lines[repeated:][:most]


@dataclass(frozen=True)
class QuotedTitles:
    """(title, employer) of the confirmed signers who let their title be published: those who have shown that they work
    there, and the others."""

    verified: frozenset[tuple[str, str]]
    unverified: frozenset[tuple[str, str]]


def quoted_titles(work: Work, petition: UUID) -> QuotedTitles:
    """Whom a sentence about "a senior vice president from Tesla" may mean."""
    query = (
        select(Signature.public_title, _employer.label("name"), Signature.relation, Signature.proof)
        .join(Spelling, Spelling.id == Signature.spelling_id)
        .outerjoin(Employer, Employer.id == Spelling.employer_id)
        .where(
            Signature.petition_id == petition,
            Signature.status == Status.CONFIRMED,
            Signature.public_title.is_not(None),
        )
    )
    verified, others = set[tuple[str, str]](), set[tuple[str, str]]()
    for row in work.session.execute(query):
        shown = row.relation is Relation.CURRENT and row.proof in EMPLOYMENT_PROOFS
        (verified if shown else others).add((row.public_title, row.name))
    return QuotedTitles(frozenset(verified), frozenset(others - verified))
