"""Two hosts serve one site, a primary and a replica keep it, each in a network of its own. While people sign, a host
and then the primary die; the replica takes over, and every signature that was acknowledged is there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from petition_app.app import create_app
from petition_app.database import begin_reading
from petition_app.services.work import OPERATOR
from petition_app.settings import load_settings
from tests.application import _fill, close
from tests.cli.command import petition
from tests.faults.invariants import _lost_signatures
from tests.faults.networks import AS_NOBODY, Host, network
from tests.faults.steady_client import NAME, PORT
from tests.house.tree import ROOT
from tests.missing import missing
from tests.postgres import PostgresServer, _initialise, _wait_until_ready
from tests.replication import own_folder, tell

MOST_SECONDS = 90
AT_LEAST = 25  # acknowledged signatures before each fault, and after the last
CUT_SECONDS = 2
FAST = ("fsync=off", "full_page_writes=off", "hot_standby=on", "max_connections=100")


@dataclass(frozen=True)
class Database:
    host: Host
    server: PostgresServer


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"not in time: {what}"
        time.sleep(0.02)


@contextmanager
def up(database: Database, *options: str) -> Iterator[None]:
    server, log = database.server, database.server.folder / "log"
    told = (f"listen_addresses={database.host.address}", f"unix_socket_directories={server.folder}", *FAST, *options)
    command = [str(server.bin / "postgres"), "-D", str(server.folder / "data"), *(f"-c{each}" for each in told)]
    with (
        log.open("ab") as out,
        subprocess.Popen(database.host.inside(*AS_NOBODY, *command), stdout=out, stderr=out, cwd="/") as process,
    ):
        try:
            _wait_until_ready(server, process, log)
            yield
        finally:
            database.host.die()


def let_hosts_in(server: PostgresServer) -> None:
    with (server.folder / "data" / "pg_hba.conf").open("a") as rules:
        rules.write("host all all 10.213.7.0/24 trust\nhost replication all 10.213.7.0/24 trust\n")


def copy(primary: Database, replica: Database) -> None:
    data = str(replica.server.folder / "data")
    command = [str(primary.server.bin / "pg_basebackup"), "-D", data, "-R", "-X", "stream", "-c", "fast"]
    where = ["-h", primary.host.address, "-U", "postgres"]
    made = subprocess.run(
        replica.host.inside(*AS_NOBODY, *command, *where), capture_output=True, text=True, cwd="/", check=False
    )
    if made.returncode:
        missing(f"No replica could be made: {made.stderr.strip()}")


@contextmanager
def serving(host: Host, environment: dict[str, str], log: Path) -> Iterator[None]:
    command = host.inside(sys.executable, "-m", "petition_app.cli.main", "serve")
    there = {"PATH": os.environ["PATH"], **environment, "PETITION_HOST": host.address}
    with log.open("wb") as out, subprocess.Popen(command, env=there, cwd=ROOT, stdout=out, stderr=out):
        try:
            until(lambda: b"Listening" in log.read_bytes(), log.read_text(errors="replace"))
            yield
        finally:
            host.die()


@contextmanager
def people_sign(front: Host, apps: list[Host], log: Path) -> Iterator[None]:
    command = front.inside(sys.executable, "-m", "tests.faults.steady_client", *(app.address for app in apps))
    with log.open("wb") as out, subprocess.Popen(command, cwd=ROOT, stdout=out):
        try:
            yield
        finally:
            front.die()


def test_no_acknowledged_signature_is_lost_with_a_host_and_then_the_primary(
    postgres_server: PostgresServer, tmp_path: Path
):
    acknowledged = tmp_path / "acknowledged"

    def more_sign() -> None:
        before = len(lines(acknowledged))
        until(lambda: len(lines(acknowledged)) >= before + AT_LEAST, "signatures are acknowledged")

    with ExitStack() as stack:
        front, one, two, first, second = stack.enter_context(network("front", "app1", "app2", "db1", "db2"))
        primary = Database(first, PostgresServer(postgres_server.bin, stack.enter_context(own_folder())))
        replica = Database(second, PostgresServer(postgres_server.bin, stack.enter_context(own_folder())))
        url = stack.enter_context(replicated(primary, replica))
        environment = site(tmp_path, url, primary, replica)
        for number, app in enumerate((one, two)):
            stack.enter_context(serving(app, environment, tmp_path / f"app{number}"))
        with people_sign(front, [one, two], acknowledged):
            more_sign()
            one.die()
            more_sign()
            # For a moment nothing reaches the replica: what it has not got must not be acknowledged.
            second.cut()
            time.sleep(CUT_SECONDS)
            first.die()
            first.cut()
            second.join()
            tell(replica.server, "SELECT pg_promote()")
            more_sign()

        there = {**environment, "DATABASE_URL": replica.server.url(str(make_url(url).database))}
        verified = petition("verify", env=there)
        assert verified.code == 0, verified.out
        assert lost(there, lines(acknowledged)) == []


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


@contextmanager
def replicated(primary: Database, replica: Database) -> Iterator[str]:
    """A database of the primary, which acknowledges nothing that the replica does not have."""
    _initialise(primary.server.bin, primary.server.folder / "data")
    let_hosts_in(primary.server)
    with up(primary, "wal_level=replica"):
        copy(primary, replica)
        with up(replica):
            tell(primary.server, "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'")
            tell(primary.server, "SELECT pg_reload_conf()")
            until(lambda: is_synchronous(primary.server), "the replica is one that the primary waits for")
            yield primary.server.new_database()


def is_synchronous(primary: PostgresServer) -> bool:
    with psycopg.connect(host=str(primary.folder), user="postgres", dbname="postgres") as connection:
        found = connection.execute("SELECT sync_state FROM pg_stat_replication").fetchall()
    return [state for (state,) in found] == ["quorum"]


def site(tmp_path: Path, url: str, primary: Database, replica: Database) -> dict[str, str]:
    """What both hosts are told: the site is in the database that can be written to."""
    folder = tmp_path / "data"
    _fill({"PETITION_DATA_DIR": str(folder), "DATABASE_URL": url})
    hosts = ",".join(f"{each.host.address}:5432" for each in (primary, replica))
    return {
        "PETITION_DATA_DIR": str(folder),
        "DATABASE_URL": f"postgresql://postgres@{hosts}/{make_url(url).database}?target_session_attrs=read-write",
        "PETITION_BASE_URL": f"https://{NAME}",
        "PETITION_TRUSTED_PROXIES": "1",
        "PETITION_MAIL_WORKER": "false",
        "PORT": str(PORT),
    }


def lost(environment: dict[str, str], acknowledged: list[str]) -> list[str]:
    app = create_app(load_settings(environment))
    with app.app_context():
        with begin_reading(OPERATOR) as work:
            found = list(_lost_signatures(work, acknowledged))
        close(app)
    return found
