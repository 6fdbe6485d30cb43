"""Rows by the million as the driver gives them, without what SQLAlchemy makes of each value, which takes longer than
reading it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import Any

from petition_app.services.work import Work

Raw = tuple[Any, ...]


def raw_rows(work: Work, query: Any, most: int) -> Generator[list[Raw]]:
    """The rows of a SELECT, `most` at a time, from a cursor that stays on the server (SQLite steps through its rows
    likewise). Values are the driver's own: whoever needs them alike on both engines casts them to text."""
    driver: Any = work.connection.connection.driver_connection
    cursor = driver.cursor() if work.is_sqlite else driver.cursor(name="rows")
    with closing(cursor):
        cursor.execute(statement_of(work, query), ())
        while rows := cursor.fetchmany(most):
            yield rows


def statement_of(work: Work, query: Any) -> str:
    """The SELECT as the driver takes it, with all values in it."""
    return str(query.compile(dialect=work.connection.dialect, compile_kwargs={"literal_binds": True}))
