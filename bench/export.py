"""Exports of many signatories, beside the csv module writing the same rows in the same run, on SQLite."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from bench.measure import Result, compared, per_second
from bench.registry import benchmark
from bench.site import site
from petition_app.database import begin_reading, begin_work
from petition_app.domain.export import ExportKind, Format, Wanted
from petition_app.domain.exportprofile import Profile
from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status
from petition_app.models import Petition, Signature
from petition_app.security.vault import seal
from petition_app.services import custody, exports
from petition_app.services.signing import private_binding
from petition_app.services.upsert import table
from petition_app.services.work import OPERATOR, Work

SIGNATURES, _BATCH, _RUNS = 200_000, 2_000, 3


@benchmark("export_workbook")
def workbook() -> Result:
    """The same rows as a workbook, beside the csv module."""
    return _measured("export xlsx", Wanted(ExportKind.SIGNATORIES, format=Format.XLSX, rows_a_part=0))


@benchmark("export_tool")
def for_a_tool() -> Result:
    """The same signatories as a file for another tool, beside the csv module."""
    return _measured("export mailchimp", Wanted(ExportKind.SIGNATORIES, profile=Profile.MAILCHIMP, rows_a_part=50_000))


@benchmark("export_workbook_memory")
def memory() -> Result:
    """How many bytes of its memory a workbook needs for each byte that it has: less than one, however many rows."""
    with _site() as petition:
        tracemalloc.start()
        size = _take(petition, Wanted(ExportKind.SIGNATORIES, format=Format.XLSX, rows_a_part=0))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return Result("export memory", "bytes", most, 0.0, size, most / size)


def _measured(name: str, wanted: Wanted) -> Result:
    with _site() as petition:
        rows = _rows(petition)
        measured = per_second(lambda: _take(petition, wanted), SIGNATURES, _RUNS)
        floor = per_second(lambda: _written(rows), SIGNATURES, _RUNS)
    return compared(name, "rows/s", measured, floor)


def _take(petition: UUID, wanted: Wanted) -> int:
    with begin_work(OPERATOR) as work:
        started = exports.start(work, work.session.get_one(Petition, petition), wanted, "Measuring")
    return sum(map(len, exports.stream(started, begin_reading, begin_work)))


def _rows(petition: UUID) -> list[list[str]]:
    """The same rows as the CSV of our own has them."""
    with begin_work(OPERATOR) as work:
        wanted = Wanted(ExportKind.SIGNATORIES, rows_a_part=0)
        started = exports.start(work, work.session.get_one(Petition, petition), wanted, "Measuring")
    text = b"".join(exports.stream(started, begin_reading, begin_work)).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def _written(rows: list[list[str]]) -> None:
    csv.writer(io.StringIO(newline="")).writerows(rows)


@contextmanager
def _site() -> Iterator[UUID]:
    """The seeded petition with so many signatures."""
    with site() as petition:
        with begin_work(OPERATOR) as work:
            _fill(work, petition)
        yield petition


def _fill(work: Work, petition: UUID) -> None:
    seal_of = _sealing(work, petition)
    for at in range(0, SIGNATURES, _BATCH):
        rows = [_signature(work, petition, at + each, seal_of) for each in range(_BATCH)]
        work.connection.execute(insert(table(Signature)), rows)


def _sealing(work: Work, petition: UUID) -> Callable[[UUID, int], bytes]:
    epoch = custody.epoch_for(work, petition)
    return lambda key, number: seal(
        epoch, json.dumps({"email": f"signer{number}@example.org"}).encode(), binding=private_binding(key)
    )


def _signature(work: Work, petition: UUID, number: int, seal_of: Callable[[UUID, int], bytes]) -> dict[str, Any]:
    key = work.new_id()
    return dict(
        id=key, petition_id=petition, email_key=number.to_bytes(32), status=Status.CONFIRMED,
        relation=Relation.CURRENT, proof=Proof.MAILBOX, display=DisplayMode.NAME, role_band=RoleBand.ENGINEERING,
        employer_raw="Borealis, Research & Development", public_name=f"Signer {number}", text_version=1,
        consent_version=1, consents="count,publish,updates", over_limit=False, signed_on=work.today,
        confirmed_on=work.today, sealed=seal_of(key, number),
    )  # fmt: skip
