"""Reading from a copy of the database (a streaming replica): only what everybody may see a few seconds late, and only
while the copy is near enough. Else all is read from the database itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from petition_app.database import REPLICA, UNAVAILABLE, begin_reading, db, edge
from petition_app.services.work import Actor, Work
from petition_app.settings import Settings

_LOOK_EVERY = 1.0
_LOOK_AGAIN_AFTER_FAILURE = 5.0
_READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

_WRITTEN = text("SELECT pg_current_wal_flush_lsn()::text")
# Nothing is missing where all that was written a moment ago is there. Else what is there is at least as new as the last
# transaction that came.
_SECONDS_BEHIND = text("""
SELECT CASE WHEN NOT pg_is_in_recovery() THEN NULL
            WHEN pg_last_wal_replay_lsn() >= CAST(:written AS pg_lsn) THEN 0
            ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END
""")


@dataclass(frozen=True)
class Lag:
    """`seconds` is None where the copy cannot be reached, or is none."""

    seconds: float | None
    most: int

    @property
    def is_near(self) -> bool:
        return self.seconds is not None and self.seconds <= self.most


class Replica:
    """The copy, and how far it was behind when somebody last looked, which is a second ago at most."""

    def __init__(self, primary: Engine, engine: Engine, most_seconds: int) -> None:
        self._primary, self._engine, self._most = primary, engine, most_seconds
        self._looking = threading.Lock()
        self._lag, self._until = Lag(None, most_seconds), 0.0

    def lag(self) -> Lag:
        # Whoever comes while another looks takes what is known: nobody queues for a copy that does not answer.
        if time.monotonic() >= self._until and self._looking.acquire(blocking=False):
            try:
                self._lag = self.lag_now()
                wait = _LOOK_EVERY if self._lag.seconds is not None else _LOOK_AGAIN_AFTER_FAILURE
                self._until = time.monotonic() + wait
            finally:
                self._looking.release()
        return self._lag

    def lag_now(self) -> Lag:
        try:
            with self._primary.connect() as primary, self._engine.connect() as copy:
                seconds = copy.scalar(_SECONDS_BEHIND, {"written": primary.scalar(_WRITTEN)})
        except UNAVAILABLE:
            seconds = None
        return Lag(None if seconds is None else float(seconds), self._most)

    def connection(self, *, whole: bool) -> Connection | None:
        """One that reads, where the copy is near enough; with `whole`, where nothing at all is missing in it."""
        lag = self.lag_now() if whole else self.lag()
        if not lag.is_near or (whole and lag.seconds):
            return None
        try:
            return self._engine.execution_options(**_READING).connect()
        except UNAVAILABLE:
            self._until = 0.0
            return None


def init_replica(app: Flask, settings: Settings) -> None:
    with app.app_context():
        engine = db.engines.get(REPLICA)
        found = Replica(db.engine, engine, settings.most_lag) if engine else None
    app.extensions["petition.replica"] = found


def replica() -> Replica | None:
    found: Replica | None = current_app.extensions["petition.replica"]
    return found


@contextmanager
def begin_viewing(actor: Actor) -> Iterator[Work]:
    """`begin_reading` for what may be some seconds old: pages and figures for everybody. Never for what somebody has
    just changed, nor for whether somebody may do something."""
    with _begin(actor, whole=False) as work:
        yield work


@contextmanager
def begin_long_reading(actor: Actor) -> Iterator[Work]:
    """`begin_reading` for exports: from the copy where it has all that was written until now."""
    with _begin(actor, whole=True) as work:
        yield work


@contextmanager
def _begin(actor: Actor, *, whole: bool) -> Iterator[Work]:
    copy = replica()
    connection = copy.connection(whole=whole) if copy else None
    if connection is None:
        with begin_reading(actor) as work:
            yield work
        return
    here = edge()
    with connection, Session(connection, expire_on_commit=False, autoflush=False) as session, session.begin():
        yield Work(session, here.clock(), actor, here.settings, here.keys)
