"""What a statement needs that goes through all rows of an import at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from petition_app.services.work import Work

# Kilobytes of SQLite's cache while a whole import is counted: else the index of addresses does not fit into it.
_CACHE, _USUAL_CACHE = 36_000, 2_000
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
def more_memory(work: Work) -> Iterator[None]:
    """For SQLite, while it writes a million rows: sorting and counting them afterwards needs less."""
    if not work.is_sqlite:
        yield
        return
    work.connection.execute(text(f"PRAGMA cache_size = -{_CACHE}"))
    try:
        yield
    finally:
        work.connection.execute(text(f"PRAGMA cache_size = -{_USUAL_CACHE}"))
        work.connection.execute(text("PRAGMA shrink_memory"))


def rows_added(work: Work, statement: Any) -> int:
    """How many rows it added."""
    return work.connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount
