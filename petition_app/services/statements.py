"""Statements of the hot path: compiled to text once for each engine, then run by the driver itself for many rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, Enum, LargeBinary, Uuid
from sqlalchemy.dialects import postgresql, sqlite

from petition_app.services.work import Work

_Row = Mapping[str, Any]
# Python's driver gives way to other threads at every step of SQLite, and then waits for its turn: an INSERT of many
# rows is one step. Powers of two, so that a few texts do for every number of rows; SQLite takes 32,766 values.
_MOST_ROWS, _MOST_KEYS = 64, 1_024


class Statement:
    """`build` is given the engine's own `insert` and returns the statement; `columns` are those that every row has, and
    no two rows may meet in the same key.

    What SQLAlchemy does for one execution (looking the statement up, making its parameters, wrapping its result) costs
    as much as the statement itself: here it is done once for all rows.
    """

    def __init__(self, build: Callable[[Any], Any], *columns: str) -> None:
        self._build, self._columns = build, columns
        self._compiled: dict[str, Callable[[Work, Sequence[_Row]], int]] = {}

    def run(self, work: Work, rows: Sequence[_Row]) -> int:
        """Run it for each of these rows, in their order; how many rows of the table that touched."""
        dialect = work.connection.dialect
        if dialect.name not in self._compiled:
            compiled = _of_sqlite if dialect.name == "sqlite" else _of_postgresql
            self._compiled[dialect.name] = compiled(self._build, self._columns, dialect)
        return self._compiled[dialect.name](work, rows)


def _of_sqlite(
    build: Callable[[Any], Any], columns: Sequence[str], dialect: Dialect
) -> Callable[[Work, Sequence[_Row]], int]:
    one = build(sqlite.insert)
    # As SQLAlchemy writes them: in the order of the table.
    given = [(each.name, _to_driver(each.type, dialect)) for each in one.table.c if each.name in columns]
    bound = _binder(given)
    texts: dict[int, str] = {}

    def text(rows: int) -> str:
        if rows not in texts:
            values = [dict.fromkeys(columns)] * rows
            texts[rows] = str(build(lambda table: sqlite.insert(table).values(values)).compile(dialect=dialect))
        return texts[rows]

    def run(work: Work, rows: Sequence[_Row]) -> int:
        connection, touched = work.connection, 0
        for part in _parts(rows):
            values = tuple([value for row in part for value in bound(row)])
            touched += connection.exec_driver_sql(text(len(part)), values).rowcount
        return touched

    return run


def _parts(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    start, size = 0, _MOST_ROWS
    while start < len(rows):
        while size > len(rows) - start:
            size //= 2
        yield rows[start : start + size]
        start += size


class Lookup:
    """A SELECT of SQLite by keys of one column, run by the driver itself; `build` is given the keys."""

    def __init__(self, build: Callable[[Sequence[Any]], Any]) -> None:
        self._build = build
        self._texts: dict[int, str] = {}

    def run(self, work: Work, keys: Sequence[Any]) -> Sequence[Any]:
        """The rows of these keys as the driver gives them; each once, however often its key is asked for."""
        found: list[Any] = []
        for start in range(0, len(keys), _MOST_KEYS):
            part = tuple(keys[start : start + _MOST_KEYS])
            # A few texts do for every number of keys.
            size = 1 << (len(part) - 1).bit_length()
            asked = part + part[-1:] * (size - len(part))
            found += work.connection.exec_driver_sql(self._text(work, size), asked).all()
        return found

    def _text(self, work: Work, keys: int) -> str:
        if keys not in self._texts:
            made = self._build([None] * keys).compile(
                dialect=work.connection.dialect, compile_kwargs={"render_postcompile": True}
            )
            self._texts[keys] = str(made)
        return self._texts[keys]


def _of_postgresql(
    build: Callable[[Any], Any], columns: Sequence[str], dialect: Dialect
) -> Callable[[Work, Sequence[_Row]], int]:
    # The driver sends all rows before it waits for the first answer.
    compiled: Any = build(postgresql.insert).compile(dialect=dialect, column_keys=list(columns))
    given = [(name, _to_driver(bind.type, dialect)) for name, bind in compiled.binds.items()]

    def run(work: Work, rows: Sequence[_Row]) -> int:
        bound = [{name: give(row[name]) for name, give in given} for row in rows]
        return work.connection.exec_driver_sql(str(compiled), bound).rowcount

    return run


def _binder(given: Sequence[tuple[str, Callable[[Any], Any]]]) -> Callable[[_Row], list[Any]]:
    """The values of a row for the driver, in this order."""
    taken = itemgetter(*(name for name, _ in given))
    others = [(at, give) for at, (_, give) in enumerate(given) if give is not _as_it_is]

    def bound(row: _Row) -> list[Any]:
        values = list(taken(row))
        for at, give in others:
            values[at] = give(values[at])
        return values

    return bound


def _to_driver(kind: Any, dialect: Dialect) -> Callable[[Any], Any]:
    """How a value of this type is given to the driver. Days and times are worked out once, as many rows share them;
    bytes are what both drivers take. That a word is one of its kind is for the database to say."""
    if isinstance(kind, Enum):
        return str.__str__
    processor: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    if processor is None or isinstance(kind, LargeBinary):
        return _as_it_is
    # To look a key up takes as long as to write it down.
    if isinstance(kind, Uuid):
        return processor
    return lru_cache(maxsize=1_000, typed=True)(processor)


def _as_it_is(value: Any) -> Any:
    return value
