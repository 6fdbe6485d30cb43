"""The rows of each export, read batch by batch from one state of the database, so that memory stays the same
however many there are. Cells are texts and numbers, alike on both engines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Text, cast, func, select

from petition_app.domain.export import ExportKind, Wanted
from petition_app.domain.exportmanifest import LeftOut
from petition_app.domain.exportperson import person
from petition_app.domain.exportprofile import PROFILES
from petition_app.domain.signature import EMPLOYMENT_PROOFS, DisplayMode, Purpose, Relation
from petition_app.domain.spreadsheet import is_safe
from petition_app.models import Employer, Petition, Signature, Spelling
from petition_app.services import export_scope, roster, tallies
from petition_app.services.custody import Opener
from petition_app.services.export_passing import Cells, Passing, counted
from petition_app.services.rawrows import raw_rows
from petition_app.services.signing import private_binding_of
from petition_app.services.work import Work

BATCH = 500

_YES_NO = ("no", "yes")


@dataclass(frozen=True)
class Table:
    """At most BATCH rows at a time. `left_out` is complete once all of them have been taken."""

    columns: tuple[str, ...]
    batches: Generator[list[Cells]]
    left_out: Counter[LeftOut] = field(default_factory=Counter)


def table(work: Work, petition: Petition, wanted: Wanted, opener: Opener | None, passing: Passing) -> Table:
    """What stands under `wanted.columns`. `opener` is needed for a private kind only; `passing` tells how far it is."""
    left_out = Counter[LeftOut]()
    batches = _batches(work, petition, wanted, opener, left_out)
    all_of_them = partial(_all, work, petition.id, wanted, left_out, passing)
    return Table(wanted.columns, counted(batches, passing, all_of_them, partial(_dropped, left_out)), left_out)


def _all(work: Work, petition: UUID, wanted: Wanted, left_out: Counter[LeftOut], passing: Passing) -> int:
    """How many rows there are, as far as the columns in the clear tell; who was left out by them is noted."""
    if wanted.kind is ExportKind.TALLIES:
        return passing.rows
    if wanted.kind is ExportKind.ROSTER:
        return tallies.recognisable_total(work, petition)
    taken, reasons = export_scope.counts(work, petition, wanted)
    left_out.update(reasons)
    return taken


def _dropped(left_out: Counter[LeftOut]) -> int:
    return left_out[LeftOut.NO_ADDRESS] + left_out[LeftOut.UNSAFE_ADDRESS]


def _batches(
    work: Work, petition: Petition, wanted: Wanted, opener: Opener | None, left_out: Counter[LeftOut]
) -> Generator[list[Cells]]:
    if wanted.kind is ExportKind.TALLIES:
        yield _tallies(work, petition.id)
    elif wanted.kind is ExportKind.ROSTER:
        yield from raw_rows(work, roster.whole(petition.id), BATCH)
    else:
        assert opener is not None
        cells_of = _for_tool if wanted.is_of_tool else _for_us
        query = signatures(work, petition.id, wanted)
        make = cells_of(work, petition, wanted, opener)
        for rows in raw_rows(work, query, BATCH):
            cells, reasons = list[Cells](), list[LeftOut]()
            for row in rows:
                made = make(_Stored(*row))
                cells.append(made) if isinstance(made, tuple) else reasons.append(made)
            left_out.update(reasons)
            yield cells


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


class _Stored(NamedTuple):
    """One signature as it is stored: keys and days are texts, words are not members of anything yet."""

    id: str
    status: str
    sealed: bytes | None
    public_name: str | None
    public_title: str | None
    employer: str | None
    employer_id: str | None
    employer_raw: str | None
    relation: str
    proof: str
    display: str
    role_band: str
    consents: str
    consent_version: int
    text_version: int
    import_id: object
    over_limit: int
    signed_on: str
    confirmed_on: str | None
    mail_ended_on: str | None


def signatures(work: Work, petition: UUID, wanted: Wanted) -> Any:
    """The query of what `_Stored` names."""
    day = partial(cast, type_=Text)
    return (
        select(
            cast(Signature.id, Text), Signature.status, Signature.sealed, Signature.public_name, Signature.public_title,
            func.coalesce(Employer.name, Spelling.text), cast(Spelling.employer_id, Text),
            Signature.employer_raw, Signature.relation, Signature.proof, Signature.display, Signature.role_band,
            Signature.consents, Signature.consent_version, Signature.text_version, Signature.import_id,
            Signature.over_limit, day(Signature.signed_on), day(Signature.confirmed_on), day(Signature.mail_ended_on),
        )
        .outerjoin(Spelling, Spelling.id == Signature.spelling_id)
        .outerjoin(Employer, Employer.id == Spelling.employer_id)
        .where(*export_scope.conditions(work, petition, wanted))
        .order_by(Signature.status, Signature.id)
    )  # fmt: skip


_Make = Callable[[_Stored], Cells | LeftOut]


def _for_us(work: Work, petition: Petition, wanted: Wanted, opener: Opener) -> _Make:
    found = tallies.employers(work, petition.id)
    names = {each.slug: each.name for each in found.values()}
    employers = {key.hex: (each.slug, names[each.family]) for key, each in found.items()}
    return partial(_signatory, petition.slug, employers, opener)


def _signatory(slug: str, employers: Mapping[str, tuple[str, str]], opener: Opener, row: _Stored) -> Cells:
    key = row.id.replace("-", "")
    employer, group = employers[row.employer_id.replace("-", "")] if row.employer_id else (None, None)
    return (
        _dashed(key), slug, row.status, _address(opener, row.sealed, key), row.public_name, row.public_title,
        row.employer, employer, group, row.employer_raw, row.relation, row.proof,
        _YES_NO[row.relation == Relation.CURRENT and row.proof in EMPLOYMENT_PROOFS], row.display, row.role_band,
        *_agreed(row.consents), row.consent_version, row.text_version, "import" if row.import_id else "form",
        _YES_NO[row.over_limit], row.signed_on, row.confirmed_on, row.mail_ended_on,
    )  # fmt: skip


@lru_cache(maxsize=128)
def _agreed(consents: str) -> tuple[str, ...]:
    given = consents.split(",")
    return tuple(_YES_NO[purpose in given] for purpose in Purpose)


def _dashed(key: str) -> str:
    """As str(UUID) writes it, in a third of the time."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def _for_tool(work: Work, petition: Petition, wanted: Wanted, opener: Opener) -> _Make:
    return partial(_person, petition.slug, PROFILES[wanted.profile].row, opener)


def _person(slug: str, row_of: Callable[[Any], Cells], opener: Opener, row: _Stored) -> Cells | LeftOut:
    key = row.id.replace("-", "")
    address = _address(opener, row.sealed, key)
    if not address:
        return LeftOut.NO_ADDRESS
    # A guard would make it another address, and without one a spreadsheet might run it.
    if not is_safe(address):
        return LeftOut.UNSAFE_ADDRESS
    told = (row.public_name, row.public_title, row.employer)
    day = date.fromisoformat(row.confirmed_on or row.signed_on)
    return row_of(person(_dashed(key), slug, day, address, DisplayMode(row.display), Relation(row.relation), told))


def _address(opener: Opener, sealed: bytes | None, key: str) -> str | None:
    # Opened here and nowhere else on this path: the audit line that says so is already committed.
    private = json.loads(opener(sealed, private_binding_of(bytes.fromhex(key))).decode()) if sealed else {}
    address = private.get("email")
    return str(address) if address else None
