"""Signers killed at any moment, and a database server that goes down and comes back, on a real PostgreSQL too."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from petition_app.app import create_app
from petition_app.database import db
from petition_app.settings import load_settings
from tests.application import Site, _fill, close
from tests.builders import a_request, sign
from tests.faults.conftest import ROOT, Signers, field_of, wait_until
from tests.faults.invariants import violations
from tests.faults.signer import Order, Way
from tests.postgres import PostgresServer, _initialise
from tests.replication import own_folder, running

ROUNDS = 12
# Against a start without a kill in the same run: waiting for a lock that nobody holds would be five seconds more.
SLOWER_AT_MOST = 3


def lines_of(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def is_gone(number: int) -> bool:
    return field_of(number, "State") in ("", "Z")


def is_quiet() -> bool:
    """Whether the server has noticed that its client is dead, and ended what that one had begun."""
    if db.engine.dialect.name == "sqlite":
        return True
    with db.engine.connect() as connection:
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return connection.exec_driver_sql(others).scalar() == 0


@pytest.mark.parametrize("way", [Way.RIGHT, Way.TOGETHER])
def test_a_signer_killed_at_any_moment_loses_nothing_and_leaves_nothing_half_done(
    site: Site, signers: Signers, tmp_path: Path, way: Way
):
    chance, acknowledged = random.Random(7), []
    for round in range(ROUNDS):
        log = tmp_path / f"acknowledged-{round}"
        emails = [f"sam{number}@round{round}.example.org" for number in range(60)]
        number = signers.start(Order(site.environment, emails, [], str(log), way))
        os.kill(number, signal.SIGCONT)
        wait_until(lambda log=log: len(lines_of(log)) >= chance.randrange(1, 6))  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.02))
        # All of a group may have been signed by now.
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        wait_until(lambda number=number: is_gone(number))  # type: ignore[misc]
        acknowledged += lines_of(log)

    assert found_broken(site.environment, acknowledged) == []
    # All of a group are told at the same moment.
    assert ROUNDS <= len(acknowledged) <= ROUNDS * 60 - (way is Way.RIGHT)


def found_broken(environment: dict[str, str], acknowledged: list[str]) -> list[str]:
    app = create_app(load_settings(environment))
    with app.app_context():
        wait_until(is_quiet)
        found = violations(acknowledged)
        close(app)
    return found


def test_a_server_that_was_killed_serves_again_about_as_soon_as_ever(site: Site, signers: Signers, tmp_path: Path):
    usual = seconds_to_serve(site)
    number = signers.start(Order(site.environment, ["sam@example.org"] * 50, [], str(tmp_path / "log")))
    os.kill(number, signal.SIGCONT)
    wait_until(lambda: bool(lines_of(tmp_path / "log")))
    os.kill(number, signal.SIGKILL)

    assert seconds_to_serve(site) < SLOWER_AT_MOST * usual


def seconds_to_serve(site: Site) -> float:
    """From the start of a process to its first page."""
    serve = (
        "import os; from petition_app.app import create_app as make; from petition_app.settings import load_settings;"
        "print(make(load_settings(os.environ)).test_client().get('/readyz').status_code)"
    )
    environment = {"PATH": os.environ["PATH"], **site.environment}
    start = time.monotonic()
    answer = subprocess.run(
        [sys.executable, "-c", serve], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert answer.stdout == "200\n", answer.stderr
    return time.monotonic() - start


@pytest.fixture
def own_server(postgres_server: PostgresServer) -> Iterator[PostgresServer]:
    """A server that may be crashed, not yet started."""
    with own_folder() as folder:
        server = PostgresServer(postgres_server.bin, folder)
        _initialise(server.bin, server.folder / "data")
        yield server


#: Its own default is to answer before it has written: the product must ask for better.
CARELESS = ("fsync=off", "synchronous_commit=off")


def test_a_database_server_that_crashes_loses_nothing_it_has_acknowledged(
    own_server: PostgresServer, signers: Signers, tmp_path: Path
):
    log = tmp_path / "acknowledged"
    emails = [f"sam{number}@example.org" for number in range(2000)]
    with running(own_server, *CARELESS):
        environment = {"PETITION_DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": own_server.new_database()}
        _fill(environment)
        app = create_app(load_settings(environment))
        number = signers.start(Order(environment, emails, [], str(log)))
        os.kill(number, signal.SIGCONT)
        wait_until(lambda: len(lines_of(log)) >= 40)
    wait_until(lambda: is_gone(number))

    with app.app_context(), pytest.raises(OperationalError):
        sign(a_request("refused@example.org"))
    with running(own_server, *CARELESS), app.app_context():
        sign(a_request("afterwards@example.org"))
        found = violations([*lines_of(log), "signed afterwards@example.org"])
        close(app)
    assert found == []
    assert 40 <= len(lines_of(log)) < 2000
