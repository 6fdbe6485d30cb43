"""kill -9 at every write of a signing and of a confirmation, on SQLite: strace ends the process on its way into the
write. Afterwards nothing acknowledged is lost and nothing is half there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from petition_app.app import create_app
from petition_app.settings import load_settings
from tests.application import close
from tests.builders import a_request, secret_in, sign
from tests.faults.conftest import MOST_SECONDS, Signers, field_of, wait_until
from tests.faults.invariants import violations, waiting_letters
from tests.faults.signer import END, Order, Way
from tests.missing import missing

WRITES = "pwrite64,pwritev,fdatasync,fsync,ftruncate,unlink"
FILES = ("petition.db", "petition.db-wal", "petition.db-shm")


@dataclass(frozen=True)
class Outcome:
    survived: bool
    acknowledged: list[str]
    violations: list[str]


@pytest.fixture(scope="module")
def strace() -> str:
    found = shutil.which("strace")
    if found is None or not sys.platform.startswith("linux"):
        missing("No strace found: install it (on Debian: apt install strace).")
    return found


@pytest.fixture(scope="module")
def prepared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder in which one signature waits for its confirmation, and the secret of its link."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    shutil.copytree(sqlite_template, folder)
    app = create_app(load_settings({"PETITION_DATA_DIR": str(folder)}))
    with app.app_context():
        sign(a_request("early@example.org"))
        (letter,) = waiting_letters()
        close(app)
    return folder, secret_in(letter.text)


class Sweep:
    """Kills the same signer at one write after another."""

    def __init__(self, strace: str, signers: Signers, prepared: tuple[Path, str], folder: Path, way: Way) -> None:
        self.strace, self.signers, self.way, self.folder = strace, signers, way, folder
        self.template, self.secret = prepared

    def kill_at(self, write: int) -> Outcome:
        data, acknowledged = self.folder / f"data-{write}", self.folder / f"acknowledged-{write}"
        shutil.copytree(self.template, data)
        environment = {"PETITION_DATA_DIR": str(data)}
        emails = ["first@example.org", "second@example.org"]
        order = Order(environment, emails, [self.secret], str(acknowledged), self.way)
        self._run_and_kill(data, order, write)
        lines = acknowledged.read_text().splitlines() if acknowledged.exists() else []
        survived = END in lines
        found = self._look(environment, [line for line in lines if line != END])
        shutil.rmtree(data)
        return Outcome(survived, lines, found)

    def _run_and_kill(self, data: Path, order: Order, write: int) -> None:
        number = self.signers.start(order)
        # With the threads that it starts: one of them writes for all.
        command = [self.strace, "-f", "-qq", "-o", os.devnull, "-p", str(number), "-e", f"trace={WRITES}"]
        command += [part for name in FILES for part in ("-P", str(data / name))]
        command += ["-e", f"inject={WRITES}:signal=KILL:when={write}"]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as tracer:
            wait_until(lambda: field_of(number, "TracerPid") not in ("", "0") or tracer.poll() is not None)
            if tracer.poll() is not None:
                os.kill(number, signal.SIGKILL)
                missing(f"strace cannot look into processes here: {(tracer.communicate()[1]).decode().strip()}")
            os.kill(number, signal.SIGCONT)
            tracer.wait(MOST_SECONDS)

    def _look(self, environment: dict[str, str], acknowledged: list[str]) -> list[str]:
        app = create_app(load_settings(environment))
        with app.app_context():
            found = violations(acknowledged)
            close(app)
        return found


def test_a_signer_killed_at_any_write_loses_nothing_and_leaves_nothing_half_done(
    strace: str, signers: Signers, prepared: tuple[Path, str], tmp_path: Path
):
    sweep, seen = Sweep(strace, signers, prepared, tmp_path, Way.RIGHT), set()
    for write in range(1, 1000):
        outcome = sweep.kill_at(write)
        assert outcome.violations == [], f"killed at write {write}, after {outcome.acknowledged}"
        seen.add(len(outcome.acknowledged))
        if outcome.survived:
            break

    assert seen == {0, 1, 2, 3, 4}, "it was not killed between all that it does"
    assert write > 40


def test_signers_in_one_group_killed_at_any_write_lose_nothing_and_leave_nothing_half_done(
    strace: str, signers: Signers, prepared: tuple[Path, str], tmp_path: Path
):
    sweep = Sweep(strace, signers, prepared, tmp_path, Way.TOGETHER)
    for write in range(1, 1000):
        outcome = sweep.kill_at(write)
        assert outcome.violations == [], f"killed at write {write}, after {outcome.acknowledged}"
        if outcome.survived:
            break

    assert write > 20


@pytest.mark.parametrize("way", [Way.ACKNOWLEDGES_TOO_EARLY, Way.COUNTS_TOO_LATE, Way.ANSWERS_TOO_EARLY])
def test_the_sweep_catches_a_signer_that_does_it_wrongly(
    strace: str, signers: Signers, prepared: tuple[Path, str], tmp_path: Path, way: Way
):
    sweep = Sweep(strace, signers, prepared, tmp_path, way)
    for write in range(4, 1000, 4):
        outcome = sweep.kill_at(write)
        if outcome.violations or outcome.survived:
            break

    assert outcome.violations
