"""What a step does to a signature, and what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from petition_app.domain.bulkchange import BulkStep, Standing, after, can_change
from petition_app.domain.signature import Proof, Status

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("step", list(BulkStep))
@pytest.mark.parametrize("status", [Status.PENDING, Status.WITHDRAWN])
def test_what_is_the_signers_alone_is_changed_by_no_step(step: BulkStep, status: Status):
    assert not any(can_change(step, status, proof) for proof in Proof)


@pytest.mark.parametrize("step", list(BulkStep))
def test_every_step_changes_what_it_can_change_and_then_cannot_do_it_again(step: BulkStep):
    for status in Status:
        for proof in Proof:
            before = Standing(status, proof, None)
            if can_change(step, status, proof):
                then = after(step, before, TODAY)
                assert then != before
                assert not can_change(step, then.status, then.proof)


def test_only_a_removed_signature_has_an_end():
    assert after(BulkStep.REMOVE, Standing(Status.HELD, Proof.PAPER, None), TODAY).ended_on == TODAY
    assert after(BulkStep.RESTORE, Standing(Status.INVALIDATED, Proof.PAPER, TODAY), TODAY).ended_on is None
