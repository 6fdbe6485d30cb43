"""INSERT … ON CONFLICT for both engines: the same clause under two imports."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from petition_app.models import Base
from petition_app.services.work import Work


def table(model: type[Base]) -> Table:
    """The table of a model, for statements that need no objects."""
    found = model.__table__
    assert isinstance(found, Table)
    return found


class Upsert:
    """One prepared statement for each engine, built once by `build`, which is given that engine's `insert`."""

    def __init__(self, build: Any) -> None:
        self._sqlite = build(sqlite.insert)
        self._postgresql = build(postgresql.insert)

    def on(self, work: Work) -> Any:
        return self._sqlite if work.is_sqlite else self._postgresql
