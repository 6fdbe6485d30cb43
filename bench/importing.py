"""An import of a large file, from the upload to the moment it counts, beside what no import can do without: reading the
file with the csv module and inserting bare rows. On SQLite, or on the PostgreSQL that BENCH_DATABASE_URL names, an
empty one. BENCH_ROWS sets how many rows; the peak of memory is printed too."""

from __future__ import annotations

import csv
import gc
import io
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from bench.measure import RUNS, Result, by_the_clock
from bench.registry import benchmark
from bench.site import seeded
from bench.sizes import asked_rows, rows
from petition_app.app import create_app
from petition_app.database import begin_reading, begin_work
from petition_app.domain.importing import Column, ImportState
from petition_app.models import Petition
from petition_app.services import importfiles, importpreview, imports, jobs
from petition_app.services.jobkinds import STEPS
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings, load_settings

ROWS = rows(quick=100_000)
EMPLOYERS = 5_000
_HEADER = "email,first_name,last_name,employer,zip_code,note\r\n"


@benchmark("import_csv", at_most=60)
def measure() -> Result:
    """Seconds a million rows take from the upload until all of them count, beside reading them and inserting bare rows.
    By the clock, and in a process of its own, so that the peak of memory is its own. Large files are imported once."""
    took, least = zip(*(_turn() for _ in range(1 if asked_rows() else RUNS)), strict=True)
    middle, floor = statistics.median(took), statistics.median(least)
    return Result("import_csv", "s/million", middle, (max(took) - min(took)) / middle, floor, floor / middle)


def _turn() -> tuple[float, float]:
    """Seconds that a million rows would take, in an import and in its floor."""
    with tempfile.TemporaryDirectory() as name:
        file, environment = Path(name) / "large.csv", _environment(Path(name))
        with seeded(environment):
            _write(file)
        command = [sys.executable, "-m", "bench.importing", str(file)]
        told = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=True)
        print(f"{file.stat().st_size / 1e6:.0f} MB, {ROWS:,} rows\n{told.stderr}", end="", file=sys.stderr)
        floor = by_the_clock(lambda: _bare(file, Path(name) / "bare.db"))
    return float(told.stdout) * 1e6 / ROWS, floor * 1e6 / ROWS


def _environment(folder: Path) -> dict[str, str]:
    url = os.environ.get("BENCH_DATABASE_URL")
    return {"PETITION_DATA_DIR": str(folder / "data")} | ({"DATABASE_URL": url} if url else {})


def _write(file: Path) -> None:
    chance, padding = random.Random(20161213), "x" * 36
    with file.open("w", newline="") as out:
        out.write(_HEADER)
        for number in range(ROWS):
            firm = f"Firm {chance.randrange(EMPLOYERS)}"
            out.write(f"signer.{number}@example.org,Sam,Signer {number},{firm},94110,{padding}\r\n")


def main() -> None:
    """The process that imports; its standard output is how many seconds it took."""
    settings = load_settings(
        {name: os.environ[name] for name in ("PETITION_DATA_DIR", "DATABASE_URL") if name in os.environ}
    )
    with create_app(settings).app_context():
        # As in the process that works off jobs.
        gc.freeze()
        start, cpu = time.monotonic(), time.process_time()
        _import(settings, Path(sys.argv[1]))
        _say("all of it", start, cpu)
        print(time.monotonic() - start)


def _import(settings: Settings, file: Path) -> None:
    with begin_work(OPERATOR) as work:
        petition = work.session.scalars(select(Petition)).one()
        upload = importfiles.Upload(settings, work.new_id())
        with file.open("rb") as source:
            while data := source.read(64 * 1024):
                upload.write(data)
        batch = imports.add(work, petition, upload.finish(), file.name)
    with begin_reading(OPERATOR) as work:
        seen = importpreview.preview(work, imports.one(work, petition.id, batch))
    assert Column.EMPLOYER in seen.plan.columns
    with begin_work(OPERATOR) as work:
        imports.set_plan(work, petition.id, batch, seen.plan, seen.header_digest)
        imports.check(work, petition, batch)
    _work_until(petition, batch, ImportState.CHECKED)
    with begin_work(OPERATOR) as work:
        imports.count(work, petition, batch, "")
    _work_until(petition, batch, ImportState.TIDYING)


def _work_until(petition: Petition, batch: UUID, state: ImportState) -> None:
    found, start, cpu = None, time.monotonic(), time.process_time()
    while found is not state:
        assert jobs.work_off(begin_work, STEPS)
        with begin_reading(OPERATOR) as work:
            found = imports.one(work, petition.id, batch).state
    _say(f"until {state}", start, cpu)


def _say(what: str, start: float, cpu: float) -> None:
    clock, busy = time.monotonic() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what}: {clock:.1f} s by the clock, {busy:.1f} s at work here, peak {peak} MB", file=sys.stderr)


def _bare(file: Path, database: Path) -> None:
    """The csv module and bare INSERTs in one transaction."""
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE bare (email TEXT UNIQUE, first TEXT, last TEXT, employer TEXT, zip TEXT, n TEXT)")
    with io.TextIOWrapper(file.open("rb"), "utf-8", newline="") as text:
        records = csv.reader(text)
        next(records)
        connection.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?)", records)
    connection.commit()
    connection.close()


if __name__ == "__main__":
    main()
