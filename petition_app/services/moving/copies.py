"""The copy: every table, each row digested as it is read, and compared with what the other database says it holds."""

from __future__ import annotations

from collections.abc import Callable, Generator

from sqlalchemy import Connection, Table, func, select, text

from petition_app.models import Base
from petition_app.services.moving import plainrows, targets
from petition_app.services.moving.plainrows import Row, Sum
from petition_app.services.moving.refusals import CannotBeMoved

#: Told how many more rows were copied or compared.
Progress = Callable[[int], None]


def total(source: Connection) -> int:
    """How many rows there are to copy."""
    return sum(source.scalar(select(func.count()).select_from(table)) or 0 for table in tables())


def tables() -> list[Table]:
    return list(Base.metadata.sorted_tables)


def copy(source: Connection, target: Connection, progress: Progress) -> int:
    """Copy every row of `source`, which must stand still, into `target`, which must be empty, and compare them.

    Nothing is committed. Returns how many rows there are. Raises CannotBeMoved where the copy is not the original."""
    read = dict[str, Sum]()
    with targets.bare(target):
        for table in tables():
            read[table.name] = Sum()
            _copy(source, target, table, _summed(plainrows.of_sqlite(source, table), read[table.name], progress))
    for table in tables():
        target.execute(text(f"ANALYZE {table.name}"))
        written = Sum()
        for _ in _summed(plainrows.of_postgresql(target, table), written, progress):
            pass
        if written != read[table.name]:
            raise CannotBeMoved(f"The copy of “{table.name}” is not the same as the original. Nothing was moved.")
    return sum(each.rows for each in read.values())


def _copy(source: Connection, target: Connection, table: Table, batches: Generator[list[Row]]) -> None:
    try:
        plainrows.write(target, table, batches)
    except Exception as error:
        # What PostgreSQL says could hold what stands in the row.
        raise CannotBeMoved(f"PostgreSQL does not take “{table.name}” ({type(error).__name__}).") from error


def _summed(batches: Generator[list[Row]], so_far: Sum, progress: Progress) -> Generator[list[Row]]:
    for rows in batches:
        so_far.add(rows)
        yield rows
        progress(len(rows))
