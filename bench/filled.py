"""Sites with very many signatures, filled as fast as the database takes them, and kept for the next run where BENCH_DIR
says so. Every private field is sealed as the product does it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Index, delete, insert, select, text

from bench.site import opened, seeded
from petition_app.database import begin_reading, begin_work
from petition_app.domain.employer import Reason
from petition_app.domain.listsearch.folding import searchable
from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status
from petition_app.models import Confirmation, Employer, Hit, OutboxLetter, Petition, Signature, Spelling
from petition_app.security.vault import seal
from petition_app.services import custody, searchindex
from petition_app.services.signing import private_binding
from petition_app.services.upsert import table
from petition_app.services.work import OPERATOR, Work

_SPELLINGS, _BATCH = 2_000, 20_000
#: Makes the values of `_COLUMNS` for the signature of a number.
Row = Callable[[Work, UUID, list[UUID], Any, int], tuple[Any, ...]]
_SIGNATURE = table(Signature)
_COLUMNS = (
    "id", "petition_id", "email_key", "domain_key", "status", "relation", "proof", "display", "role_band",
    "spelling_id", "employer_raw", "public_name", "search_text", "text_version", "consent_version", "consents",
    "over_limit", "revision", "signed_on", "confirmed_on", "receipt_hash", "sealed",
)  # fmt: skip


@contextmanager
def filled(signatures: int, url: str | None = None, row: Row | None = None, *, is_kept: bool = True) -> Iterator[UUID]:
    """The petition of a site with so many signatures; in the PostgreSQL database of this address, if one is given,
    which must be empty or have been filled from here. All are confirmed, with their names and e-mail addresses, unless
    `row` makes others. It is kept where BENCH_DIR says, unless it is not to be."""
    kept = os.environ.get("BENCH_DIR") if is_kept else None
    with tempfile.TemporaryDirectory() as passing:
        kind = f"-{row.__name__}" if row else ""
        folder = Path(kept or passing) / f"{'postgresql' if url else 'sqlite'}-{signatures}{kind}"
        environment = {"PETITION_DATA_DIR": str(folder)} | ({"DATABASE_URL": url} if url else {})
        is_there = (folder / "filled").exists()
        with opened(environment) if is_there else seeded(environment):
            with begin_reading(OPERATOR) as work:
                petition = work.session.scalars(select(Petition.id)).one()
            if not is_there:
                _fill(petition, signatures, row or _row)
                (folder / "filled").touch()
            else:
                _forget_who_signed_since()
            _index_names()
            yield petition


def _fill(petition: UUID, signatures: int, make: Row) -> None:
    indexes = sorted((each for each in _SIGNATURE.indexes), key=lambda index: str(index.name))
    with begin_work(OPERATOR) as work:
        work.connection.execute(text("DELETE FROM signature"))
        spellings = _spellings(work, petition)
        epoch = custody.epoch_for(work, petition)
        for index in indexes:
            index.drop(work.connection)
    for start in range(0, signatures, _BATCH):
        with begin_work(OPERATOR) as work:
            numbers = range(start, min(start + _BATCH, signatures))
            _write(work, [make(work, petition, spellings, epoch, number) for number in numbers])
    _index(indexes)
    _index_names()
    with begin_work(OPERATOR) as work:
        if not work.is_sqlite:
            # As PostgreSQL does by itself; on SQLite nobody does.
            work.connection.execute(text("ANALYZE"))


def _forget_who_signed_since() -> None:
    """Bring a kept site back to what it was filled with, so that it is no busier a day there than on a new one. Only
    who signed through the form waits for a confirmation."""
    with begin_work(OPERATOR) as work:
        signed = select(Confirmation.signature_id)
        work.session.execute(delete(Signature).where(Signature.id.in_(signed)))
        for each in (Confirmation, OutboxLetter, Hit):
            work.session.execute(delete(each))


def _index_names() -> None:
    while searchindex.look_after(begin_work):
        pass


def _index(indexes: list[Index]) -> None:
    """Made once all rows are there, which takes a tenth of the time."""
    with begin_work(OPERATOR) as work:
        if not work.is_sqlite:
            work.connection.execute(text("SET LOCAL statement_timeout = 0"))
        for index in indexes:
            index.create(work.connection)


def _spellings(work: Work, petition: UUID) -> list[UUID]:
    """Texts that were typed, every second one of them a spelling of an employer on file."""
    query = select(Employer.id).where(Employer.petition_id == petition).order_by(Employer.slug)
    employers = work.session.scalars(query).all()
    rows: list[dict[str, Any]] = [
        dict(id=work.new_id(), petition_id=petition, name_key=f"firm {each}", owner="", text=f"Firm {each}",
             employer_id=employers[each % len(employers)] if each % 2 else None, is_former=False,
             reason=Reason.PART if each % 2 else Reason.UNKNOWN, detail="", waiting=0)
        for each in range(_SPELLINGS)
    ]  # fmt: skip
    work.connection.execute(insert(table(Spelling)), rows)
    return [row["id"] for row in rows]


def _row(work: Work, petition: UUID, spellings: list[UUID], epoch: Any, number: int) -> tuple[Any, ...]:
    key, day, name = work.new_id(), work.today.isoformat(), f"Signer Number{number}"
    sealed = seal(epoch, json.dumps({"email": f"signer{number}@example.org"}).encode(), binding=private_binding(key))
    stored = stored_keys(work)
    spelling = number % _SPELLINGS
    return (
        stored(key), stored(petition), number.to_bytes(32), (number % 11).to_bytes(16), Status.CONFIRMED.value,
        Relation.CURRENT.value, Proof.MAILBOX.value, DisplayMode.NAME.value, RoleBand.UNSAID.value,
        stored(spellings[spelling]), f"Firm {spelling}, Research & Development", name, searchable(name, None), 1, 1,
        "count,publish,updates", False, 0, day, day, number.to_bytes(32), sealed,
    )  # fmt: skip


def stored_keys(work: Work) -> Callable[[UUID], Any]:
    """How the driver stores a key."""
    return (lambda each: each.hex) if work.is_sqlite else lambda each: each


def _write(work: Work, rows: list[tuple[Any, ...]]) -> None:
    names, driver = ", ".join(_COLUMNS), work.connection.connection.driver_connection
    assert driver is not None
    if work.is_sqlite:
        marks = ", ".join("?" * len(_COLUMNS))
        driver.executemany(f"INSERT INTO signature ({names}) VALUES ({marks})", rows)
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY signature ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
