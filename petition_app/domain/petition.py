"""What a petition is: its states, when it takes signatures, and the publishing policy frozen at its launch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    DELIVERED = "delivered"
    ARCHIVED = "archived"


class Custody(StrEnum):
    """Who can open private fields."""

    INSTANCE = "instance"
    ORGANISERS = "organisers"


class ResponseKind(StrEnum):
    """What an addressee did or did not say."""

    NONE = "none"
    PRIVATE = "private"
    PUBLIC = "public"
    COMMENTED = "commented"
    COMMITMENT = "commitment"
    MET = "met"


PUBLIC_STATES = frozenset({State.OPEN, State.PAUSED, State.CLOSED, State.DELIVERED, State.ARCHIVED})
LEAST_THRESHOLD = 5
#: Days after its closing for which a petition keeps private fields: unless the owners say otherwise, and at most.
KEPT_DAYS, MOST_KEPT_DAYS = 90, 365


@dataclass(frozen=True)
class Policy:
    """How counts are published (the reasons are in docs/publishing-counts.md).

    `threshold` is the least number of unnamed signers of a published employer; it is never below 5.
    `employment_proof` says whether a per-employer row counts only signers whose employment was shown.
    `live_total` says whether the grand total is shown as it is now or as of the last release.
    """

    threshold: int = 10
    employment_proof: bool = False
    live_total: bool = False

    def __post_init__(self) -> None:
        if self.threshold < LEAST_THRESHOLD:
            raise ValueError(f"The threshold cannot be below {LEAST_THRESHOLD}.")


def is_public(state: State) -> bool:
    return state in PUBLIC_STATES


def is_hidden(hidden_until: int | None, launched_at: datetime | None) -> bool:
    """Whether the petition waits for its launch: it can be signed at its address, and is in public nowhere else."""
    return hidden_until is not None and launched_at is None


def takes_signatures(state: State, closes_at: datetime | None, now: datetime) -> bool:
    return state is State.OPEN and (closes_at is None or now < closes_at)
