"""Rows as both databases can say them alike: texts, whole numbers, bytes and nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Table, Uuid

from petition_app.models.base import UtcDateTime

Row = tuple[Any, ...]

AT_ONCE = 2_000
_WHOLE = 2**128


@dataclass
class Sum:
    """How many rows, and the sum of their digests: the same for the same rows in any order, and two equal rows are not
    one."""

    rows: int = 0
    digests: int = 0

    def add(self, rows: Sequence[Row]) -> None:
        digest = hashlib.blake2b
        parts = [int.from_bytes(digest(repr(row).encode(), digest_size=16).digest()) for row in rows]
        self.rows, self.digests = self.rows + len(rows), (self.digests + sum(parts)) % _WHOLE


def of_sqlite(source: Connection, table: Table) -> Generator[list[Row]]:
    """As SQLite keeps them: keys in hexadecimal, days and moments as ISO texts in UTC, yes and no as 1 and 0."""
    driver: Any = source.connection.driver_connection
    return _batches(driver.cursor(), f"SELECT {names(table)} FROM {table.name}")  # noqa: S608 - our own names


def of_postgresql(target: Connection, table: Table) -> Generator[list[Row]]:
    """The same rows in the same form, from a cursor that stays on the server."""
    driver: Any = target.connection.driver_connection
    told = ", ".join(_told(column) for column in table.columns)
    return _batches(driver.cursor(name="moved"), f"SELECT {told} FROM {table.name}")  # noqa: S608 - our own names


def write(target: Connection, table: Table, batches: Iterable[Sequence[Row]]) -> None:
    driver: Any = target.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names(table)}) FROM STDIN") as copy:
        for rows in batches:
            for row in rows:
                copy.write_row(row)


def names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _batches(cursor: Any, query: str) -> Generator[list[Row]]:
    with closing(cursor):
        cursor.execute(query)
        while rows := cursor.fetchmany(AT_ONCE):
            yield rows


def _told(column: Column[Any]) -> str:
    name = f'"{column.name}"'
    if isinstance(column.type, Uuid):
        return f"replace({name}::text, '-', '')"
    if isinstance(column.type, Boolean):
        return f"{name}::int"
    if isinstance(column.type, Date):
        return f"{name}::text"
    if isinstance(column.type, UtcDateTime):
        return f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return name
