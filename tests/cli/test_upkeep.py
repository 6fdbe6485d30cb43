"""`init`, `seed`, `verify`, `doctor`, `organiser`, `keys` and `claims`, on both engines."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import delete

from petition_app import folders
from petition_app.app import create_app
from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import Custody
from petition_app.models import Instance
from petition_app.services import custody, organisers, petitions, seeding
from petition_app.services.work import OPERATOR
from tests.application import Site, close
from tests.builders import a_petition
from tests.cli.command import Answer, petition

# What does not touch the database is the same whatever it is.
ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
GOOD = "seven wet stones in a row"


@pytest.fixture
def env(site: Site) -> dict[str, str]:
    return site.environment


@pytest.fixture
def seeded(site: Site) -> dict[str, str]:
    """The environment of a site with the seeded petition beside the one that is always there."""
    app = create_app(site.settings)
    with app.app_context(), begin_work(OPERATOR) as work:
        seeding.seed(work, folders.SEEDS)
    close(app)
    return site.environment


def add(env: dict[str, str], email: str, *more: str, typed: str = GOOD) -> Answer:
    return petition("organiser", "add", email, "--name", "Olu", *more, env=env, typed=f"{typed}\n")


def test_init_makes_a_site_once(tmp_path: Path):
    env = {"PETITION_DATA_DIR": str(tmp_path / "data")}

    first, second = petition("init", env=env), petition("init", env=env)

    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert str(tmp_path / "data" / "secrets" / "instance.key") in first.out
    assert "safe" in first.out
    assert "nothing was changed" in second.out


@pytest.mark.parametrize("command", ["verify", "seed", "upgrade", "claims check", "organiser add a@b.org --name A"])
def test_where_there_is_no_site_none_is_made(tmp_path: Path, command: str):
    answer = petition(*command.split(), env={"PETITION_DATA_DIR": str(tmp_path / "data")})

    assert answer.code == 1
    assert "petition init" in answer.err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", ["verify", "seed", "claims check"])
def test_tables_alone_are_no_site(site: Site, env: dict[str, str], command: str):
    """As a move to PostgreSQL leaves them that was called off."""
    app = create_app(site.settings)
    with app.app_context(), begin_work(OPERATOR) as work:
        work.session.execute(delete(Instance))
    close(app)

    answer = petition(*command.split(), env=env)

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Error: There is no site in ")
    assert answer.err.count("\n") == 1


@ON_SQLITE
def test_seeding_twice_changes_nothing_the_second_time(env: dict[str, str]):
    first, second = petition("seed", env=env), petition("seed", env=env)

    assert "812 invented signatures" in first.out
    assert "nothing was changed" in second.out
    assert petition("verify", env=env).code == 0


def test_verify_ends_with_1_and_names_what_is_broken(site: Site, seeded: dict[str, str]):
    whole = petition("verify", env=seeded)
    run_sql(site, "UPDATE tally_counter SET signatures = signatures + 1")

    broken = petition("verify", env=seeded)

    assert (whole.code, broken.code) == (0, 1)
    assert re.search(r"^All \d+ promises hold\.$", whole.out, re.MULTILINE)
    assert "BROKEN  Counters equal the signatures" in broken.out


@ON_SQLITE
def test_doctor_names_what_fails(site: Site, env: dict[str, str]):
    site.settings.data_dir.chmod(0o755)

    answer = petition("doctor", env=env)

    assert answer.code == 1
    assert f"chmod 700 {site.settings.data_dir}" in answer.out


def test_doctor_looks_at_the_database(site: Site, env: dict[str, str]):
    site.settings.data_dir.chmod(0o700)
    run_sql(site, "UPDATE audit_line SET at = '2020-01-01 00:00:00.000000'")

    answer = petition("doctor", env=env)

    if site.settings.is_sqlite:
        assert answer.code == 0, answer.out
        assert "Schema: 0" in answer.out
    else:  # the tests' own server is quick rather than safe
        assert answer.code == 1
        assert "fail  Database: fsync is off" in answer.out


@ON_SQLITE
def test_doctor_says_when_the_mail_server_does_not_answer(env: dict[str, str]):
    answer = petition("doctor", env=env | {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "1"})

    assert answer.code == 1
    assert "fail  Mail: 127.0.0.1:1" in answer.out


def test_doctor_sees_a_clock_that_was_set_back(site: Site, env: dict[str, str]):
    run_sql(site, "UPDATE audit_line SET at = '2999-01-01 00:00:00.000000' WHERE number = 1")

    assert "fail  Clock" in petition("doctor", env=env).out


def test_doctor_works_before_there_is_anything(tmp_path: Path):
    answer = petition("doctor", env={"PETITION_DATA_DIR": str(tmp_path / "data")})

    assert answer.code == 1
    assert "petition init" in answer.out


def test_an_organiser_gets_a_role_and_can_sign_in(site: Site, env: dict[str, str]):
    answer = add(env, "olu@example.org", "--petition", "letter", "--role", "owner")

    assert answer.code == 0, answer.err
    app = create_app(site.settings)
    with app.app_context(), begin_work(OPERATOR) as work:
        olu = organisers.verify_password(work, "olu@example.org", GOOD)
        assert olu
        assert [(p.slug, str(role)) for p, role in organisers.petitions_of(work, olu)] == [("letter", "owner")]
    close(app)


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [
        (["olu@example.org"], "short"),
        (["olu@example.org", "--petition", "nothing-like-it"], GOOD),
        (["olu@example.org", "--role", "queen"], GOOD),
    ],
)
def test_an_organiser_that_cannot_be_added_is_not_there(
    site: Site, env: dict[str, str], arguments: list[str], typed: str
):
    answer = add(env, *arguments, typed=typed)

    assert answer.code in (1, 2)
    assert "Traceback" not in answer.err
    app = create_app(site.settings)
    with app.app_context(), begin_reading(OPERATOR) as work:
        assert organisers.by_email(work, "olu@example.org") is None
    close(app)


def test_the_keys_of_a_petition_can_be_changed(seeded: dict[str, str]):
    answer = petition("keys", "rotate", "leaders-speak-up", env=seeded)

    assert answer.code == 0, answer.err
    assert petition("verify", env=seeded).code == 0


@ON_SQLITE
def test_the_passphrase_is_changed_by_whoever_knows_it(site: Site, env: dict[str, str]):
    app = create_app(site.settings)
    with app.app_context(), begin_work(OPERATOR) as work:
        a_petition(
            work, "theirs", kept_by=Custody.ORGANISERS, passphrase="an old one of nine words that nobody guesses"
        )

    wrong = petition(
        "keys", "passphrase", "theirs", env=env, typed="a guess\nanother one of nine words that nobody guesses\n"
    )
    right = petition(
        "keys",
        "passphrase",
        "theirs",
        env=env,
        typed="an old one of nine words that nobody guesses\nanother one of nine words that nobody guesses\n",
    )
    rotated = petition("keys", "rotate", "theirs", env=env, typed="another one of nine words that nobody guesses\n")

    assert (wrong.code, right.code, rotated.code) == (1, 0, 0), right.err + rotated.err
    with app.app_context(), begin_reading(OPERATOR) as work:
        custody.opener(
            work, petitions.by_slug(work, "theirs"), "another one of nine words that nobody guesses"
        )  # raises for any other
    close(app)


@ON_SQLITE
def test_a_petition_kept_by_the_instance_has_no_passphrase(env: dict[str, str]):
    answer = petition("keys", "passphrase", "letter", env=env, typed="a\nb\n")

    assert answer.code == 1
    assert "has no passphrase" in answer.err


@ON_SQLITE
def test_a_claim_that_does_not_hold_ends_with_1(seeded: dict[str, str]):
    holds = petition(
        "claims", "check", "-", "--petition", "leaders-speak-up", env=seeded, typed="Over 800 have signed.\n"
    )
    fails = petition(
        "claims", "check", "-", "--petition", "leaders-speak-up", env=seeded, typed="Over 900 have signed.\n"
    )

    assert (holds.code, fails.code) == (0, 1)
    assert "FAIL" in fails.out


@ON_SQLITE
def test_of_several_petitions_one_must_be_named(seeded: dict[str, str]):
    answer = petition("claims", "check", env=seeded)

    assert answer.code == 1
    assert "which one" in answer.err


def test_nothing_can_be_checked_before_something_is_published(env: dict[str, str]):
    answer = petition("claims", "check", env=env)

    assert answer.code == 1
    assert "published" in answer.err


def run_sql(site: Site, statement: str) -> None:
    if site.settings.is_sqlite:
        with closing(sqlite3.connect(site.settings.data_dir / "petition.db")) as connection, connection:
            connection.execute(statement)
    else:
        with psycopg.connect(site.settings.database_url.replace("+psycopg", "")) as server:
            server.execute(statement.encode())
