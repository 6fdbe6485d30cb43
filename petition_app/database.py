"""The database: Flask-SQLAlchemy over our own tables, engine set-up for both engines, and `begin_work`."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, date, datetime
from typing import Any, cast

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from petition_app.models import Base
from petition_app.postgresql import connection_options, patient_options, set_each_transaction
from petition_app.security.keyring import Keyring
from petition_app.services.work import Actor, Work
from petition_app.settings import Settings
from petition_app.writelock import WriteLock

db = SQLAlchemy(metadata=Base.metadata)

_PATIENCE_MS, _SCRUB_PATIENCE_MS = 5000, 200
_MOST_KEPT_CONNECTIONS = 16

# FULL: NORMAL loses acknowledged rows on power loss. One checkpointer at a time: `WriteLock` is held around commits,
# and thereby around the checkpoints they trigger.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={_PATIENCE_MS}",
    "secure_delete=ON",
    "trusted_schema=OFF",
    # 32 MB, so that all pages that a group of signatures changes stay in memory until its commit; and up to 128 MB of
    # log, so that a page that many groups change is written into the file once.
    "cache_size=-32768",
    "wal_autocheckpoint=32768",
)
#: The name of the engine that reads from a copy of the database, where there is one.
REPLICA = "replica"
#: What a service raises when the database is out of reach or too busy: nothing was done, and it may be tried again.
UNAVAILABLE = (OperationalError, PoolTimeout)


_DEADLOCK = "40P01"
#: What PostgreSQL raises for text that cannot be stored, such as one with a NUL.
UNSTORABLE = DataError


def reason_of(error: Exception) -> str:
    """The kind of a database error for the log, without its text, which could hold what somebody typed."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, sqlite3.OperationalError):
        return str(getattr(origin, "sqlite_errorname", "SQLITE"))
    return type(origin).__name__


def is_deadlock(error: Exception) -> bool:
    """Whether two transactions waited for each other, and this one was given up: it may be tried again at once."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == _DEADLOCK


class Edge:
    """What `begin_work` needs of the running application: kept in `app.extensions["petition"]`."""

    def __init__(self, settings: Settings, keys: Keyring, clock: Callable[[], datetime]) -> None:
        self.settings = settings
        self.keys = keys
        self.clock = clock
        self.write_lock = WriteLock(settings.data_dir) if settings.is_sqlite else nullcontext()
        #: Another number for each change that this process has made: what was read before may not be so any more.
        self.change = 0
        self._count = itertools.count(1)

    def note_change(self) -> None:
        """Something was committed."""
        self.change = next(self._count)

    def today(self) -> date:
        return self.clock().astimezone(UTC).date()


def utc_now() -> datetime:
    return datetime.now(UTC)


def init_database(app: Flask, settings: Settings, keys: Keyring, clock: Callable[[], datetime] = utc_now) -> None:
    """Bind `db` to `app`. The tables are made by the migrations, not here."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.sqlalchemy_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    if settings.read_database_url:
        app.config["SQLALCHEMY_BINDS"] = {REPLICA: {"url": settings.read_database_url, **engine_options(settings)}}
    db.init_app(app)
    app.extensions["petition"] = Edge(settings, keys, clock)
    with app.app_context():
        prepare_engine(db.engine)
        if settings.database_pooler:
            for engine in db.engines.values():
                set_each_transaction(engine)


def make_engine(settings: Settings) -> Engine:
    """An engine of its own, for what comes before the application: looking at the schema and bringing it up to date."""
    patient = {"hide_parameters": True, "poolclass": NullPool, "connect_args": patient_options(settings)}
    options = engine_options(settings) if settings.is_sqlite else patient
    engine = create_engine(settings.sqlalchemy_url, **options)
    prepare_engine(engine)
    return engine


def engine_options(settings: Settings) -> dict[str, Any]:
    """`hide_parameters`: an error message must never carry what somebody typed into a form."""
    if settings.is_sqlite:
        connect: dict[str, Any] = {"timeout": 5, "check_same_thread": False}
        # The connection used last has the newest pages in its memory.
        return {"hide_parameters": True, "pool_use_lifo": True, "connect_args": connect}
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        # Signatures of all threads go through one connection.
        "pool_size": max(5, min(settings.threads, _MOST_KEPT_CONNECTIONS)),
        "max_overflow": 5,
        "connect_args": connection_options(settings),
    }


def prepare_engine(engine: Engine) -> None:
    """SQLite only: settings of each connection, and transactions that begin when we say so."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _: object) -> None:
        # The driver's own transactions start late and end early; ours are explicit.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def edge() -> Edge:
    return edge_of(current_app)


def edge_of(app: Flask) -> Edge:
    return cast(Edge, app.extensions["petition"])


@contextmanager
def begin_work(actor: Actor) -> Iterator[Work]:
    """One transaction that writes: committed whole at the end of the block, or not at all."""
    here = edge()
    with here.write_lock, Session(db.engine, expire_on_commit=False, autoflush=True) as session, session.begin():
        work = Work(session, here.clock(), actor, here.settings, here.keys)
        yield work
        work.finish()
    here.note_change()
    for done in work.after_commit:
        done()


@contextmanager
def begin_trial(actor: Actor) -> Iterator[Work]:
    """One transaction that writes and is taken back at the end of the block: to see what something would change."""
    here = edge()
    with here.write_lock, Session(db.engine, expire_on_commit=False, autoflush=True) as session:
        yield Work(session, here.clock(), actor, here.settings, here.keys)
        session.rollback()


@contextmanager
def begin_reading(actor: Actor) -> Iterator[Work]:
    """One transaction that only reads, all of it from the same state of the database."""
    here = edge()
    bind = db.engine.execution_options(reading=True)
    if not here.settings.is_sqlite:
        bind = bind.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with Session(bind, expire_on_commit=False, autoflush=False) as session, session.begin():
        yield Work(session, here.clock(), actor, here.settings, here.keys)


def scrub_deleted() -> None:
    """Take what was just erased out of SQLite's write-ahead log as well; the main file is overwritten already.

    Where somebody is still reading, an export for one, that has to wait: the mail worker comes back every minute.
    """
    here = edge()
    if here.settings.is_sqlite:
        # The driver's own connection: in a transaction, such as the engine would begin, the log cannot be emptied.
        with here.write_lock, closing(db.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            # Everybody who writes waits for this lock meanwhile, so it is not held for a slow reader.
            cursor.execute(f"PRAGMA busy_timeout={_SCRUB_PATIENCE_MS}")
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                cursor.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
                cursor.close()
