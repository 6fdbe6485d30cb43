"""The server under load: new processes take over on SIGHUP, and slow visitors stop nobody."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.application import Site
from tests.builders import SLUG
from tests.cli.command import START_SECONDS, Server, free_port, started

READERS, SLOW = 4, 40
PAGES = (f"/p/{SLUG}", "/readyz", f"/p/{SLUG}/signatories", "/api/v1/petitions")


@pytest.fixture
def env(site: Site) -> dict[str, str]:
    return site.environment | {"PORT": str(free_port()), "PETITION_MAIL_WORKER": "false", "PETITION_WORKERS": "2"}


def answer(port: int, path: str) -> str:
    """The status of the whole answer, or how it went missing."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        given = connection.getresponse()
        given.read()
    except OSError as error:
        return repr(error)
    else:
        return str(given.status)
    finally:
        connection.close()


@contextmanager
def readers(port: int, seen: Counter[str]) -> Iterator[None]:
    """Ask one thing after the other, several at once, until the block ends."""
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            for path in PAGES:
                seen[answer(port, path)] += 1

    crowd = [threading.Thread(target=read) for _ in range(READERS)]
    for each in crowd:
        each.start()
    try:
        yield
    finally:
        stop.set()
        for each in crowd:
            each.join()


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def started_anew(server: Server) -> list[int]:
    """The new processes, once none of those before is left."""
    before = set(server.processes())
    os.kill(server.process.pid, signal.SIGHUP)
    wait_for(lambda: len(server.processes()) == len(before) and not before & set(server.processes()))
    return server.processes()


def test_the_server_starts_anew_under_load_and_every_request_is_answered(env: dict[str, str], tmp_path: Path):
    seen: Counter[str] = Counter()
    with started("serve", env, tmp_path / "log") as server, readers(server.port, seen):
        first = server.processes()
        second = started_anew(server)
        third = started_anew(server)

        assert [len(each) for each in (first, second, third)] == [2, 2, 2]

    assert set(seen) == {"200"}, seen


def test_a_new_start_that_fails_changes_nothing(env: dict[str, str], site: Site, tmp_path: Path):
    key = site.settings.data_dir / "secrets" / "instance.key"
    with started("serve", env, tmp_path / "log") as server:
        before = server.processes()
        key.rename(key.with_suffix(".away"))
        os.kill(server.process.pid, signal.SIGHUP)
        wait_for(lambda: "could not start anew" in server.output)

        assert server.processes() == before
        assert server.get("/readyz") == "ready\n"


def test_visitors_who_send_slowly_stop_nobody_else(env: dict[str, str], tmp_path: Path):
    with started("serve", env | {"PETITION_THREADS": "2"}, tmp_path / "log") as server, ExitStack() as open_ones:
        for number in range(SLOW):
            slow = open_ones.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            slow.sendall(HALF[number % len(HALF)])

        assert [answer(server.port, path) for path in PAGES * 3] == ["200"] * len(PAGES) * 3


#: A visitor who stops within the head, and one who stops within what a form sends.
HALF = (
    f"GET /p/{SLUG} HTTP/1.1\r\nHost: localhost".encode(),
    f"POST /p/{SLUG}/sign HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\nname=".encode(),
)


#: One that dies sooner than this after its start would only die again.
STEADY_SECONDS = 6


@pytest.mark.parametrize("processes", ["1", "2"])
def test_where_a_process_dies_new_ones_take_over(env: dict[str, str], processes: str, tmp_path: Path):
    # With the worker: a process with threads of its own forks no more.
    others = {"PETITION_WORKERS": processes, "PETITION_MAIL_WORKER": "true"}
    with started("serve", env | others, tmp_path / "log") as server:
        time.sleep(STEADY_SECONDS)
        before = server.processes()
        os.kill(before[0], signal.SIGKILL)
        wait_for(lambda: len(server.processes()) == len(before) and not set(before) & set(server.processes()))
        server.wait_until_ready()

        assert len(before) == int(processes)
        assert [answer(server.port, path) for path in PAGES] == ["200"] * len(PAGES)


def test_where_a_process_dies_at_once_the_server_ends(env: dict[str, str], tmp_path: Path):
    with started("serve", env, tmp_path / "log") as server:
        os.kill(server.processes()[0], signal.SIGKILL)

        assert server.process.wait(START_SECONDS) == 1
