"""The signatories as organisers see them: searched, filtered and paged; public and clear fields only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status
from petition_app.models import Employer, Signature, Spelling
from petition_app.services.work import Work

PAGE = 50


@dataclass(frozen=True)
class Search:
    """What is looked for. Text is found in the public name and title, the employer and what was typed as employer;
    `no_employer` finds those who gave none."""

    text: str = ""
    status: Status | None = None
    employer: UUID | None = None
    no_employer: bool = False
    proof: Proof | None = None
    relation: Relation | None = None
    display: DisplayMode | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class SignatoryLine:
    """A signature without anything private. `name` and `title` are there only where the signer publishes them."""

    id: UUID
    status: Status
    relation: Relation
    proof: Proof
    display: DisplayMode
    role_band: RoleBand
    name: str
    title: str
    employer: str
    employer_resolved: bool
    employer_typed: str
    signed_on: date
    confirmed_on: date | None
    ended_on: date | None
    over_limit: bool


@dataclass(frozen=True)
class Page:
    """Up to `PAGE` lines, newest first, and the ids from which the neighbouring pages go on."""

    lines: tuple[SignatoryLine, ...]
    newer: UUID | None
    older: UUID | None


@dataclass(frozen=True)
class EmployerChoice:
    id: UUID
    name: str


_COLUMNS = (
    Signature.id, Signature.status, Signature.relation, Signature.proof, Signature.display, Signature.role_band,
    Signature.public_name, Signature.public_title, func.coalesce(Employer.name, Spelling.text).label("employer"),
    Employer.id.is_not(None).label("resolved"),
    Signature.employer_raw, Signature.signed_on, Signature.confirmed_on, Signature.ended_on, Signature.over_limit,
)  # fmt: skip


def search(
    work: Work, petition: UUID, wanted: Search, *, after: UUID | None = None, before: UUID | None = None
) -> Page:
    """One page: the newest, or the one that follows the signature `after`, or the one that leads up to `before`.

    Keyset paging by id: each signature is on exactly one page however many come or go meanwhile.
    """
    query = _filtered(_of(petition), wanted)
    if before is not None:
        rows = _lines(work, query.where(Signature.id > before).order_by(Signature.id))
        shown = tuple(reversed(rows[:PAGE]))
        return Page(shown, shown[0].id if len(rows) > PAGE else None, shown[-1].id if shown else None)
    if after is not None:
        query = query.where(Signature.id < after)
    rows = _lines(work, query.order_by(Signature.id.desc()))
    shown = tuple(rows[:PAGE])
    return Page(shown, shown[0].id if after and shown else None, shown[-1].id if len(rows) > PAGE else None)


def one(work: Work, petition: UUID, signature: UUID) -> SignatoryLine:
    """Raises NotFound for a signature of another petition."""
    row = work.session.execute(_of(petition).where(Signature.id == signature)).one_or_none()
    if row is None:
        raise NotFound
    return _line(row)


def employers(work: Work, petition: UUID) -> Sequence[EmployerChoice]:
    """The employers with any signature in this petition, by name, for the filter."""
    query = (
        select(Employer.id, Employer.name)
        .where(
            Employer.petition_id == petition, select(Spelling.id).where(Spelling.employer_id == Employer.id).exists()
        )
        .order_by(Employer.name)
    )
    return [EmployerChoice(row.id, row.name) for row in work.session.execute(query)]


def _of(petition: UUID) -> Any:
    query = select(*_COLUMNS).outerjoin(Spelling, Spelling.id == Signature.spelling_id)
    query = query.outerjoin(Employer, Employer.id == Spelling.employer_id)
    return query.where(Signature.petition_id == petition)


def _filtered(query: Any, wanted: Search) -> Any:
    exact = {
        Signature.status: wanted.status,
        Signature.proof: wanted.proof,
        Signature.relation: wanted.relation,
        Signature.display: wanted.display,
    }
    query = query.where(*(column == value for column, value in exact.items() if value))
    if wanted.no_employer:
        query = query.where(Signature.spelling_id.is_(None))
    if wanted.employer:
        query = query.where(Spelling.employer_id == wanted.employer)
    if wanted.since:
        query = query.where(Signature.signed_on >= wanted.since)
    if wanted.until:
        query = query.where(Signature.signed_on <= wanted.until)
    if wanted.text:
        query = query.where(_mentions(wanted.text))
    return query


def _mentions(text: str) -> Any:
    fields = (Signature.public_name, Signature.public_title, Employer.name, Signature.employer_raw)
    return or_(*(field.icontains(text, autoescape=True) for field in fields))


def _lines(work: Work, query: Any) -> list[SignatoryLine]:
    """One more than a page holds, to know whether there is another."""
    return [_line(row) for row in work.session.execute(query.limit(PAGE + 1))]


def _line(row: Any) -> SignatoryLine:
    return SignatoryLine(
        row.id, row.status, row.relation, row.proof, row.display, row.role_band,
        row.public_name or "", row.public_title or "", row.employer or "", bool(row.resolved), row.employer_raw or "",
        row.signed_on, row.confirmed_on, row.ended_on, row.over_limit,
    )  # fmt: skip
