"""The schema: what the migrations make is what the models say, and an upgrade happens whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, Inspector, event, inspect

from petition_app import migrations
from petition_app.database import make_engine
from petition_app.models import Base
from petition_app.services import searchindex
from petition_app.settings import load_settings
from tests.postgres import PostgresServer


class PulledPlug(Exception):
    """Ends an upgrade in the middle of it."""


def empty_databases(name: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Two engines, each with a database that holds nothing."""
    server: PostgresServer | None = request.getfixturevalue("postgres_server") if name == "postgresql" else None
    while True:
        folder = folder / "next"
        folder.mkdir()
        environment = {"PETITION_DATA_DIR": str(folder)}
        if server:
            environment["DATABASE_URL"] = server.new_database()
        engine = make_engine(load_settings(environment))
        yield engine
        engine.dispose()


@pytest.fixture
def databases(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    return empty_databases(engine_name, tmp_path, request)


@pytest.fixture
def empty(databases: Iterator[Engine]) -> Engine:
    return next(databases)


def is_of_models(name: str | None, kind: str = "table", _: object = None) -> bool:
    """Alembic's own table is not, nor is what the index of names consists of."""
    return kind != "table" or name is None or (name != "alembic_version" and not name.startswith(searchindex.TABLES))


def schema_of(engine: Engine) -> dict[str, dict[str, Any]]:
    """Everything that the database itself says of its tables, but for what is not of the models."""
    seen = inspect(engine)
    found = {name: described(seen, name) for name in seen.get_table_names() if is_of_models(name)}
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            for row in connection.exec_driver_sql("PRAGMA table_list").mappings():
                if row["name"] in found:
                    found[row["name"]]["unordered"] = row["wr"]
    return found


def described(seen: Inspector, table: str) -> dict[str, Any]:
    return {
        "columns": sorted((c["name"], str(c["type"]), c["nullable"], c["default"]) for c in seen.get_columns(table)),
        "key": seen.get_pk_constraint(table),
        "foreign keys": sorted(map(str, seen.get_foreign_keys(table))),
        "checks": sorted((str(c["name"]), " ".join(c["sqltext"].split())) for c in seen.get_check_constraints(table)),
        "unique": sorted(map(str, seen.get_unique_constraints(table))),
        "indexes": sorted(
            (str(i["name"]), str(i["column_names"]), str(i["unique"]), *map(str, i.get("dialect_options", {}).values()))
            for i in seen.get_indexes(table)
        ),
    }


def test_migrating_an_empty_database_gives_exactly_the_models(databases: Iterator[Engine]):
    migrated = next(databases)
    migrations.upgrade(migrated)
    opts = {"compare_type": True, "compare_server_default": True, "include_name": is_of_models}
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts=opts)
        differences = compare_metadata(context, Base.metadata)
    schema = schema_of(migrated)
    made = next(databases)
    Base.metadata.create_all(made)

    assert differences == []
    assert schema == schema_of(made)


def test_a_second_upgrade_does_nothing(empty: Engine):
    migrations.upgrade(empty)
    before = schema_of(empty)
    statements: list[str] = []
    event.listen(empty, "before_cursor_execute", lambda *about: statements.append(about[2]))
    migrations.upgrade(empty)

    changing = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE")
    assert not [each for each in statements if each.lstrip().startswith(changing)]
    assert migrations.current(empty) == migrations.newest()
    assert schema_of(empty) == before


def fail_at(engine: Engine, number: int) -> None:
    """Let the statement of this number, counted from now, fail after it has been carried out."""
    left = number

    def pull(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise PulledPlug

    event.listen(engine, "after_cursor_execute", pull)


def statements_of_an_upgrade(engine: Engine, start: str | None) -> int:
    if start:
        migrations.upgrade(engine, start)
    count = 0

    def add(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(engine, "after_cursor_execute", add)
    migrations.upgrade(engine)
    return count


@pytest.mark.parametrize("start", [None, "0002"])
def test_an_upgrade_that_is_cut_short_leaves_the_old_schema(databases: Iterator[Engine], start: str | None):
    every = statements_of_an_upgrade(next(databases), start)
    assert every > 20

    for number in {*range(5, every, 9), every}:
        engine = next(databases)
        if start:
            migrations.upgrade(engine, start)
        before = schema_of(engine)
        fail_at(engine, number)
        with pytest.raises(PulledPlug):
            migrations.upgrade(engine)
        engine.dispose()

        assert (migrations.current(engine), schema_of(engine)) == (start, before), f"statement {number} of {every}"
