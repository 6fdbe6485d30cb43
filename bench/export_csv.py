"""Exports as CSV beside the command-line tool of the same database, on the same rows; and what they take of memory and
until the first byte leaves. BENCH_DATABASE_URL names an empty PostgreSQL database for `export_postgres`."""

from __future__ import annotations

import os
import subprocess
from contextlib import ExitStack, closing
from functools import partial
from uuid import UUID

import psycopg
from sqlalchemy import make_url, select

from bench.filled import filled
from bench.measure import Result, by_the_clock, in_turns, peak_memory, processor_time
from bench.registry import benchmark
from bench.site import opened
from bench.sizes import rows
from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.export import ExportKind, Wanted
from petition_app.models import Petition
from petition_app.services import export_rows, exports, roster
from petition_app.services.exports import StartedExport
from petition_app.services.rawrows import statement_of
from petition_app.services.work import OPERATOR

_QUICK = 100_000
_ROSTER = Wanted(ExportKind.ROSTER)
_ALL = Wanted(ExportKind.SIGNATORIES, rows_a_part=0)


@benchmark("export_csv", at_least=0.40)
def public_roster() -> Result:
    """Rows of the public roster a second, beside the sqlite3 command-line tool asked for the same rows."""
    return _beside_the_tool("export_csv", _ROSTER)


@benchmark("export_csv_unsealed", at_least=0.2)
def everybody() -> Result:
    """All signatories a second with their addresses unsealed, beside the sqlite3 tool with the same rows sealed."""
    return _beside_the_tool("export_csv_unsealed", _ALL)


def _beside_the_tool(name: str, wanted: Wanted) -> Result:
    with filled(rows(_QUICK)) as petition:
        statement = _statement(petition, wanted)
        return in_turns(
            name, "rows/s", rows(_QUICK), lambda: take(petition, wanted), lambda: _tool(statement), processor_time
        )


@benchmark("export_first_byte", at_most=200)
def first_byte() -> Result:
    """Milliseconds until the first rows of all signatories leave, beside noting that an export begins."""
    with filled(rows(_QUICK)) as petition, ExitStack() as afterwards:
        found = in_turns("", "", 1, lambda: _first_row(petition, afterwards), lambda: _start(petition), by_the_clock)
    return Result("export_first_byte", "ms", 1000 / found.value, found.spread, 1000 / found.floor, found.ratio)


@benchmark("export_memory", at_most=120)
def memory() -> Result:
    """Megabytes that a process has at most in which all signatories leave, beside those of a hundred rows."""
    most, least = _peak(rows(_QUICK)), _peak(100)
    return Result("export_memory", "MB", most, 0, least, most / least)


@benchmark("export_postgres")
def postgres() -> Result:
    """Rows of the public roster a second from PostgreSQL, beside its COPY of the same rows as CSV."""
    url = os.environ["BENCH_DATABASE_URL"]
    with filled(rows(_QUICK), url) as petition:
        statement, address = _statement(petition, _ROSTER), make_url(url).set(drivername="postgresql")
        with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
            return in_turns(
                "export_postgres", "rows/s", rows(_QUICK), lambda: take(petition, _ROSTER),
                lambda: _copied(connection, statement), by_the_clock,
            )  # fmt: skip


def take(petition: UUID, wanted: Wanted) -> int:
    """The whole file, thrown away; its length."""
    return sum(map(len, exports.stream(_start(petition, wanted), begin_reading, begin_work)))


def _start(petition: UUID, wanted: Wanted = _ALL) -> StartedExport:
    with begin_work(OPERATOR) as work:
        return exports.start(work, work.session.get_one(Petition, petition), wanted, "Measuring")


def _first_row(petition: UUID, afterwards: ExitStack) -> None:
    """It is left there, and only noted as stopped once all is measured."""
    pieces = afterwards.enter_context(closing(exports.stream(_start(petition), begin_reading, begin_work)))
    assert next(pieces)  # the headings
    assert next(pieces)


def _peak(signatures: int) -> float:
    """Of a process that did not fill the site."""
    with filled(signatures):
        return peak_memory(partial(_take_all, str(edge().settings.data_dir)), signatures)


def _take_all(folder: str, signatures: int) -> None:
    with opened({"PETITION_DATA_DIR": folder}):
        with begin_reading(OPERATOR) as work:
            petition = work.session.scalars(select(Petition.id)).one()
        assert take(petition, _ALL) > signatures


def _statement(petition: UUID, wanted: Wanted) -> str:
    with begin_reading(OPERATOR) as work:
        of_all = wanted.kind is ExportKind.SIGNATORIES
        return statement_of(work, export_rows.signatures(work, petition, wanted) if of_all else roster.whole(petition))


def _tool(statement: str) -> None:
    command = ["sqlite3", "-readonly", "-csv", str(edge().settings.data_dir / "petition.db"), statement]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def _copied(connection: psycopg.Connection, statement: str) -> int:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({statement.replace('%%', '%')}) TO STDOUT (FORMAT csv)") as copy,
    ):
        return sum(len(piece) for piece in copy)
