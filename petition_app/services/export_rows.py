"""The rows of each export, read batch by batch from one state of the database, so that memory stays the same
however many there are. Cells are values: each form writes them in its own way."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, func, select

from petition_app.domain.export import ExportKind, Wanted
from petition_app.domain.exportmanifest import LeftOut
from petition_app.domain.exportperson import person
from petition_app.domain.exportprofile import PROFILES
from petition_app.domain.signature import EMPLOYMENT_PROOFS, Purpose, Relation
from petition_app.domain.spreadsheet import is_safe
from petition_app.models import Employer, Petition, Signature, Spelling
from petition_app.services import export_scope, roster, tallies
from petition_app.services.custody import Opener
from petition_app.services.signing import private_binding
from petition_app.services.tallies import EmployerFacts
from petition_app.services.work import Work

BATCH = 500

Cells = tuple[object, ...]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Table:
    """At most BATCH rows at a time. `left_out` is complete once all of them have been taken."""

    columns: tuple[str, ...]
    batches: Generator[list[Cells]]
    left_out: Counter[LeftOut] = field(default_factory=Counter)


def table(work: Work, petition: Petition, wanted: Wanted, opener: Opener | None) -> Table:
    """What stands under `wanted.columns`. `opener` is needed for a private kind only."""
    left_out = Counter[LeftOut]()
    return Table(wanted.columns, _batches(work, petition, wanted, opener, left_out), left_out)


def _batches(
    work: Work, petition: Petition, wanted: Wanted, opener: Opener | None, left_out: Counter[LeftOut]
) -> Generator[list[Cells]]:
    if wanted.kind is ExportKind.TALLIES:
        yield _tallies(work, petition.id)
    elif wanted.kind is ExportKind.ROSTER:
        yield from _read(work, roster.whole(petition.id), tuple)
    else:
        assert opener is not None
        left_out.update(export_scope.counts(work, petition.id, wanted)[1])
        cells_of = _for_tool if wanted.is_of_tool else _for_us
        query = _signatures(work, petition.id, wanted)
        for batch in _read(work, query, cells_of(work, petition, wanted, opener)):
            left_out.update(row for row in batch if isinstance(row, LeftOut))
            yield [row for row in batch if not isinstance(row, LeftOut)]


def _read(work: Work, query: Any, cells_of: Callable[[Row[Any]], _T]) -> Generator[list[_T]]:
    """Batch by batch from a cursor that stays on the server; SQLite steps through its rows likewise."""
    with work.session.execute(query.execution_options(yield_per=BATCH)) as result:
        for rows in result.partitions():
            yield [cells_of(row) for row in rows]


def _tallies(work: Work, petition: UUID) -> list[Cells]:
    """One row for each employer, relation, proof and status: the counters, those recognisable in public and the
    others taken together."""
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    for row in tallies.counters_by_text(work, petition):
        employer = row.employer
        known = ("yes" if employer else "no") if employer or row.text else ""
        name, slug = (employer.name, employer.slug) if employer else (row.text, "")
        key = (name, slug, known, row.relation, row.proof, row.status)
        signatures, recognisable = found.get(key, (0, 0))
        found[key] = (signatures + row.signatures, recognisable + row.signatures * row.identified)
    return sorted((*key, *counted) for key, counted in found.items())


def _signatures(work: Work, petition: UUID, wanted: Wanted) -> Any:
    return (
        select(
            Signature.id, Signature.status, Signature.sealed, Signature.public_name, Signature.public_title,
            func.coalesce(Employer.name, Spelling.text).label("employer"), Spelling.employer_id,
            Signature.employer_raw, Signature.relation, Signature.proof, Signature.display, Signature.role_band,
            Signature.consents, Signature.consent_version, Signature.text_version, Signature.import_id,
            Signature.over_limit, Signature.signed_on, Signature.confirmed_on, Signature.mail_ended_on,
        )
        .outerjoin(Spelling, Spelling.id == Signature.spelling_id)
        .outerjoin(Employer, Employer.id == Spelling.employer_id)
        .where(*export_scope.conditions(work, petition, wanted))
        .order_by(Signature.status, Signature.id)
    )  # fmt: skip


def _for_us(work: Work, petition: Petition, wanted: Wanted, opener: Opener) -> Callable[[Row[Any]], Cells | LeftOut]:
    employers = tallies.employers(work, petition.id)
    groups = {each.slug: each.name for each in employers.values()}
    return partial(_signatory, petition.slug, employers, groups, opener)


def _signatory(
    slug: str, employers: Mapping[UUID, EmployerFacts], groups: Mapping[str, str], opener: Opener, row: Row[Any]
) -> Cells:
    employer = employers.get(row.employer_id)
    return (
        str(row.id), slug, row.status, _address(opener, row), row.public_name, row.public_title, row.employer,
        employer.slug if employer else None, groups[employer.family] if employer else None, row.employer_raw,
        row.relation, row.proof, row.relation is Relation.CURRENT and row.proof in EMPLOYMENT_PROOFS, row.display,
        row.role_band, *_agreed(row.consents), row.consent_version, row.text_version,
        "import" if row.import_id else "form", row.over_limit, row.signed_on, row.confirmed_on,
        row.mail_ended_on,
    )  # fmt: skip


@lru_cache(maxsize=128)
def _agreed(consents: str) -> tuple[bool, ...]:
    given = consents.split(",")
    return tuple(purpose in given for purpose in Purpose)


def _for_tool(work: Work, petition: Petition, wanted: Wanted, opener: Opener) -> Callable[[Row[Any]], Cells | LeftOut]:
    return partial(_person, petition.slug, PROFILES[wanted.profile].row, opener)


def _person(slug: str, row_of: Callable[[Any], Cells], opener: Opener, row: Row[Any]) -> Cells | LeftOut:
    address = _address(opener, row)
    if not address:
        return LeftOut.NO_ADDRESS
    # A guard would make it another address, and without one a spreadsheet might run it.
    if not is_safe(address):
        return LeftOut.UNSAFE_ADDRESS
    told = (row.public_name, row.public_title, row.employer)
    day = row.confirmed_on or row.signed_on
    return row_of(person(str(row.id), slug, day, address, row.display, row.relation, told))


def _address(opener: Opener, row: Row[Any]) -> str | None:
    # Opened here and nowhere else on this path: the audit line that says so is already committed.
    private = json.loads(opener(row.sealed, private_binding(row.id))) if row.sealed else {}
    address = private.get("email")
    return str(address) if address else None
