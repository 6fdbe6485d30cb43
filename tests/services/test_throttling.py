"""Limits: counted in the database for all processes together, and without keeping who it was."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.throttle import HOUR, Limit
from petition_app.models import Hit
from petition_app.security.tokens import one_way
from petition_app.services import retention, throttling
from petition_app.services.work import VISITOR, WORKER
from tests.application import Clock

LIMIT = Limit("test", 3, HOUR)
NETWORK = "203.0.113.217"


def hit(who: str = NETWORK, limit: Limit = LIMIT) -> int:
    with begin_work(VISITOR) as work:
        return throttling.hit(work, limit, who)


def is_within(*limits: Limit) -> bool:
    with begin_work(VISITOR) as work:
        return throttling.within(work, limits, NETWORK)


def rows() -> list[Hit]:
    with begin_reading(WORKER) as work:
        return list(work.session.scalars(select(Hit)))


def test_tries_are_counted_for_each_one_by_themselves(app: Flask):
    assert [hit(), hit(), hit("198.51.100.1"), hit()] == [1, 2, 1, 3]


def test_a_limit_is_passed_with_the_try_after_the_last_one_allowed(app: Flask):
    assert [is_within(LIMIT) for _ in range(5)] == [True, True, True, False, False]


def test_the_next_window_begins_anew(app: Flask, clock: Clock):
    clock.move(minutes=59)
    before = [hit() for _ in range(4)]
    clock.move(minutes=1)

    assert before[-1] == 4
    assert hit() == 1


def test_what_the_first_limit_stops_does_not_use_up_the_second(app: Flask, clock: Clock):
    soon, day = Limit("soon", 1, 60), Limit("day", 3, 24 * HOUR)
    allowed = 0
    for _ in range(3):
        allowed += sum(is_within(soon, day) for _ in range(20))
        clock.move(minutes=1)

    assert allowed == 3
    assert not is_within(soon, day)


def test_looking_whether_a_limit_is_used_up_counts_nothing(app: Flask):
    for _ in range(10):
        with begin_reading(VISITOR) as work:
            assert not throttling.is_used_up(work, LIMIT, NETWORK)
    for _ in range(3):
        hit()

    with begin_reading(VISITOR) as work:
        assert throttling.is_used_up(work, LIMIT, NETWORK)


def test_no_try_is_lost_when_many_come_at_once(app: Flask):
    counted: list[int] = []

    def visitor() -> None:
        with app.app_context():
            for _ in range(5):
                counted.append(hit())

    threads = [threading.Thread(target=visitor) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counted) == list(range(1, 31))


def test_what_is_kept_of_a_visitor_is_a_hash_that_changes_each_day(app: Flask, clock: Clock):
    hit()
    clock.move(days=1)
    hit()
    first, second = (row.key for row in rows())

    assert first != second
    assert {len(first), len(second)} == {20}
    assert all(NETWORK.encode() not in key for key in (first, second))


def test_the_hash_cannot_be_made_without_the_form_key(app: Flask):
    hit()
    (row,) = rows()
    with begin_work(VISITOR) as work:
        start = row.window
        guess = one_way(work.keys.form, f"hit:test:{start // (24 * HOUR)}:{NETWORK}")
        wrong = one_way(work.keys.instance, f"hit:test:{start // (24 * HOUR)}:{NETWORK}")

    assert row.key[4:16] == guess[:12] != wrong[:12]
    assert edge().keys.form not in row.key


def test_what_one_person_is_counted_among_lies_side_by_side(app: Flask):
    for limit in (Limit("test-soon", 3, 60), Limit("test-day", 3, 24 * HOUR), Limit("other", 3, HOUR)):
        hit(limit=limit)
    keys = [row.key for row in rows()]

    assert len({key[:4] for key in keys}) == 1
    assert sorted(Counter(key[:16] for key in keys).values()) == [1, 2]
    assert len(set(keys)) == 3


def test_a_streak_and_what_is_known_once_are_forgotten_when_over(app: Flask, clock: Clock):
    with begin_work(VISITOR) as work:
        throttling.lengthen(work, "sam", kept=HOUR)
        throttling.is_first(work, "nonce", work.now + timedelta(hours=3))
    clock.move(hours=2)
    with begin_work(WORKER) as work:
        throttling.forget_old_tries(work)

    assert len(rows()) == 1


def test_old_tries_are_forgotten_and_no_present_ones(app: Flask, clock: Clock):
    hit()
    clock.move(days=2)
    hit()
    with begin_work(WORKER) as work:
        retention.forget_what_is_over(work)

    assert len(rows()) == 1
    assert hit() == 2


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.217", "203.0.113.217"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.217", "203.0.113.217"),
        ("nonsense", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_one_network_is_one_visitor(address: str | None, network: str):
    assert throttling.network_of(address) == network
