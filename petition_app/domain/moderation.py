"""What organisers may do with a signature, and the reasons they can give for it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from petition_app.domain.signature import Status


class Step(StrEnum):
    HOLD = "hold"
    RESTORE = "restore"
    REMOVE = "remove"


class Reason(StrEnum):
    """Words to choose from, not a text: the audit log that keeps them must never hold a name."""

    DUPLICATE = "duplicate"
    NOT_A_PERSON = "not a person"
    WRONG_EMPLOYER = "wrong employer"
    OFFENSIVE = "offensive"
    IMPERSONATION = "impersonation"
    ASKED = "asked by the signer"
    OTHER = "other"


_LEADS: Mapping[Step, tuple[frozenset[Status], Status]] = {
    Step.HOLD: (frozenset({Status.CONFIRMED}), Status.HELD),
    Step.RESTORE: (frozenset({Status.HELD, Status.INVALIDATED}), Status.CONFIRMED),
    Step.REMOVE: (frozenset({Status.CONFIRMED, Status.HELD}), Status.INVALIDATED),
}


def is_possible(step: Step, status: Status) -> bool:
    """A pending or withdrawn signature is the signer's alone: organisers can neither count it nor set it aside."""
    return status in _LEADS[step][0]


def leads_to(step: Step) -> Status:
    return _LEADS[step][1]
