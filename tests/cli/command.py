"""The `petition` command from the outside, with no setting but those given."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch
from urllib.request import urlopen

from petition_app.cli.main import main
from tests.house.tree import ROOT

COMMAND = [sys.executable, "-m", "petition_app.cli.main"]
START_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str
    seconds: float


def petition(*arguments: str, env: Mapping[str, str], typed: str = "") -> Answer:
    """What the terminal would show, run within this process, where everything is loaded already."""
    streams = [io.TextIOWrapper(io.BytesIO(held), "utf-8", write_through=True) for held in (typed.encode(), b"", b"")]
    start, code, mask = time.monotonic(), 0, os.umask(0)
    with (
        patch.multiple(sys, argv=["petition", *arguments], stdin=streams[0], stdout=streams[1], stderr=streams[2]),
        patch.dict(os.environ, _clean(env), clear=True),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            os.umask(mask)
    out, err = (stream.buffer.getvalue().decode() for stream in streams[1:])
    return Answer(code, out, err, time.monotonic() - start)


def petition_process(*arguments: str, env: Mapping[str, str], typed: str = "") -> Answer:
    """The same in a process of its own: where it matters what is loaded, and how fast."""
    start = time.monotonic()
    done = subprocess.run(
        [*COMMAND, *arguments], env=_clean(env), cwd=ROOT, input=typed, capture_output=True, text=True, timeout=60
    )
    return Answer(done.returncode, done.stdout, done.stderr, time.monotonic() - start)


def _clean(env: Mapping[str, str]) -> dict[str, str]:
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**keep, **env}


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@dataclass
class Server:
    """A running `petition serve` or `petition demo`; `output` is all it says."""

    process: subprocess.Popen[str]
    log: Path
    port: int

    @property
    def output(self) -> str:
        return self.log.read_text("utf-8")

    def get(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return str(answer.read().decode())

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.output
            try:
                self.get("/readyz")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"no answer: {self.output}")

    def processes(self) -> list[int]:
        """The processes that answer, and the mail worker where there is one: children of the one that was started."""
        return sorted(child for each in _children(self.process.pid) for child in _children(each))

    def press_ctrl_c(self) -> int:
        """As the terminal does: to every process of the group. Gives the exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=START_SECONDS)

    def kill(self) -> None:
        """No warning, to the command alone."""
        self.process.kill()
        self.process.wait(timeout=START_SECONDS)

    def wait_until_gone(self) -> None:
        """Until nothing listens any more."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.05)
        raise AssertionError("something still listens")


def _children(process: int) -> list[int]:
    """As Linux lists them."""
    try:
        return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]
    except FileNotFoundError:
        return []


@contextmanager
def started(command: str, env: Mapping[str, str], log: Path) -> Iterator[Server]:
    """The server, ready; it is ended with the block, if it has not been already."""
    port = int(env["PORT"])
    with log.open("w") as out:
        process = subprocess.Popen(
            [*COMMAND, command], env=_clean(env), cwd=ROOT, stdout=out, stderr=out, text=True, start_new_session=True
        )
    server = Server(process, log, port)
    try:
        server.wait_until_ready()
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=START_SECONDS)
