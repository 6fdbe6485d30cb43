"""How much of SQLite's file its connection keeps in memory, for work that differs from what is usual."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from petition_app.services.work import Work


@contextmanager
def page_cache(work: Work, kilobytes: int) -> Iterator[None]:
    """So much until this ends, and then as much as before, of which none is filled. Nothing on PostgreSQL."""
    if not work.is_sqlite:
        yield
        return
    connection = work.connection
    usual = connection.scalar(text("PRAGMA cache_size"))
    connection.execute(text(f"PRAGMA cache_size = -{kilobytes}"))
    try:
        yield
    finally:
        connection.execute(text(f"PRAGMA cache_size = {usual}"))
        connection.execute(text("PRAGMA shrink_memory"))
