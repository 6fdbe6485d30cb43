"""Changes to many signatures, on both engines: exactly those that were seen, in batches, and undone as a whole."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_trial, begin_work
from petition_app.domain.bulkchange import BulkStep
from petition_app.domain.moderation import Reason
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import Proof, Status
from petition_app.models import AuditLine
from petition_app.services import (
    bulkchanges,
    bulkpreview,
    bulkrunning,
    moderation,
    petitions,
    searchterms,
)
from petition_app.services.bulkchanges import (
    Ask,
    Fitting,
    NothingFits,
    OthersFitNow,
    ReasonIsNeeded,
    TooManyFit,
)
from petition_app.services.work import OPERATOR
from tests import counts
from tests.builders import SLUG, a_request, sign
from tests.bulk import (
    HOLD,
    REMOVE,
    RESTORE,
    change_all,
    change_chosen,
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
from tests.cast import OTHER_SLUG, another_petition


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a change of five is a job of three batches."""
    in_batches_of_two(monkeypatch)


def test_chosen_signatures_are_changed_and_no_other(app: Flask):
    some_confirmed(3)
    two = seen()[:2]

    number = change_chosen(REMOVE, two)

    assert result(number) == (2, 0, 0, 0)
    assert statuses() == {Status.INVALIDATED: 2, Status.CONFIRMED: 1}


def test_a_signature_that_changed_after_it_was_seen_is_left(app: Flask):
    one, _ = some_confirmed(2)
    before = seen()
    with begin_work(OPERATOR) as work:
        moderation.hold(work, the_petition(), one, Reason.OTHER)
        moderation.restore(work, the_petition(), one)

    number = change_chosen(REMOVE, before)

    assert result(number) == (1, 1, 0, 0)
    assert statuses() == {Status.CONFIRMED: 1, Status.INVALIDATED: 1}


def test_a_signature_of_another_petition_is_never_changed(app: Flask):
    some_confirmed(1)
    another_petition()
    with begin_work(OPERATOR) as work:
        other = petitions.by_slug(work, OTHER_SLUG).id
        change = bulkchanges.begin_chosen(work, other, REMOVE, seen())
        assert (change.changed, change.left) == (0, 1)
    with begin_reading(OPERATOR) as work, pytest.raises(NotFound):
        bulkrunning.one(work, the_petition(), 1)

    assert statuses() == {Status.CONFIRMED: 1}


def test_all_that_fit_are_changed_when_they_are_as_many_as_was_seen(app: Flask):
    some_confirmed(3, "throw.example")
    some_confirmed(2)
    sign(a_request("late@throw.example"))

    number = change_all(HOLD, "@throw.example")

    assert result(number) == (3, 0, 0, 0)
    assert statuses() == {Status.HELD: 3, Status.CONFIRMED: 2, Status.PENDING: 1}


def test_when_others_fit_by_now_nothing_is_done(app: Flask):
    some_confirmed(2, "throw.example")
    with begin_reading(OPERATOR) as work:
        meant = searchterms.understand(work, the_petition(), "@throw.example").meant
        expected = bulkchanges.fitting(work, meant, BulkStep.HOLD)
    sign(a_request("late@throw.example"))

    with pytest.raises(OthersFitNow), begin_work(OPERATOR) as work:
        bulkchanges.begin_all(work, the_petition(), HOLD, meant, expected)
    assert expected == Fitting(2, 2)
    assert statuses() == {Status.CONFIRMED: 2, Status.PENDING: 1}
    with begin_reading(OPERATOR) as work:
        assert bulkrunning.history(work, the_petition()) == []


def test_what_makes_no_sense_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch):
    some_confirmed(2)

    with pytest.raises(ReasonIsNeeded):
        change_all(Ask(BulkStep.REMOVE), "")
    with pytest.raises(NothingFits):
        change_all(RESTORE, "")
    with pytest.raises(NothingFits):
        change_chosen(REMOVE, [])
    monkeypatch.setattr(bulkchanges, "MOST", 1)
    with pytest.raises(TooManyFit):
        change_all(REMOVE, "")
    assert statuses() == {Status.CONFIRMED: 2}


@pytest.mark.parametrize(("step", "proof"), [
    (BulkStep.PROOF_DOCUMENT, Proof.DOCUMENT), (BulkStep.PROOF_VOUCHED, Proof.VOUCHED),
    (BulkStep.PROOF_NONE, Proof.NONE),
])  # fmt: skip
def test_a_proof_is_marked_and_taken_back(app: Flask, step: BulkStep, proof: Proof):
    some_confirmed(2)
    before = rows_by_status()

    number = change_chosen(Ask(step), seen())

    assert {cell.proof: n for cell, n in counts.cells().items()} == {proof: 2}
    undo(number)
    assert result(number) == (2, 0, 2, 0)
    assert rows_by_status() == before


def test_a_large_change_is_carried_out_in_batches_and_the_counters_follow_each(app: Flask, small_batches: None):
    some_confirmed(5)

    number = change_all(REMOVE, "")
    steps = [statuses()]
    for _ in range(3):
        work_off(1)
        steps.append(statuses())

    assert [each.get(Status.INVALIDATED, 0) for each in steps] == [0, 2, 4, 5]
    assert result(number) == (5, 0, 0, 0)


def test_what_somebody_changes_before_its_batch_comes_is_left(app: Flask, small_batches: None):
    ids = some_confirmed(5)
    number = change_all(REMOVE, "")
    with begin_work(OPERATOR) as work:
        moderation.hold(work, the_petition(), ids[-1], Reason.OTHER)
        moderation.restore(work, the_petition(), ids[-1])

    work_off()

    assert result(number) == (4, 1, 0, 0)
    assert statuses() == {Status.INVALIDATED: 4, Status.CONFIRMED: 1}


def test_the_preview_tells_exactly_what_would_change_and_changes_nothing(app: Flask):
    some_confirmed(12, "throw.example", employer="Google")
    some_confirmed(11, employer="Google")
    sign(a_request("late@throw.example"))

    with begin_trial(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG)
        meant = searchterms.understand(work, petition.id, "@throw.example").meant
        shown = bulkpreview.preview(work, petition, meant, BulkStep.REMOVE)

    assert shown.fitting == Fitting(13, 12)
    assert dict(shown.by_state) == {Status.PENDING: 1, Status.CONFIRMED: 12}
    assert [(each.name, each.signatures) for each in shown.by_employer] == [("Google", 12)]
    assert (len(shown.sample), shown.elsewhere) == (bulkpreview.SAMPLE, 0)
    assert shown.published
    assert (shown.published.total.now, shown.published.total.then) == (20, 10)
    assert statuses() == {Status.PENDING: 1, Status.CONFIRMED: 23}


def test_the_audit_log_tells_of_a_change_by_number_and_never_what_was_searched(app: Flask):
    some_confirmed(1)
    undo(change_all(REMOVE, "@example.org"))

    with begin_reading(OPERATOR) as work:
        lines = work.session.execute(select(AuditLine.action, AuditLine.details).order_by(AuditLine.number.desc()))
        last = [(row.action, row.details) for row in lines.fetchmany(3)]
    assert last == [
        ("bulk change undone", '{"change":1,"kept":0,"undone":1}'),
        ("bulk change done", '{"change":1,"changed":1,"left":0}'),
        ("bulk change begun", '{"by_search":true,"change":1,"reason":"duplicate","rows":1,"step":"remove"}'),
    ]
