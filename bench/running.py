"""Servers to measure, each in processes of its own: how long they worked, and what they hold."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.site import seeded

SERVE = ("-m", "petition_app.cli.main", "serve")
HELLO = ("-m", "bench.alone", "bench.hello:application")
PETITION = ("-m", "bench.alone", "bench.petitionapp:application")
ONE_AT_A_TIME = ("-m", "bench.alone", "bench.petitionapp:one_at_a_time")
_START_SECONDS = 120


@dataclass(frozen=True)
class Running:
    """`seconds` is how long it took from the start of its process to its first answer."""

    port: int
    process: int
    seconds: float

    def at_work(self) -> float:
        """Seconds of processor time so far, of all threads that live; to the nanosecond, as a tick is longer
        than a hundred answers take."""
        threads = [task for each in self._all() for task in Path(f"/proc/{each}/task").iterdir()]
        return sum(int((each / "schedstat").read_text("ascii").split()[0]) for each in threads) / 1e9

    def memory(self) -> float:
        """MB of all its processes, what they share counted once."""
        rollups = [(Path(f"/proc/{each}") / "smaps_rollup").read_text("utf-8") for each in self._all()]
        lines = [line for rollup in rollups for line in rollup.splitlines() if line.startswith("Pss:")]
        return sum(int(line.split()[1]) for line in lines) / 1024

    def page(self, path: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_START_SECONDS)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status == 200, (path, answer.status)
        return text

    def _all(self) -> list[int]:
        found = [self.process]
        for each in found:
            children = [task / "children" for task in Path(f"/proc/{each}/task").iterdir()]
            found += [int(pid) for names in children for pid in names.read_text("ascii").split()]
        return found


@contextmanager
def running(
    command: tuple[str, ...], environment: Mapping[str, str], *, on_first_core: bool = False
) -> Iterator[Running]:
    """It answers in this environment and nothing else, at a port of its own. `on_first_core`: it has only that one, so
    that the load comes from another."""
    port, all_cores = _free_port(), os.sched_getaffinity(0)
    start = time.perf_counter()
    if on_first_core:
        os.sched_setaffinity(0, {min(all_cores)})
    process = subprocess.Popen(
        [sys.executable, *command],
        env={"PATH": os.environ["PATH"], "PORT": str(port), **environment},
        stdout=subprocess.DEVNULL,
    )
    os.sched_setaffinity(0, all_cores)
    try:
        _wait_for_answer(port, process)
        yield Running(port, process.pid, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(_START_SECONDS)


@contextmanager
def site_folder(**settings: str) -> Iterator[dict[str, str]]:
    """The environment of a new site with these settings and the seeded petition."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PETITION_DATA_DIR": f"{folder}/data", **settings}
        with seeded(environment):
            pass
        yield environment


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _wait_for_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            connection = HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.005)
    raise RuntimeError("The server did not start.")
