"""What a statement needs that goes through all rows of an import at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from petition_app.services.work import Work

#: Kilobytes of SQLite's cache while a whole import is counted: else the index of addresses does not fit into it.
CACHE = 36_000
# Below so many, dropping and making indexes is not worth it.
_MANY = 10_000
# Megabytes in which PostgreSQL sorts and compares.
_SORTING = 64


def be_patient(work: Work) -> None:
    """On PostgreSQL, let the statements of this transaction take longer and more memory than others, and let it look at
    what has just been staged: of tables that grew by a million rows since it looked last it thinks as of empty ones,
    and compares each row with each."""
    if not work.is_sqlite:
        work.connection.execute(text("SET LOCAL statement_timeout = '10min'"))
        work.connection.execute(text(f"SET LOCAL work_mem = '{_SORTING}MB'"))
        work.connection.execute(text("ANALYZE import_row, import_employer"))


@contextmanager
def late_indexes(work: Work, rows: int) -> Iterator[None]:
    """For SQLite, where so many rows are at least as many as there are signatures: the indexes of signatures are made
    anew after them, in the same transaction, which is faster than to strew each row over all of them. Nobody
    comes twice meanwhile: whoever was on record has been set aside before."""
    if not work.is_sqlite or not _is_most(work, rows):
        yield
        return
    indexes = work.connection.execute(_INDEXES).all()
    for name, _ in indexes:
        work.connection.execute(text(f"DROP INDEX {name}"))
    yield
    for _, statement in indexes:
        work.connection.execute(text(statement))


# Those without a statement belong to a constraint of the table.
_INDEXES = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'signature' AND sql IS NOT NULL"
)


def _is_most(work: Work, rows: int) -> bool:
    """Whether they are many, and the signatures there are no more."""
    more = text("SELECT EXISTS (SELECT 1 FROM signature LIMIT 1 OFFSET :rows)")
    return rows >= _MANY and not work.connection.scalar(more, {"rows": rows})


def rows_added(work: Work, statement: Any) -> int:
    """How many rows it added."""
    return work.connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount
