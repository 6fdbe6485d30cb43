"""kill -9 in the middle of a move to PostgreSQL: the site goes on where it was, or the same command completes it."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from contextlib import closing
from typing import Any

import click
import psycopg
import pytest
from flask import Flask

from petition_app import folders
from petition_app.cli import moving
from petition_app.database import begin_work
from petition_app.domain.refusals import SiteHasMoved
from petition_app.domain.signature import DisplayMode
from petition_app.services import seeding
from petition_app.services.work import OPERATOR
from petition_app.writelock import has_moved
from tests.application import Site
from tests.builders import a_request, a_signature, sign
from tests.cli.command import COMMAND, petition
from tests.house.tree import ROOT
from tests.postgres import PostgresServer

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def start(site: Site, new_url: str) -> subprocess.Popen[bytes]:
    command = [*COMMAND, "migrate-to", new_url, "--yes"]
    return subprocess.Popen(command, env=site.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def seconds_of_a_move(site: Site, postgres_server: PostgresServer) -> float:
    spare = postgres_server.new_database()
    begun = time.monotonic()
    with subprocess.Popen([*COMMAND, "migrate-to", spare, "--rehearse"], env=site.environment, cwd=ROOT) as process:
        assert process.wait() == 0
    postgres_server.drop(spare)
    return time.monotonic() - begun


def test_a_move_that_is_killed_at_any_moment_can_be_run_again(
    app: Flask, site: Site, new_url: str, postgres_server: PostgresServer
):
    with begin_work(OPERATOR) as work:
        seeding.seed(work, folders.SEEDS)
    usual = seconds_of_a_move(site, postgres_server)
    signed = 0
    for part in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0):
        with start(site, new_url) as process:
            time.sleep(usual * part)
            process.kill()
        if has_moved(site.settings.data_dir):
            break
        # Nobody has to do anything first: the site takes signatures at once.
        sign(a_request(f"sam{signed}@example.org"))
        signed += 1

    completed = petition("migrate-to", new_url, "--yes", env=site.environment)

    assert completed.code == 0, completed.err
    with pytest.raises(SiteHasMoved):
        sign(a_request("late@example.org"))
    there = petition("verify", env={**site.environment, "DATABASE_URL": new_url})
    assert there.code == 0, there.out
    with psycopg.connect(new_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM signature").fetchone() == (812 + signed,)
        assert connection.execute("SELECT obj_description('instance'::regclass)").fetchone() == (None,)


@pytest.mark.parametrize(
    ("step", "is_open"),
    [("mark_as_moved", True), ("marks.refuse_writing", False), ("targets.note", False)],
)
def test_a_switch_that_breaks_off_between_two_steps_is_completed_by_the_same_command(
    app: Flask, site: Site, new_url: str, monkeypatch: pytest.MonkeyPatch, step: str, is_open: bool
):
    a_signature(a_request("ann@example.org", display=DisplayMode.NAME, name="Ann Example"))
    breaks_off(monkeypatch, step)
    assert petition("migrate-to", new_url, "--yes", env=site.environment).code == 1
    monkeypatch.undo()
    if is_open:
        sign(a_request("sam@example.org"))
    else:
        with pytest.raises(SiteHasMoved):
            sign(a_request("sam@example.org"))

    completed = petition("migrate-to", new_url, "--yes", env=site.environment)

    assert completed.code == 0, completed.err
    with (
        closing(sqlite3.connect(site.settings.data_dir / "petition.db")) as file,
        pytest.raises(sqlite3.IntegrityError),
    ):
        file.execute("DELETE FROM petition")
    there = petition("verify", env={**site.environment, "DATABASE_URL": new_url})
    assert there.code == 0, there.out
    with psycopg.connect(new_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM signature").fetchone() == (1 + is_open,)
        assert connection.execute("SELECT obj_description('instance'::regclass)").fetchone() == (None,)


def breaks_off(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """The last time that a move calls this, it does not come back."""
    place: Any = moving
    for name in step.split(".")[:-1]:
        place = getattr(place, name)
    name = step.rpartition(".")[2]
    real = getattr(place, name)

    def broken(*arguments: Any) -> None:
        if step == "targets.note" and arguments[1]:
            real(*arguments)
            return
        raise click.Abort

    monkeypatch.setattr(place, name, broken)
