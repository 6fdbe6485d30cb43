"""The rows of each export, read batch by batch from one state of the database, so that memory stays the same
however many there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from petition_app.domain.export import ExportKind
from petition_app.domain.signature import Purpose, Status
from petition_app.models import Employer, Signature, Spelling
from petition_app.services import roster, tallies
from petition_app.services.custody import Opener
from petition_app.services.signing import private_binding
from petition_app.services.work import Work

BATCH = 500
_EXPORTED = (Status.CONFIRMED, Status.HELD)

Cells = tuple[object, ...]


def batches(work: Work, petition: UUID, kind: ExportKind, opener: Opener | None) -> Generator[list[Cells]]:
    """The rows under `kind.columns`, at most BATCH at a time. `opener` is needed for a private kind only."""
    if kind is ExportKind.TALLIES:
        yield _tallies(work, petition)
    elif kind is ExportKind.ROSTER:
        yield from _read(work, roster.whole(petition), tuple)
    else:
        assert opener is not None
        yield from _read(work, _signatories(petition), partial(_signatory, opener))


def _read(work: Work, query: Any, cells_of: Callable[[Row[Any]], Cells]) -> Generator[list[Cells]]:
    """Batch by batch from a cursor that stays on the server; SQLite steps through its rows likewise."""
    with work.session.execute(query.execution_options(yield_per=BATCH)) as result:
        for rows in result.partitions():
            yield [cells_of(row) for row in rows]


def _tallies(work: Work, petition: UUID) -> list[Cells]:
    """One row for each employer, relation, proof and status: the counters, those recognisable in public and the
    others taken together."""
    found: dict[Cells, tuple[int, int]] = {}
    for row in tallies.counters_by_text(work, petition):
        employer = row.employer
        known = _yes(employer is not None) if employer or row.text else ""
        name, slug = (employer.name, employer.slug) if employer else (row.text, "")
        key = (name, slug, known, row.relation, row.proof, row.status)
        signatures, recognisable = found.get(key, (0, 0))
        found[key] = (signatures + row.signatures, recognisable + row.signatures * row.identified)
    return sorted((*key, *counted) for key, counted in found.items())


def _signatories(petition: UUID) -> Any:
    return (
        select(
            Signature.id, Signature.status, Signature.sealed, Signature.public_name, Signature.public_title,
            func.coalesce(Employer.name, Spelling.text).label("employer"), Signature.employer_raw,
            Signature.relation, Signature.proof, Signature.display, Signature.role_band, Signature.consents,
            Signature.consent_version, Signature.text_version, Signature.signed_on, Signature.confirmed_on,
        )
        .outerjoin(Spelling, Spelling.id == Signature.spelling_id)
        .outerjoin(Employer, Employer.id == Spelling.employer_id)
        .where(Signature.petition_id == petition, Signature.status.in_(_EXPORTED))
        .order_by(Signature.status, Signature.id)
    )  # fmt: skip


def _signatory(opener: Opener, row: Row[Any]) -> Cells:
    # Opened here and nowhere else on this path: the audit line that says so is already committed.
    private = json.loads(opener(row.sealed, private_binding(row.id))) if row.sealed else {}
    given = row.consents.split(",")
    return (
        row.id, row.status, private.get("email"), row.public_name, row.public_title, row.employer, row.employer_raw,
        row.relation, row.proof, row.display, row.role_band, *(_yes(purpose in given) for purpose in Purpose),
        row.consent_version, row.text_version, row.signed_on, row.confirmed_on,
    )  # fmt: skip


def _yes(true: bool) -> str:
    return "yes" if true else "no"
