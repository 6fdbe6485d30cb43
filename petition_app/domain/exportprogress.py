"""How far an export is: on its way, all of it gone, or stopped before its end."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

#: A download that stands still for so long is told as stopped. PostgreSQL would end what is being read then, too.
STANDS_STILL = timedelta(minutes=5)


class ExportState(StrEnum):
    UNDER_WAY = "under way"
    COMPLETE = "complete"
    STOPPED = "stopped"

    @property
    def is_over(self) -> bool:
        return self is not ExportState.UNDER_WAY


def state_of(
    finished_at: datetime | None, stopped_at: datetime | None, moved_at: datetime, now: datetime
) -> ExportState:
    """`moved_at` is when it was last seen to move. A server that was killed, or a connection that hangs, says nothing:
    silence for long enough is an end as well, until rows leave again."""
    if finished_at:
        return ExportState.COMPLETE
    is_silent = now - moved_at > STANDS_STILL
    return ExportState.STOPPED if stopped_at or is_silent else ExportState.UNDER_WAY
