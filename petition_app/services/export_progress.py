"""How far an export is, written down beside it while it streams, so that pages of every server can tell.

A thread of its own does that: whatever it has to wait for, the file does not wait with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from petition_app.domain.export import ExportKind
from petition_app.domain.exportprogress import ExportState, state_of
from petition_app.domain.refusals import Refusal
from petition_app.models import Export
from petition_app.services.export_passing import Passing
from petition_app.services.work import Actor, Begin, Work

_WORTH_TELLING = timedelta(days=1)
#: Seconds from the start to the first note, and from one note to the next. What is over before leaves none.
_EVERY = 1.0


@dataclass(frozen=True)
class Progress:
    """`rows` have left so far, of `expected` in all; that is none until it is known."""

    export: UUID
    kind: ExportKind
    state: ExportState
    rows: int
    expected: int | None
    digest: str


def of(work: Work, export: Export) -> Progress:
    state = state_of(export.finished_at, export.stopped_at, export.moved_at, work.now)
    digest = export.digest.hex() if export.digest else ""
    return Progress(export.id, ExportKind(export.kind), state, export.rows, export.expected, digest)


def newest_of_mine(work: Work, petition: UUID) -> Progress | None:
    """Of the export that the actor began last, if that was within a day."""
    query = select(Export).where(
        Export.petition_id == petition,
        Export.actor == str(work.actor),
        Export.started_at > work.now - _WORTH_TELLING,
    )
    found = work.session.scalars(query.order_by(Export.started_at.desc(), Export.id.desc()).limit(1)).one_or_none()
    return of(work, found) if found else None


@contextmanager
def told(export: UUID, actor: Actor, begin_work: Begin, passing: Passing) -> Iterator[None]:
    """While the block runs, how far it is is noted once a second; and where the block does not come to its end, whoever
    or whatever broke it off, that it stopped there."""
    note = partial(_note, export, actor, begin_work)
    over = threading.Event()
    # The application that this runs in is known by its context, which a thread does not have by itself.
    noting = threading.Thread(target=copy_context().run, args=(_keep_noting, note, passing, over), daemon=True)
    noting.start()
    try:
        yield
    except BaseException:
        _end(noting, over)
        note(passing, has_stopped=True)
        raise
    _end(noting, over)


def _end(noting: threading.Thread, over: threading.Event) -> None:
    over.set()
    # It may be writing, and the end is to be written after that.
    noting.join()


def _keep_noting(note: Callable[[Passing], bool], passing: Passing, over: threading.Event) -> None:
    noted = Passing()
    while not over.wait(_EVERY):
        passed = replace(passing)
        if passed != noted and note(passed):
            noted = passed


def _note(export: UUID, actor: Actor, begin_work: Begin, passed: Passing, *, has_stopped: bool = False) -> bool:
    """People look at this: where the database has no time for it, or the site is moved, the export goes on without."""
    try:
        with begin_work(actor) as work:
            facts = {"rows": passed.rows, "expected": passed.expected, "moved_at": work.now}
            if has_stopped:
                facts["stopped_at"] = work.now
            work.session.execute(update(Export).where(Export.id == export).values(facts))
    except (Refusal, OperationalError, PoolTimeout):
        return False
    return True
