"""Public pages are read from a replica while it is near, and from the database itself where it is not; whoever changes
something sees it at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from petition_app.app import create_app
from petition_app.database import begin_reading
from petition_app.models import Signature
from petition_app.replicas import begin_long_reading, begin_viewing, replica
from petition_app.services.work import VISITOR
from petition_app.settings import load_settings
from tests.application import _fill, close
from tests.builders import a_request, change_petition, sign
from tests.cast import an_organiser, browser_of, text_of
from tests.cli.command import petition
from tests.replication import Pair, pair, tell

__all__ = ["pair"]

OLD, NEW = "To our leaders", "A newer title"


@pytest.fixture(scope="module")
def environment(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    url = pair.primary.new_database()
    folder = tmp_path_factory.mktemp("data")
    database = {"PETITION_DATA_DIR": str(folder), "DATABASE_URL": url}
    _fill(database)
    return {**database, "PETITION_READ_DATABASE_URL": url.replace(str(pair.primary.folder), str(pair.replica.folder))}


Opens = Callable[..., Flask]


@pytest.fixture
def opened(environment: dict[str, str], pair: Pair) -> Iterator[Opens]:
    """The site, whose replica has all that was written until now; `most_lag` as given."""
    apps = []

    def open_it(most_lag: int = 3600, **more: str) -> Flask:
        app = create_app(load_settings({**environment, "PETITION_MOST_LAG": str(most_lag), **more}))
        apps.append(app)
        with app.app_context():
            change_petition(title=OLD)
            until(has_all)
        return app

    yield open_it
    pair.let_go()
    for app in apps:
        close(app)


def has_all() -> bool:
    copy = replica()
    return not copy or copy.lag_now().seconds in (0, None)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def titles(app: Flask) -> set[str]:
    """Of the pages that are read from the replica where there is one."""
    client = app.test_client()
    pages = ("/", "/p/letter", "/p/letter/signatories", "/p/letter/releases", "/api/v1/petitions/letter")
    shown = [client.get(path).get_data(as_text=True) for path in pages]
    return {title for text in shown for title in (OLD, NEW) if title in text}


def test_a_public_page_is_read_from_the_replica(opened: Opens, pair: Pair):
    app = opened()
    pair.hold_back()

    with app.app_context():
        change_petition(title=NEW)

    assert titles(app) == {OLD}


def test_a_replica_that_is_too_far_behind_is_not_read_from(opened: Opens, pair: Pair):
    app = opened(most_lag=0)
    pair.hold_back()

    with app.app_context():
        change_petition(title=NEW)
        until(lambda: not replica().lag().is_near)  # type: ignore[union-attr]

    assert titles(app) == {NEW}


def test_without_its_replica_a_site_goes_on(opened: Opens, tmp_path: Path):
    app = opened(PETITION_READ_DATABASE_URL=f"postgresql://postgres@/none?host={tmp_path}")

    with app.app_context():
        change_petition(title=NEW)

    assert titles(app) == {NEW}
    assert app.test_client().get("/readyz").get_data(as_text=True) == "ready\nreplica: out of reach\n"


def test_a_database_that_is_no_replica_is_not_taken_for_one(opened: Opens, environment: dict[str, str]):
    app = opened(PETITION_READ_DATABASE_URL=environment["DATABASE_URL"])

    with app.app_context():
        assert replica().lag_now().seconds is None  # type: ignore[union-attr]


def test_what_was_just_written_is_in_an_export_and_in_every_room_of_the_organisers(opened: Opens, pair: Pair):
    app = opened()
    pair.hold_back()

    with app.app_context():
        before = signatures(begin_reading)
        sign(a_request("sam@example.org"))

        assert signatures(begin_long_reading) == signatures(begin_reading) == before + 1
        assert signatures(begin_viewing) == before


def test_an_export_is_read_from_a_replica_that_has_everything(opened: Opens):
    app = opened()

    with app.app_context():
        until(has_all)
        with begin_long_reading(VISITOR) as work:
            assert work.session.scalar(select(func.pg_is_in_recovery()))


def signatures(begin: Callable[..., object]) -> int:
    with begin(VISITOR) as work:  # type: ignore[attr-defined]
        return int(work.session.scalar(select(func.count()).select_from(Signature)))


def test_how_far_the_replica_is_behind_is_shown(opened: Opens, environment: dict[str, str]):
    app = opened()

    ready = app.test_client().get("/readyz").get_data(as_text=True)
    said = petition("doctor", env=environment).out

    with app.app_context():
        room = text_of(browser_of(app, an_organiser()), "/account/site")

    assert ready.startswith("ready\nreplica: 0.0 s behind")
    assert "from a copy of the database that is" in room
    assert "Replica: 0.0 s behind" in said


def test_a_replica_that_is_to_take_over_must_be_waited_for(opened: Opens, environment: dict[str, str], pair: Pair):
    opened()
    both = {**environment, "DATABASE_URL": f"{environment['DATABASE_URL']}&host={pair.replica.folder}"}
    both["DATABASE_URL"] += "&target_session_attrs=read-write"

    warned = petition("doctor", env=both).out
    tell(pair.primary, "ALTER SYSTEM SET synchronous_standby_names = '*'")
    tell(pair.primary, "SELECT pg_reload_conf()")
    try:
        until(lambda: "synchronous_standby_names" not in petition("doctor", env=both).out)
    finally:
        tell(pair.primary, "ALTER SYSTEM RESET synchronous_standby_names")
        tell(pair.primary, "SELECT pg_reload_conf()")

    assert "synchronous_standby_names is empty" in warned
