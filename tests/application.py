"""The application under test, on both engines: every test that asks for `app` runs once on SQLite and once on a real
PostgreSQL. Time is `clock`, letters go to `mailbox`."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from petition_app import migrations
from petition_app.app import create_app
from petition_app.database import begin_work, db, make_engine, utc_now
from petition_app.mail.transport import MemoryTransport
from petition_app.services import instance, posting
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings, load_settings
from tests.builders import a_petition, known_companies
from tests.postgres import PostgresServer

ENGINES = ("sqlite", "postgresql")


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Site:
    """A data folder and, for PostgreSQL, a database, at the newest schema with one open petition, "letter"."""

    settings: Settings
    environment: dict[str, str] = field(default_factory=dict)


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    _fill({"PETITION_DATA_DIR": str(folder)})
    return folder


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer) -> tuple[Path, str]:
    folder, url = tmp_path_factory.mktemp("template"), postgres_server.new_database()
    _fill({"PETITION_DATA_DIR": str(folder), "DATABASE_URL": url})
    return folder, url


def _fill(environment: dict[str, str]) -> None:
    settings = load_settings(environment)
    instance.make_secrets(settings)
    engine = make_engine(settings)
    migrations.upgrade(engine)
    engine.dispose()
    app = create_app(settings, Clock())
    with app.app_context():
        with begin_work(OPERATOR) as work:
            instance.claim_database(work, is_demo=False)
            known_companies(work)
            a_petition(work)
        close(app)


@contextmanager
def opened(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Iterator[Flask]:
    """An application within its context, which holds nothing any more afterwards."""
    app = create_app(settings, clock)
    with app.app_context():
        yield app
    close(app)


def close(app: Flask) -> None:
    """Let go of every connection, so that the database can be copied or dropped."""
    with app.app_context():
        for engine in db.engines.values():
            assert isinstance(engine, Engine)
            engine.dispose()


@pytest.fixture
def site(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    folder = tmp_path / "data"
    if engine_name == "sqlite":
        shutil.copytree(request.getfixturevalue("sqlite_template"), folder)
        environment = {"PETITION_DATA_DIR": str(folder)}
        yield Site(load_settings(environment), environment)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    template, template_url = request.getfixturevalue("postgres_template")
    shutil.copytree(template, folder)
    environment = {"PETITION_DATA_DIR": str(folder), "DATABASE_URL": server.database_like(template_url)}
    yield Site(load_settings(environment), environment)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(site: Site, clock: Clock) -> Iterator[Flask]:
    """The application within its context: `begin_work` can be called at once."""
    with opened(site.settings, clock) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser without JavaScript."""
    return app.test_client()


@pytest.fixture
def mailbox(app: Flask) -> Mailbox:
    return Mailbox()


class Mailbox:
    """Runs the mail worker and keeps what it sent."""

    def __init__(self) -> None:
        self.transport = MemoryTransport()

    def letters(self) -> list[str]:
        """The texts of all letters so far, oldest first, after another round of the worker."""
        while posting.post_due_letters(begin_work, self.transport):
            pass
        return [letter.text for letter in self.transport.sent]
