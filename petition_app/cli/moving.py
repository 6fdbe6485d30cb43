"""How a site is moved from SQLite to PostgreSQL, and in which order, so that it can be broken off anywhere."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.orm import Session
from tqdm import tqdm

from petition_app import migrations
from petition_app.cli.preparing import CannotRun, refuse_other_schema
from petition_app.database import UNAVAILABLE, edge, make_engine, reason_of, utc_now
from petition_app.domain.events import Action
from petition_app.services import audit, verifying
from petition_app.services.moving import copies, marks, targets
from petition_app.services.work import OPERATOR, Work
from petition_app.settings import Settings
from petition_app.writelock import mark_as_moved, moved_to, take_back_mark


@dataclass(frozen=True)
class Copied:
    rows: int
    promises: int
    seconds: float


@contextmanager
def reached(settings: Settings, *, reading: bool = False) -> Iterator[Connection]:
    """A connection that is let go of at the end. Raises CannotRun where the database is out of reach."""
    engine = make_engine(settings)
    try:
        with engine.execution_options(reading=reading).connect() as connection:
            yield connection
    except UNAVAILABLE as error:
        what = "petition.db" if settings.is_sqlite else "PostgreSQL there"
        raise CannotRun(f"{what} cannot be used at the moment ({reason_of(error)}). Nothing was moved.") from error
    finally:
        engine.dispose()


def make_tables(there: Settings) -> None:
    """Make ours in an empty database. Raises CannotRun where there are others, or an older or newer version of ours."""
    with reached(there) as target:
        is_empty = not targets.has_tables(target)
    engine = make_engine(there)
    try:
        if is_empty:
            migrations.upgrade(engine)
        revision = migrations.current(engine)
    finally:
        engine.dispose()
    if revision is None:
        raise CannotRun("The database there has tables that are not ours. Name an empty one.")
    refuse_other_schema(revision)


def move(settings: Settings, there: Settings, target: Connection, *, for_good: bool) -> Copied:
    """Copy, compare and verify in one transaction of each database: until both are committed nothing has changed."""
    start = time.monotonic()
    with reached(settings, reading=not for_good) as source:
        targets.take(target)
        with tqdm(total=2 * copies.total(source), unit=" rows", desc="Copying", disable=None) as bar:

            def progress(more: int) -> None:
                bar.update(more)

            rows = copies.copy(source, target, progress)
        promises = _verify(there, target)
        if for_good:
            _switch(settings, source, target)
        else:
            target.rollback()
    return Copied(rows, promises, time.monotonic() - start)


def complete(settings: Settings, there: Settings) -> None:
    """What is left to do of a switch that was broken off. Raises CannotRun where the site was moved to elsewhere."""
    with reached(there) as target:
        note = targets.unfinished(target) if targets.has_tables(target) else None
        if note and note == moved_to(settings.data_dir):
            with reached(settings) as source:
                marks.refuse_writing(source)
                source.commit()
            targets.note(target, None)
            target.commit()
        elif note or not targets.has_tables(target):
            raise CannotRun("This site was moved already, to another database. `petition migrate-back` undoes that.")


def let_go_on(settings: Settings) -> None:
    """Let the file be written to again."""
    with reached(settings) as source:
        marks.allow_writing(source)
        source.commit()
    take_back_mark(settings.data_dir)


def _verify(there: Settings, target: Connection) -> int:
    """What `petition verify` would say of the copy; then the first line of the audit log that only the copy has."""
    with Session(target, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
        work = Work(session, utc_now(), OPERATOR, there, edge().keys)
        promises = verifying.verify(work)
        if broken := [promise.name for promise in promises if not promise.holds]:
            raise CannotRun(f"The copy breaks a promise ({broken[0]}), so nothing was moved. Run `petition verify`.")
        audit.record(work, Action.DATABASE_MOVED)
        work.finish()
        session.commit()
    return len(promises)


def _switch(settings: Settings, source: Connection, target: Connection) -> None:
    """The copy first, still noted as one that nobody switched to; then the file is closed; then the copy is the site.

    Wherever this is broken off, one of the two at most takes signatures, and the same command completes it."""
    copy = f"{targets.UNFINISHED} {uuid.uuid4().hex}"
    targets.note(target, copy)
    target.commit()
    mark_as_moved(settings.data_dir, copy)
    marks.refuse_writing(source)
    source.commit()
    targets.note(target, None)
    target.commit()
