"""Changes to many signatures at once: what each does, to which signatures it can be done, and what became of a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from petition_app.domain.moderation import Step, is_possible, leads_to
from petition_app.domain.signature import Proof, Status

#: More than this is done in steps, each with a narrower search: nobody can look over more.
MOST = 100_000
#: As many are changed in one transaction; a change of no more is done at once.
BATCH = 500


class BulkStep(StrEnum):
    HOLD = "hold"
    RESTORE = "restore"
    REMOVE = "remove"
    PROOF_DOCUMENT = "proof document"
    PROOF_VOUCHED = "proof vouched"
    PROOF_NONE = "proof none"

    @property
    def needs_reason(self) -> bool:
        return self in (BulkStep.HOLD, BulkStep.REMOVE)


class RowState(StrEnum):
    """A row of a change: not reached yet, changed, left alone because somebody was there first, taken back, or kept as
    it is because somebody has changed it since."""

    WAITING = "waiting"
    CHANGED = "changed"
    LEFT = "left"
    UNDONE = "undone"
    KEPT = "kept"


class Standing(NamedTuple):
    """What a change may alter of a signature."""

    status: Status
    proof: Proof
    ended_on: date | None


_STEPS: Mapping[BulkStep, Step] = {
    BulkStep.HOLD: Step.HOLD,
    BulkStep.RESTORE: Step.RESTORE,
    BulkStep.REMOVE: Step.REMOVE,
}
_PROOFS: Mapping[BulkStep, Proof] = {
    BulkStep.PROOF_DOCUMENT: Proof.DOCUMENT,
    BulkStep.PROOF_VOUCHED: Proof.VOUCHED,
    BulkStep.PROOF_NONE: Proof.NONE,
}


def can_change(step: BulkStep, status: Status, proof: Proof) -> bool:
    """Whether the step alters such a signature. One that waits for its signer, or was withdrawn, is theirs alone."""
    if step in _STEPS:
        return is_possible(_STEPS[step], status)
    return status in (Status.CONFIRMED, Status.HELD) and proof is not _PROOFS[step]


def after(step: BulkStep, before: Standing, today: date) -> Standing:
    """How a signature stands once the step is done."""
    if step in _PROOFS:
        return before._replace(proof=_PROOFS[step])
    status = leads_to(_STEPS[step])
    return before._replace(status=status, ended_on=today if status is Status.INVALIDATED else None)
