"""A real pgbouncer in transaction mode in front of the tests' PostgreSQL, with fewer connections than it gives out."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator

import psycopg
import pytest

from tests.missing import missing
from tests.postgres import START_SECONDS, PostgresServer, _as_whom
from tests.replication import own_folder

PORT = 6432
CONFIGURATION = """
[databases]
* = host={server} port=5432
[pgbouncer]
listen_addr =
listen_port = {port}
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
server_reset_query_always = 0
"""


@pytest.fixture(scope="module")
def pooled(postgres_server: PostgresServer) -> Iterator[PostgresServer]:
    """The tests' server, with URLs that lead through the pooler."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if not program:
        missing("There is no pgbouncer: install the package of that name.")
    with own_folder() as folder:
        settings = folder / "pgbouncer.ini"
        # A database without a user of its own is reached as whoever asks; "any" wants one name for all.
        text = CONFIGURATION.format(server=postgres_server.folder, folder=folder, port=PORT)
        settings.write_text(text.replace("port=5432", "port=5432 user=postgres"))
        settings.chmod(0o644)
        with (
            (folder / "log").open("wb") as out,
            subprocess.Popen([program, str(settings)], stdout=out, stderr=out, **_as_whom()) as process,
        ):
            try:
                _wait(process, str(folder))
                yield _Pooled(postgres_server.bin, folder)
            finally:
                process.terminate()


class _Pooled(PostgresServer):
    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}&port={PORT}"


def _wait(process: subprocess.Popen[bytes], folder: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(host=folder, port=PORT, user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    missing(f"pgbouncer did not start ({os.listdir(folder)}).")
