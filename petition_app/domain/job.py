"""Jobs: what takes too long for one request, done by the worker in batches; their kinds, their states, and what leads
to what."""

from __future__ import annotations

from enum import StrEnum


class JobKind(StrEnum):
    IMPORT = "import"
    IMPORT_UNDONE = "import undone"
    BULK_CHANGE = "bulk change"
    MAILING = "mailing"
    HANDOVER = "hand-over"


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self in (JobState.DONE, JobState.CANCELLED, JobState.FAILED)

    @property
    def is_due(self) -> bool:
        """Whether the worker goes on with it."""
        return self in (JobState.WAITING, JobState.RUNNING)
