"""Taking changes to many signatures back, and what goes before them; on both engines."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.job import JobState
from petition_app.domain.moderation import Reason
from petition_app.domain.signature import Status
from petition_app.models import BulkChangeRow, Signature
from petition_app.services import bulkrunning, jobs, moderation, receipts
from petition_app.services.bulkrunning import ChangeIsRunning, IsUndone
from petition_app.services.work import OPERATOR, VISITOR
from tests.application import Clock
from tests.builders import a_request, a_signature
from tests.bulk import (
    HOLD,
    REMOVE,
    change_all,
    in_batches_of_two,
    result,
    rows_by_status,
    seen,
    some_confirmed,
    statuses,
    the_petition,
    undo,
    work_off,
)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a change of five is a job of three batches."""
    in_batches_of_two(monkeypatch)


def test_undo_gives_every_signature_back_what_it_was(app: Flask, clock: Clock, small_batches: None):
    ids = some_confirmed(5)
    with begin_work(OPERATOR) as work:
        moderation.hold(work, the_petition(), ids[0], Reason.OTHER)
    before = rows_by_status()
    clock.move(days=1)
    number = change_all(REMOVE, "")
    work_off()
    assert statuses() == {Status.INVALIDATED: 5}

    undo(number)
    work_off()

    assert result(number) == (5, 0, 5, 0)
    assert rows_by_status() == before
    with pytest.raises(IsUndone):
        undo(number)


def test_undo_leaves_what_somebody_has_changed_since(app: Flask):
    one, two, three = some_confirmed(3)
    number = change_all(HOLD, "")
    with begin_work(OPERATOR) as work:
        moderation.remove(work, the_petition(), one, Reason.OTHER)
        moderation.restore(work, the_petition(), two)
        moderation.hold(work, the_petition(), two, Reason.OTHER)

    undo(number)

    assert result(number) == (3, 0, 1, 2)
    assert {each.id: each.status for each in seen()} == {
        one: Status.INVALIDATED, two: Status.HELD, three: Status.CONFIRMED,
    }  # fmt: skip


def test_changes_on_top_of_each_other_are_undone_from_the_top(app: Flask):
    some_confirmed(2)
    first = change_all(HOLD, "")
    second = change_all(REMOVE, "")

    undo(second)
    undo(first)

    assert (result(first), result(second)) == ((2, 0, 2, 0), (2, 0, 2, 0))
    assert statuses() == {Status.CONFIRMED: 2}


def test_a_change_is_stopped_in_the_middle_and_what_is_done_is_undone(app: Flask, small_batches: None):
    some_confirmed(5)
    number = change_all(REMOVE, "")
    work_off(1)
    with pytest.raises(ChangeIsRunning):
        undo(number)

    with begin_work(OPERATOR) as work:
        bulkrunning.stop(work, the_petition(), number)
    work_off()
    assert result(number) == (2, 0, 0, 0)
    with begin_reading(OPERATOR) as work:
        assert [state for _, state in bulkrunning.history(work, the_petition())] == [JobState.CANCELLED]
    undo(number)

    assert result(number) == (2, 0, 2, 0)
    assert statuses() == {Status.CONFIRMED: 5}
    with pytest.raises(jobs.JobIsOver), begin_work(OPERATOR) as work:
        bulkrunning.stop(work, the_petition(), number)


def test_a_signer_who_withdraws_or_erases_meanwhile_goes_first(app: Flask, small_batches: None):
    stays = a_signature(a_request("stays@example.org"))
    goes, erased = a_signature(a_request("goes@example.org")), a_signature(a_request("erased@example.org"))
    number = change_all(REMOVE, "")
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, goes)
        receipts.erase(work, erased)
    work_off()
    assert statuses() == {Status.INVALIDATED: 1, Status.WITHDRAWN: 1}
    assert result(number)[:2] == (1, 1)
    undo(number)
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, stays)

    assert statuses() == {Status.WITHDRAWN: 2}
    with begin_reading(OPERATOR) as work:
        kept = set(work.session.scalars(select(BulkChangeRow.signature_id)))
        assert kept <= set(work.session.scalars(select(Signature.id)))
