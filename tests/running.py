"""The product as people run it: `petition demo` in a process of its own, on either engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.command import free_port, started
from tests.postgres import PostgresServer

#: A form that comes back sooner was not filled in by a person: two seconds, and one for which the page may be kept.
SECONDS_TO_FILL_IN = 3.5


@dataclass(frozen=True)
class Demo:
    """A running demo: where it is, and the sign-in it printed."""

    url: str
    petition: str
    email: str
    passphrase: str
    data_dir: Path


@contextmanager
def running_demo(folder: Path, database_url: str | None = None) -> Iterator[Demo]:
    env = {"PORT": str(free_port()), "PETITION_DATA_DIR": str(folder / "data")}
    if database_url:
        env["DATABASE_URL"] = database_url
    with started("demo", env, folder / "log.txt") as server:
        yield _read_greeting(server.output, f"http://127.0.0.1:{server.port}", folder / "data")


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
