"""The PostgreSQL database that a site is moved to: whether it may be filled, and what is put aside while it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, inspect, text

from petition_app.models import Base
from petition_app.services import searchindex
from petition_app.services.moving.refusals import CannotBeMoved

# Beside the tables, so that a copy that was never switched to is known for what it is.
UNFINISHED = "A copy that was not switched to, and may be made anew, number"
_NOTE = text("SELECT obj_description('instance'::regclass, 'pg_class')")
_REFERENCES = text("""
SELECT conrelid::regclass::text AS holder, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS says
FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2
""")
# Those of keys stay: what stands in for them is a constraint.
_INDEXES = text("""
SELECT quote_ident(relname) AS name, pg_get_indexdef(indexrelid) AS says
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace = current_schema()::regnamespace
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1
""")
_PATIENCE = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL lock_timeout = '10s'",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL maintenance_work_mem = '256MB'",
)


def has_tables(target: Connection) -> bool:
    return bool(inspect(target).get_table_names())


def take(target: Connection) -> None:
    """Nobody else reads or writes it until this transaction ends, and it is empty: rows of a copy that nobody switched
    to are taken out. Raises CannotBeMoved where it holds anything else."""
    ours = [table.name for table in Base.metadata.sorted_tables]
    # The index of names is filled by triggers as rows come.
    kept_by_triggers = [name for name in inspect(target).get_table_names() if name.startswith(searchindex.TABLES)]
    tables = ", ".join([*ours, *kept_by_triggers])
    for statement in _PATIENCE:
        target.execute(text(statement))
    target.execute(text(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE"))
    if not unfinished(target):
        _refuse_rows(target)
    # An empty one as well: should this be taken back, no room is left taken by rows that never were.
    target.execute(text(f"TRUNCATE {tables}"))


def _refuse_rows(target: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        if target.execute(text(f"SELECT 1 FROM {table.name} LIMIT 1")).first():  # noqa: S608 - our own names
            raise CannotBeMoved(f"The database there is not empty: “{table.name}” has rows. Name an empty one.")


def unfinished(target: Connection) -> str | None:
    """What is noted of a copy that was not switched to; None for any other database."""
    note = target.scalar(_NOTE)
    return str(note) if note and note.startswith(UNFINISHED) else None


def note(target: Connection, what: str | None) -> None:
    said = f"'{what}'" if what else "NULL"
    target.execute(text(f"COMMENT ON TABLE instance IS {said}"))


@contextmanager
def bare(target: Connection) -> Iterator[None]:
    """Without references and indexes, so that rows may come in any order and fast. At the end both are made again, and
    with them every reference is checked."""
    references, indexes = target.execute(_REFERENCES).all(), target.execute(_INDEXES).all()
    for each in references:
        target.execute(text(f"ALTER TABLE {each.holder} DROP CONSTRAINT {each.name}"))
    for each in indexes:
        target.execute(text(f"DROP INDEX {each.name}"))
    yield
    for each in indexes:
        target.exec_driver_sql(each.says)
    for each in references:
        target.exec_driver_sql(f"ALTER TABLE {each.holder} ADD CONSTRAINT {each.name} {each.says}")
