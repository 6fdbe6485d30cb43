"""Servers to measure, each in a process of its own on the first core; the load comes from the second."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from petition_app.app import create_app
from petition_app.cli import server_process
from petition_app.settings import Settings, load_settings
from petition_app.web.desk import signatures

THREADS = Settings.threads
_START_SECONDS = 60


def hello() -> Flask:
    """The floor of everything that answers over HTTP: one Flask view with a short text."""
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/", view_func=lambda: "Hello, World!")
    return app


def petition() -> Flask:
    """As `petition serve` has it in each of its processes."""
    return server_process.take_up(create_app(load_settings(os.environ)), os.getppid(), lambda: None)


def one_at_a_time() -> Flask:
    """The same with a commit for each signature."""
    app = petition()
    with app.app_context():
        signatures().writer.most_at_once = 1
    return app


@dataclass(frozen=True)
class Server:
    port: int
    process: int

    def at_work(self) -> float:
        """Seconds of processor time so far, of the process that answers and the one that started it."""
        processes = [Path(f"/proc/{self.process}")]
        started = (processes[0] / "task" / str(self.process) / "children").read_text().split()
        processes += [Path(f"/proc/{each}") for each in started]
        ticks = [(each / "stat").read_text().rpartition(")")[2].split()[11:13] for each in processes]
        return sum(int(each) for pair in ticks for each in pair) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(application: Callable[[], Flask], environment: Mapping[str, str]) -> Iterator[Server]:
    """It answers in this environment and nothing else."""
    port = _free_port()
    command = [sys.executable, "-m", "bench.server", application.__name__, str(port)]
    first, load = min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {first})
    process = subprocess.Popen(command, env={"PATH": os.environ["PATH"], **environment})
    os.sched_setaffinity(0, {first, load})
    try:
        _wait_until_ready(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(_START_SECONDS)


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            connection = HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise RuntimeError("The server did not start.")


def main() -> None:
    MPServer(
        f"bench.server:{sys.argv[1]}",
        factory=True,
        port=int(sys.argv[2]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main()
