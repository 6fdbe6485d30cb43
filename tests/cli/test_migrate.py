"""`petition migrate-to` and `migrate-back`: a SQLite site, with a row in as many tables as the seed fills, becomes a
PostgreSQL site."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select, text

from petition_app import folders
from petition_app.app import create_app
from petition_app.database import begin_reading, begin_work, make_engine
from petition_app.domain.refusals import SiteHasMoved
from petition_app.models import Signature
from petition_app.services import receipts, seeding
from petition_app.services.moving import copies, plainrows, targets
from petition_app.services.work import OPERATOR
from petition_app.settings import load_settings
from petition_app.writelock import standing_still
from tests.application import Clock, Site, close
from tests.builders import a_request, a_signature, sign
from tests.cli.command import Answer, petition
from tests.postgres import PostgresServer
from tests.web.signer import submit

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def filled(app: Flask) -> Flask:
    with begin_work(OPERATOR) as work:
        seeding.seed(work, folders.SEEDS)
    return app


def migrate(site: Site, new_url: str, *more: str) -> Answer:
    return petition("migrate-to", new_url, "--yes", *more, env=site.environment)


def plain(new_url: str) -> str:
    return new_url.replace("+psycopg", "")


def ask(new_url: str, query: str) -> object:
    with psycopg.connect(plain(new_url)) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def test_a_site_goes_on_where_it_was_moved_to(filled: Flask, site: Site, new_url: str):
    receipt = a_signature(a_request("sam@example.org"))

    moved = migrate(site, new_url)

    assert moved.code == 0, moved.err
    assert "DATABASE_URL" in moved.out
    there = {**site.environment, "DATABASE_URL": new_url}
    assert "promises hold" in petition("verify", env=there).out
    app = create_app(load_settings(there))
    with app.app_context():
        with begin_work(OPERATOR) as work:
            assert receipts.open_signature(work, receipt)
        sign(a_request("kim@example.org"))
        with begin_reading(OPERATOR) as work:
            assert work.session.scalar(select(func.count()).select_from(Signature)) == 814
        close(app)


def test_every_table_is_in_the_copy_row_for_row(filled: Flask, site: Site, new_url: str):
    migrate(site, new_url)

    here, there = make_engine(site.settings), make_engine(load_settings({"DATABASE_URL": new_url}))
    with here.connect() as source, there.connect() as target:
        different = [
            table.name
            for table in copies.tables()
            if sorted_rows(plainrows.of_sqlite(source, table)) != sorted_rows(plainrows.of_postgresql(target, table))
        ]
    here.dispose()
    there.dispose()
    # The copy alone knows that it is one.
    assert different == ["audit_head", "audit_line"]


def sorted_rows(batches: Iterator[list[plainrows.Row]]) -> list[str]:
    return sorted(repr(row) for rows in batches for row in rows)


def test_references_are_there_again_after_the_move(filled: Flask, site: Site, new_url: str):
    migrate(site, new_url)

    with psycopg.connect(plain(new_url)) as connection, pytest.raises(psycopg.errors.ForeignKeyViolation):
        connection.execute("UPDATE signature SET petition_id = gen_random_uuid()")


def test_nothing_writes_to_the_old_file_after_the_move(filled: Flask, site: Site, new_url: str):
    migrate(site, new_url)

    with pytest.raises(SiteHasMoved):
        sign()
    with closing(sqlite3.connect(site.settings.data_dir / "petition.db")) as file:
        for statement in ("DELETE FROM signature", "UPDATE petition SET slug = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="moved to PostgreSQL"):
                file.execute(statement)
    started = petition("worker", env=site.environment)
    assert started.code == 1
    assert "DATABASE_URL" in started.err


def test_visitors_are_told_to_come_back_while_a_site_is_moved_and_can_read_it(app: Flask, site: Site, clock: Clock):
    client = app.test_client()
    with standing_still(site.settings.data_dir):
        page = client.get("/p/letter")
        refused = submit(client, clock, email="sam@example.org")
    taken = submit(client, clock, email="sam@example.org")

    assert page.status_code == 200
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert "being moved" in refused.text
    assert 'value="sam@example.org"' in refused.text
    assert taken.status_code == 303


def test_a_site_is_moved_by_one_at_a_time(site: Site, new_url: str):
    with standing_still(site.settings.data_dir):
        refused = migrate(site, new_url)

    assert refused.code == 1
    assert "being moved" in refused.err


def test_a_site_can_go_back_while_nobody_has_used_the_new_database(filled: Flask, site: Site, new_url: str):
    migrate(site, new_url)

    back = petition("migrate-back", "--yes", env=site.environment)

    assert back.code == 0, back.err
    sign()
    assert "promises hold" in petition("verify", env=site.environment).out


def test_a_rehearsal_leaves_both_databases_as_they_were(filled: Flask, site: Site, new_url: str):
    rehearsed = migrate(site, new_url, "--rehearse")

    assert rehearsed.code == 0, rehearsed.err
    assert "rehearsal" in rehearsed.out
    assert ask(new_url, "SELECT count(*) FROM signature") == 0
    assert ask(new_url, "SELECT pg_table_size('audit_line')") == ask(new_url, "SELECT pg_table_size('export')"), (
        "room is taken"
    )
    sign()
    assert migrate(site, new_url).code == 0


def test_signatures_that_come_during_a_rehearsal_are_no_difference(filled: Flask, site: Site, new_url: str):
    source_engine = make_engine(site.settings).execution_options(reading=True)
    target_engine = make_engine(load_settings({"DATABASE_URL": new_url}))
    migrate(site, new_url, "--rehearse")
    with source_engine.connect() as source, target_engine.connect() as target:
        before = copies.total(source)
        targets.take(target)
        seen: list[int] = []

        def progress(more: int) -> None:
            if not seen:
                sign(a_request("late@example.org"))
            seen.append(more)

        rows = copies.copy(source, target, progress)
    source_engine.dispose()
    target_engine.dispose()

    assert rows == before == sum(seen) // 2


def test_a_database_that_holds_something_is_left_alone(
    filled: Flask, site: Site, new_url: str, postgres_server: PostgresServer
):
    used = postgres_server.new_database()
    env = {"PETITION_DATA_DIR": str(site.settings.data_dir), "DATABASE_URL": used}
    assert petition("init", env=env).code == 0

    refused = migrate(site, used)

    assert refused.code == 1
    assert "not empty" in refused.err
    sign()
    postgres_server.drop(used)


def test_tables_of_others_are_left_alone(site: Site, new_url: str):
    with psycopg.connect(plain(new_url)) as connection:
        connection.execute("CREATE TABLE theirs (id int)")

    refused = migrate(site, new_url)

    assert refused.code == 1
    assert "not ours" in refused.err
    assert ask(new_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 1


def test_another_version_of_the_schema_is_refused(site: Site, new_url: str):
    migrate(site, new_url, "--rehearse")
    with psycopg.connect(plain(new_url)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")

    refused = migrate(site, new_url)

    assert refused.code == 1
    assert "petition upgrade" in refused.err


@pytest.mark.parametrize(
    ("address", "said"),
    [("sqlite:///x.db", "postgresql://"), ("postgresql://nobody@127.0.0.1:1/none", "cannot be used")],
)
def test_an_address_that_leads_nowhere_is_refused(site: Site, address: str, said: str):
    refused = migrate(site, address)

    assert refused.code != 0
    assert said in refused.err


def test_a_copy_that_is_not_the_original_is_not_kept(filled: Flask, site: Site, new_url: str):
    migrate(site, new_url, "--rehearse")
    with psycopg.connect(plain(new_url)) as connection:
        connection.execute(
            "CREATE FUNCTION spoil() RETURNS trigger AS $$ BEGIN NEW.role_band := 'engineering'; RETURN NEW; END $$"
            " LANGUAGE plpgsql"
        )
        connection.execute("CREATE TRIGGER t BEFORE INSERT ON signature FOR EACH ROW EXECUTE FUNCTION spoil()")

    refused = migrate(site, new_url)

    assert refused.code == 1
    assert "“signature”" in refused.err
    assert ask(new_url, "SELECT count(*) FROM signature") == 0
    sign()


def test_a_site_that_breaks_a_promise_is_not_moved(filled: Flask, site: Site, new_url: str):
    with begin_work(OPERATOR) as work:
        work.session.execute(text("UPDATE tally_counter SET signatures = signatures + 1"))

    refused = migrate(site, new_url)

    assert refused.code == 1
    assert "Counters equal the signatures" in refused.err
    sign()


def test_a_site_that_is_on_postgresql_is_not_moved(site: Site, new_url: str):
    answer = petition("migrate-to", new_url, env={**site.environment, "DATABASE_URL": new_url})

    assert answer.code == 1
    assert "already" in answer.err
