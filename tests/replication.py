"""A PostgreSQL with a streaming replica: two real servers, for tests that stop the one or hold back the other."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.missing import missing
from tests.postgres import NOBODY, QUICK, PostgresServer, _as_whom, _initialise, _start, _wait_until_ready


@dataclass(frozen=True)
class Pair:
    primary: PostgresServer
    replica: PostgresServer

    def hold_back(self) -> None:
        """What is written from now on is not seen in the replica."""
        tell(self.replica, "SELECT pg_wal_replay_pause()")

    def let_go(self) -> None:
        tell(self.replica, "SELECT pg_wal_replay_resume()")


def tell(server: PostgresServer, statement: str) -> None:
    with psycopg.connect(host=str(server.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(statement.encode())


@contextmanager
def own_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="petition-pg-", dir="/tmp", ignore_cleanup_errors=True) as name:
        if os.getuid() == 0:
            os.chown(name, NOBODY, NOBODY)
        yield Path(name)


@contextmanager
def running(server: PostgresServer, *options: str) -> Iterator[None]:
    """The server of a folder that holds its data already; at the end it goes down at once, in the middle of whatever
    it does."""
    command = [str(server.bin / "postgres"), "-D", str(server.folder / "data")]
    command += [f"-c{each}" for each in ("listen_addresses=", f"unix_socket_directories={server.folder}", *options)]
    log = server.folder / "log"
    with log.open("ab") as out, _start(command, out) as process:
        try:
            _wait_until_ready(server, process, log)
            yield
        finally:
            process.send_signal(signal.SIGQUIT)


def copy_of(primary: PostgresServer, folder: Path, *connection: str) -> PostgresServer:
    """A replica that is not started yet."""
    program = primary.bin / "pg_basebackup"
    if not program.exists():
        missing(f"There is no pg_basebackup in {primary.bin}.")
    where = connection or ("-h", str(primary.folder))
    command = [str(program), "-D", str(folder / "data"), "-U", "postgres", "-R", "-X", "stream", "-c", "fast", *where]
    made = subprocess.run(command, capture_output=True, text=True, **_as_whom())
    assert made.returncode == 0, made.stderr
    return PostgresServer(primary.bin, folder)


@pytest.fixture(scope="module")
def pair(postgres_server: PostgresServer) -> Iterator[Pair]:
    with own_folder() as one, own_folder() as two:
        primary = PostgresServer(postgres_server.bin, one)
        _initialise(primary.bin, primary.folder / "data")
        with running(primary, *QUICK, "wal_level=replica"):
            replica = copy_of(primary, two)
            with running(replica, "fsync=off", "max_connections=200", "hot_standby=on"):
                yield Pair(primary, replica)
