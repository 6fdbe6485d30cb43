"""Releases at fixed moments: once each, however many workers, and never twice within a day."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import State
from petition_app.domain.rhythm import Plan, Rhythm
from petition_app.models import AuditLine
from petition_app.services import petitions, release_schedule, releases
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, change_petition

DAILY = Plan(Rhythm.DAILY, hour=9)
WEEKLY = Plan(Rhythm.WEEKLY, weekday=2, hour=9)  # the clock starts on a Sunday at noon


def plan(which: Plan) -> None:
    with begin_work(OPERATOR) as work:
        release_schedule.set_plan(work, petitions.by_slug(work, SLUG), which)


def signers(first: int, last: int) -> None:
    for number in range(first, last):
        a_signature(a_request(f"sam{number}@example.org", employer="Google", network=f"192.0.2.{number}"))


def work_once() -> int:
    return release_schedule.release_what_is_due(begin_work)


def released_at() -> list[datetime]:
    with begin_reading(OPERATOR) as work:
        return [each.released_at for each in releases.history(work, petitions.by_slug(work, SLUG).id)]


def test_without_a_plan_nothing_is_released(app: Flask, clock: Clock):
    signers(0, 12)
    clock.move(days=30)

    assert work_once() == 0


def test_a_table_is_released_at_its_hour_and_not_before(app: Flask, clock: Clock):
    signers(0, 12)
    plan(DAILY)
    seen = []
    for _ in range(24):
        seen.append(work_once())
        clock.move(hours=1)

    assert sum(seen) == 1
    assert released_at() == [datetime(2026, 11, 23, 9, tzinfo=UTC)]


def test_a_weekly_table_comes_on_its_day(app: Flask, clock: Clock):
    signers(0, 12)
    plan(WEEKLY)
    for _ in range(8 * 4):
        clock.move(hours=6)
        work_once()

    assert [f"{each:%a %H}" for each in released_at()] == ["Wed 12"]


def test_a_moment_at_which_nothing_changed_is_over(app: Flask, clock: Clock):
    plan(DAILY)
    clock.move(hours=22)
    assert work_once() == 0
    signers(0, 12)

    # Released now, the hour would tell when the table began to differ.
    assert work_once() == 0
    clock.move(days=1)
    assert work_once() == 1


def test_after_a_standstill_there_is_one_release(app: Flask, clock: Clock):
    signers(0, 12)
    plan(DAILY)
    clock.move(days=5)

    assert [work_once(), work_once()] == [1, 0]


def test_figures_that_stay_are_not_released_again(app: Flask, clock: Clock):
    signers(0, 12)
    plan(DAILY)
    for _ in range(3):
        clock.move(days=1)
        work_once()

    assert len(released_at()) == 1


def test_a_release_by_hand_late_in_the_day_puts_off_the_planned_one(app: Flask, clock: Clock):
    plan(DAILY)
    signers(0, 12)
    clock.move(hours=11, minutes=59)
    with begin_work(OPERATOR) as work:
        releases.release(work, petitions.by_slug(work, SLUG))
    signers(12, 24)
    clock.move(hours=9, minutes=30)
    assert work_once() == 0
    clock.move(days=1)

    assert work_once() == 1


def test_many_workers_make_one_release(app: Flask, clock: Clock):
    signers(0, 12)
    plan(DAILY)
    clock.move(days=1)
    barrier, made = threading.Barrier(4), list[int]()

    def worker() -> None:
        with app.app_context():
            barrier.wait()
            made.append(work_once())

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [0, 0, 0, 1]
    assert len(released_at()) == 1


def test_the_audit_log_says_that_the_worker_did_it(app: Flask, clock: Clock):
    signers(0, 12)
    plan(DAILY)
    clock.move(days=1)
    work_once()

    with begin_reading(OPERATOR) as work:
        lines = work.session.execute(select(AuditLine.action, AuditLine.actor)).all()
    assert ("releases planned", "operator") in lines
    assert ("release published", "worker") in lines


def test_a_delivered_petition_keeps_its_last_table(app: Flask, clock: Clock):
    signers(0, 12)
    plan(DAILY)
    change_petition(state=State.DELIVERED)
    clock.move(days=1)

    assert work_once() == 0


def test_the_outlook_tells_the_next_moment_that_can_be_kept(app: Flask, clock: Clock):
    plan(DAILY)
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG)
        before = release_schedule.outlook(work, petition)
        releases.release(work, petition)
        after = release_schedule.outlook(work, petition)

    assert (before.next_at, before.free_from) == (datetime(2026, 11, 23, 9, tzinfo=UTC), None)
    # At noon there was one by hand: twenty hours later it is eight.
    assert (after.next_at, after.free_from) == (
        datetime(2026, 11, 23, 9, tzinfo=UTC),
        datetime(2026, 11, 23, 8, tzinfo=UTC),
    )
