"""The site behind pgbouncer in transaction mode, where a connection is somebody else's in the next transaction."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import make_url

from petition_app.app import create_app
from petition_app.database import begin_reading, begin_work, db
from petition_app.services.work import OPERATOR
from petition_app.settings import load_settings
from tests.application import _fill, close
from tests.builders import SLUG, a_request, claim_letters, confirm, sign
from tests.cli.command import petition
from tests.pgbouncer import pooled
from tests.postgres import PostgresServer

__all__ = ["pooled"]

SIGNERS = 40


@pytest.fixture(scope="module")
def environment(
    postgres_server: PostgresServer, pooled: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("data")
    database = str(make_url(postgres_server.new_database()).database)
    made = {
        "PETITION_DATA_DIR": str(folder),
        "DATABASE_URL": pooled.url(database),
        "PETITION_DATABASE_POOLER": "true",
    }
    _fill(made)
    return made


@pytest.fixture
def app(environment: dict[str, str]) -> Iterator[Flask]:
    app = create_app(load_settings(environment))
    with app.app_context():
        yield app
    close(app)


def test_many_sign_at_once_through_few_connections(app: Flask, environment: dict[str, str], tmp_path: Path):
    def one(number: int) -> None:
        with app.app_context():
            sign(a_request(f"sam{number}@example.org"))

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(one, range(SIGNERS)))
    for letter in claim_letters():
        confirm(letter.text)
    exported = petition(
        "export", "signatories", "--petition", SLUG, "--purpose", "test", "--output", "-", env=environment
    )
    verified = petition("verify", env=environment)

    assert exported.code == 0, exported.err
    assert exported.out.count("@example.org") >= 1
    assert verified.code == 0, verified.out


def test_what_is_answered_has_been_written_and_nothing_waits_for_ever(app: Flask):
    # The tests' server itself would answer first, and let a statement run as long as it likes.
    with begin_work(OPERATOR) as work:
        written, longest = told(work.connection)
    with begin_reading(OPERATOR) as work:
        read, _ = told(work.connection)

    assert (written, read, longest) == ("on", "on", "10s")


def told(connection: object) -> tuple[str, str]:
    ask = connection.exec_driver_sql  # type: ignore[attr-defined]
    return ask("SHOW synchronous_commit").scalar(), ask("SHOW statement_timeout").scalar()


def test_nothing_is_left_in_a_connection_for_whoever_gets_it_next(app: Flask):
    sign(a_request("kim@example.org"))
    with begin_work(OPERATOR):
        pass

    url = db.engine.url
    with psycopg.connect(
        host=str(url.query["host"]), port=int(str(url.query["port"])), user="postgres", dbname=url.database
    ) as connection:
        for name, expected in (("synchronous_commit", "off"), ("statement_timeout", "0")):
            row = connection.execute(f"SHOW {name}".encode()).fetchone()
            assert row == (expected,)
        assert connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchone() == (0,)
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        assert connection.execute(held).fetchone() == (0,)
