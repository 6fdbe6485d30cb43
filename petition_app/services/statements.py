"""Statements of the hot path: compiled to text once for each engine, then run by the driver itself for many rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from petition_app.services.work import Work

_Row = Mapping[str, Any]


class Statement:
    """`build` is given the engine's own `insert` and returns the statement; `columns` are those that every row has.

    What SQLAlchemy does for one execution (looking the statement up, making its parameters, wrapping its result) costs
    as much as the statement itself: here it is done once for all rows.
    """

    def __init__(self, build: Callable[[Any], Any], *columns: str) -> None:
        self._build, self._columns = build, columns
        self._compiled: dict[str, tuple[str, Callable[[Sequence[_Row]], list[Any]]]] = {}

    def run(self, work: Work, rows: Sequence[_Row]) -> int:
        """Run it for each of these rows, in their order; how many rows of the table that touched."""
        dialect = work.connection.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._compile(dialect)
        text, bound = self._compiled[dialect.name]
        return work.connection.exec_driver_sql(text, bound(rows)).rowcount

    def _compile(self, dialect: Dialect) -> tuple[str, Callable[[Sequence[_Row]], list[Any]]]:
        insert = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
        compiled: Any = self._build(insert).compile(dialect=dialect, column_keys=list(self._columns))
        to_driver = {name: _to_driver(bind.type, dialect) for name, bind in compiled.binds.items()}
        if compiled.positional:
            order = [(name, to_driver[name]) for name in compiled.positiontup]
            return str(compiled), lambda rows: [tuple([give(row[name]) for name, give in order]) for row in rows]
        named = list(to_driver.items())
        return str(compiled), lambda rows: [{name: give(row[name]) for name, give in named} for row in rows]


def _to_driver(kind: Any, dialect: Dialect) -> Callable[[Any], Any]:
    """How a value of this type is given to the driver."""
    processor: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return processor or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
