"""The product as people run it: `petition demo` in a process of its own, on either engine."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.postgres import PostgresServer

START_SECONDS = 40
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Demo:
    """A running demo: where it is, and the sign-in it printed."""

    url: str
    petition: str
    email: str
    passphrase: str
    data_dir: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_demo(folder: Path, database_url: str | None = None) -> Iterator[Demo]:
    port, log = free_port(), folder / "log.txt"
    data_dir = folder / "data"
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PETITION_", "DATABASE_", "EMAIL_"))}
    env |= {"PORT": str(port), "PETITION_DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"}
    if database_url:
        env["DATABASE_URL"] = database_url
    with log.open("wb") as out:
        command = [sys.executable, "-m", "petition_app.cli.main", "demo"]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out, start_new_session=True)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/readyz", process, log)
            yield _read_greeting(log.read_text(), url, data_dir)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The demo did not start: {log.read_text()}")


def _read_greeting(text: str, url: str, data_dir: Path) -> Demo:
    petition = re.search(r"the petition\s+(\S+)", text)
    sign_in = re.search(r"organisers\s+\S+\n\s+(\S+@\S+)\n\s+(.+)\n", text)
    assert petition, text
    assert sign_in, text
    return Demo(url, petition.group(1), sign_in.group(1), sign_in.group(2).strip(), data_dir)


@pytest.fixture
def demo(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Demo]:
    """A fresh demo on each engine."""
    if engine_name == "sqlite":
        with running_demo(tmp_path) as running:
            yield running
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.new_database()
    with running_demo(tmp_path, url) as running:
        yield running
    server.drop(url)


@pytest.fixture(scope="module")
def shared_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo for tests that only look."""
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running
