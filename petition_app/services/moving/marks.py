"""The SQLite file after its site was moved: whatever program would write to it is refused by the database itself."""

from __future__ import annotations

from sqlalchemy import Connection, text

from petition_app.models import Base

_DEEDS = ("INSERT", "UPDATE", "DELETE")
_SAID = "this site was moved to PostgreSQL"


def refuse_writing(source: Connection) -> None:
    for name, deed, table in _triggers():
        raises = f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
        source.execute(text(f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {deed} ON {table} {raises}"))


def allow_writing(source: Connection) -> None:
    for name, _, _ in _triggers():
        source.execute(text(f"DROP TRIGGER IF EXISTS {name}"))


def _triggers() -> list[tuple[str, str, str]]:
    return [
        (f"moved_{table.name}_{deed.lower()}", deed, table.name)
        for table in Base.metadata.sorted_tables
        for deed in _DEEDS
    ]
