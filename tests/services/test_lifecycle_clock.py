"""What the worker does when a petition's time has come: each thing once, however many workers."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.lifecycle import Step
from petition_app.domain.petition import State
from petition_app.domain.rhythm import Plan, Rhythm
from petition_app.models import AuditLine, Demand, Petition
from petition_app.services import lifecycle, lifecycle_clock, petitions, release_schedule
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, change_petition

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def work_once() -> int:
    return lifecycle_clock.move_what_is_due(begin_work)


def seen() -> Petition:
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, SLUG)


def signers(first: int, last: int) -> None:
    for number in range(first, last):
        a_signature(a_request(f"sam{number}@example.org", employer="Google", network=f"192.0.2.{number}"))


def done_by_worker() -> list[str]:
    with begin_reading(OPERATOR) as work:
        return list(
            work.session.scalars(select(AuditLine.action).where(AuditLine.actor == "worker").order_by(AuditLine.number))
        )


def test_it_opens_at_its_time_and_closes_at_its_time(app: Flask, clock: Clock):
    change_petition(state=State.REVIEW, opened_at=None, opens_at=NOW + HOUR, closes_at=NOW + 3 * HOUR)
    states = []
    for _ in range(8):
        work_once()
        states.append(seen().state)
        clock.move(minutes=30)

    assert states == [*[State.REVIEW] * 2, *[State.OPEN] * 4, *[State.CLOSED] * 2]
    assert (seen().opened_at, seen().closed_at) == (NOW + HOUR, NOW + 3 * HOUR)
    assert done_by_worker() == ["state changed", "state changed"]


def test_after_a_standstill_it_was_closed_at_its_time_all_the_same(app: Flask, clock: Clock):
    change_petition(closes_at=NOW + HOUR)
    clock.move(days=5)
    work_once()

    assert seen().closed_at == NOW + HOUR
    assert work_once() == 0


def test_a_paused_petition_closes_too(app: Flask, clock: Clock):
    change_petition(state=State.PAUSED, closes_at=NOW)

    assert [work_once(), work_once()] == [1, 0]


def test_what_is_not_whole_opens_once_it_is(app: Flask, clock: Clock):
    change_petition(state=State.REVIEW, opens_at=NOW)
    with begin_work(OPERATOR) as work:
        work.session.execute(delete(Demand))
    assert work_once() == 0
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG)
        work.session.add(Demand(petition_id=petition.id, text_version=1, position=1, text="Act."))

    assert work_once() == 1


def test_a_draft_does_not_open_at_its_time_nor_by_being_sent_to_review_later(app: Flask, clock: Clock):
    change_petition(state=State.DRAFT, opens_at=NOW + HOUR)
    clock.move(hours=2)
    assert work_once() == 0
    with begin_work(OPERATOR) as work:
        lifecycle.take(work, petitions.by_slug(work, SLUG).id, Step.SUBMIT)

    assert work_once() == 0
    assert seen().state is State.REVIEW


def test_a_hidden_petition_is_launched_by_the_signature_that_was_missing(app: Flask, clock: Clock):
    change_petition(hidden_until=12)
    signers(0, 11)
    before = work_once(), seen().launched_at
    signers(11, 12)
    clock.move(minutes=1)

    assert before == (0, None)
    assert [work_once(), work_once()] == [1, 0]
    assert seen().launched_at == clock.now
    assert done_by_worker() == ["petition launched"]


def test_a_launched_petition_stays_in_public_when_signers_leave(app: Flask):
    change_petition(hidden_until=12, launched_at=NOW)

    assert work_once() == 0
    with begin_reading(OPERATOR) as work:
        assert petitions.public_by_slug(work, SLUG)


def test_nothing_is_published_on_schedule_while_it_is_hidden(app: Flask, clock: Clock):
    with begin_work(OPERATOR) as work:
        release_schedule.set_plan(work, petitions.by_slug(work, SLUG), Plan(Rhythm.DAILY, hour=9))
    change_petition(hidden_until=500)
    signers(0, 12)
    clock.move(days=1)

    assert release_schedule.release_what_is_due(begin_work) == 0
    with begin_reading(OPERATOR) as work:
        assert release_schedule.outlook(work, petitions.by_slug(work, SLUG)).next_at is None


@pytest.mark.parametrize(
    ("values", "action"),
    [
        ({"state": State.REVIEW, "opens_at": NOW}, "state changed"),
        ({"closes_at": NOW}, "state changed"),
        ({"hidden_until": 5}, "petition launched"),
    ],
)
def test_many_workers_do_it_once(app: Flask, values: dict[str, object], action: str):
    if "hidden_until" in values:
        signers(0, 5)
    change_petition(**values)
    barrier, done = threading.Barrier(4), list[int]()

    def worker() -> None:
        with app.app_context():
            barrier.wait()
            done.append(work_once())

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done) == [0, 0, 0, 1]
    assert done_by_worker().count(action) == 1
