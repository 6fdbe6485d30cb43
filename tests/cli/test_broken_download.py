"""A download over a real connection that breaks off, seen from another process of the server."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from petition_app.database import begin_work
from petition_app.domain.signature import DisplayMode
from petition_app.services.work import OPERATOR
from tests.application import Site, opened
from tests.builders import SLUG
from tests.cast import TOKEN, an_organiser, open_session
from tests.cli.command import Server, free_port, started
from tests.services.exporting import add_signatures

#: More than the buffers of a connection take.
ROWS = 60_000
PATIENCE_SECONDS = 20
EXPORTS = f"/organise/{SLUG}/exports"


@pytest.fixture
def cookie(site: Site) -> str:
    """Of an organiser who is signed in to a site with many signatures."""
    with opened(site.settings):
        with begin_work(OPERATOR) as work:
            add_signatures(work, ROWS, DisplayMode.NAME)
        return f"ws={open_session(an_organiser())}"


def test_a_download_that_breaks_off_is_told_as_stopped(site: Site, cookie: str, tmp_path: Path):
    env = site.environment | {"PORT": str(free_port()), "PETITION_WORKERS": "2", "PETITION_MAIL_WORKER": "false"}

    with started("serve", env, tmp_path / "log") as server:
        connection = begin_download(server, cookie)
        read_some(connection)
        under_way = wait_for(server, cookie, "under way")
        connection.close()
        stopped = wait_for(server, cookie, "stopped")

    assert under_way["total"] == stopped["total"] == ROWS
    assert 0 < stopped["done"] < ROWS
    assert stopped["words"] == f"The download stopped after {stopped['done']:,} of {ROWS:,} rows."


def begin_download(server: Server, cookie: str) -> socket.socket:
    form = get(server, cookie, f"{EXPORTS}/signatories")
    body = urlencode({"token": TOKEN.findall(form)[-1], "format": "csv", "purpose": "Check"})
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS)
    connection.sendall(
        f"POST {EXPORTS}/signatories HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookie}\r\n"
        "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    return connection


def read_some(connection: socket.socket) -> None:
    """So much that more rows than the first are on their way."""
    read = b""
    while len(read) < 500_000:
        read += connection.recv(65_536)
    assert read.startswith(b"HTTP/1.1 200")


def wait_for(server: Server, cookie: str, state: str) -> dict[str, Any]:
    """Until that is told, by whichever process is asked, with the number of all rows."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        told: dict[str, Any] = json.loads(get(server, cookie, f"{EXPORTS}/mine"))
        if told["state"] == state and told["total"]:
            return told
        assert time.monotonic() < deadline, told
        time.sleep(0.2)


def get(server: Server, cookie: str, path: str) -> str:
    with urlopen(Request(f"http://127.0.0.1:{server.port}{path}", headers={"Cookie": cookie})) as answer:
        return str(answer.read().decode())
