"""Releases: one a day, whoever asks for it and however many at once."""

from __future__ import annotations

import hashlib
import threading

import pytest
from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import Policy
from petition_app.domain.publishing import RULES_VERSION
from petition_app.models import PublishedRelease
from petition_app.services import petitions, releases
from petition_app.services.releases import ReleasedToday, RulesAreFrozen, StoredRelease
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, change_petition


def test_two_organisers_at_once_publish_one_release(app: Flask, clock: Clock):
    for number in (1, 2):
        assert sorted(outcomes_of_two(app)) == ["ReleasedToday", "published"]
        with begin_reading(OPERATOR) as work:
            assert len(releases.history(work, petitions.by_slug(work, SLUG).id)) == number
        clock.move(days=1)


def outcomes_of_two(app: Flask) -> list[str]:
    barrier, outcomes = threading.Barrier(2), list[str]()

    def publish() -> None:
        with app.app_context():
            barrier.wait()
            try:
                with begin_work(OPERATOR) as work:
                    releases.release(work, petitions.by_slug(work, SLUG))
                outcomes.append("published")
            except ReleasedToday as refusal:
                outcomes.append(type(refusal).__name__)
            except Exception as error:
                outcomes.append(f"unexpected {type(error).__name__}")

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_minute_after_midnight_is_too_soon(app: Flask, clock: Clock):
    clock.move(hours=11, minutes=59)
    publish()
    clock.move(minutes=2)
    with pytest.raises(ReleasedToday):
        publish()
    clock.move(hours=20)
    publish()


def test_the_rules_cannot_change_after_the_first_release(app: Flask, clock: Clock):
    publish()
    clock.move(days=1)
    for change in ({"threshold": 5}, {"employment_proof": True}, {"live_total": False}):
        before = policy()
        change_petition(**change)
        with pytest.raises(RulesAreFrozen):
            publish()
        assert len(broken_promises()) == 1
        change_petition(**vars(before))
    publish()
    assert broken_promises() == []


def test_a_release_says_under_which_rules_it_was_made(app: Flask):
    made = publish()

    assert made.policy == policy()
    assert made.rules == RULES_VERSION


def test_a_text_written_before_it_named_its_rules_stays_readable(app: Flask, clock: Clock):
    old = (
        '{"as_of": "2026-11-20", "employees": 0, "other": 10, "rows": '
        '[{"as_of": "2026-11-20", "at_least": 15, "employer": "Google", "key": "google"}], "total": 25}'
    )
    basis = (
        '{"employees": {"on": "2026-11-20", "unnamed": 0}, "employers": {"google": {"on": "2026-11-20", '
        '"unnamed": 17}}, "total": {"on": "2026-11-20", "unnamed": 28}}'
    )
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        work.session.add(
            PublishedRelease(petition_id=petition, number=1, released_at=work.now, public=old, basis=basis,
                             digest=hashlib.sha256(old.encode()).hexdigest())
        )  # fmt: skip
    clock.move(days=1)

    second = publish()

    with begin_reading(OPERATOR) as work:
        first = releases.history(work, petition)[0]
    assert (first.tally.rows[0].key, first.tally.rows[0].headcount, first.policy, first.rules) == (
        "google",
        None,
        None,
        0,
    )
    assert (second.number, second.policy) == (2, policy())


def publish() -> StoredRelease:
    with begin_work(OPERATOR) as work:
        return releases.release(work, petitions.by_slug(work, SLUG))


def policy() -> Policy:
    with begin_reading(OPERATOR) as work:
        return releases.policy_of(petitions.by_slug(work, SLUG))


def broken_promises() -> list[str]:
    with begin_reading(OPERATOR) as work:
        return releases.rules_are_frozen(work)[1]
