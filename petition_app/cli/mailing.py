"""The worker: sends letters, opens, closes and launches petitions, releases tables that are due and carries out jobs
until it is told to stop, never gives up for good, and forgets in time."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from petition_app.database import UNAVAILABLE, begin_work, edge, reason_of, scrub_deleted
from petition_app.services import (
    domainalerts,
    jobs,
    lifecycle_clock,
    release_schedule,
    reminders,
    retention,
    returnbox,
    searchindex,
    webhooksending,
)
from petition_app.services.jobkinds import STEPS
from petition_app.services.posting import post_due_letters, transport_for
from petition_app.services.work import WORKER
from petition_app.settings import Settings

PAUSE = 2.0
LONGEST_PAUSE = 60.0
FORGET_EVERY = 60.0

_log = logging.getLogger(__name__)


def keep_working(settings: Settings, stop: threading.Event) -> None:
    """Send letters, publish what is due, carry out jobs and forget what is over, until `stop` is set. After a failure
    it waits longer each time, up to a minute. To be called within an application's context."""
    transport, pause, forget_at = transport_for(settings), PAUSE, time.monotonic()
    while not stop.wait(pause):
        try:
            while post_due_letters(begin_work, transport) and not stop.is_set():
                pass
            webhooksending.send_what_is_due(begin_work)
            # Letters and the clock have their turn between two batches, however long a job takes.
            is_at_work = [jobs.work_off(begin_work, STEPS), searchindex.look_after(begin_work)]
            pause = 0 if any(is_at_work) else PAUSE
            if time.monotonic() >= forget_at:
                forget()
                domainalerts.tell_of_floods(begin_work)
                reminders.remind_what_is_due(begin_work)
                if settings.bounce_dir:
                    returnbox.read_folder(begin_work, Path(settings.bounce_dir))
                lifecycle_clock.move_what_is_due(begin_work)
                release_schedule.release_what_is_due(begin_work)
                forget_at = time.monotonic() + FORGET_EVERY
        except UNAVAILABLE as error:
            pause = longer(pause)
            _log.warning("the database cannot be used: %s", reason_of(error))
        except Exception as error:
            # Whatever it was, the next letters may go. Its text could hold an address, so only its kind is told.
            pause = longer(pause)
            _log.error("a letter, a release or a job could not go on: %s", type(error).__name__)


def longer(pause: float) -> float:
    return min(max(pause, PAUSE) * 2, LONGEST_PAUSE)


def forget() -> None:
    """Delete what has been kept long enough, in as many small transactions as it takes, and drop the keys whose hour is
    over."""
    here = edge()
    here.keys.drop_expired(here.clock())
    more = True
    while more:
        with begin_work(WORKER) as work:
            more = retention.forget_what_is_over(work).more
    scrub_deleted()
