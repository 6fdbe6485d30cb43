"""Releases: one a day, whoever asks for it and however many at once."""

from __future__ import annotations

import threading

from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.services import petitions, releases
from petition_app.services.releases import ReleasedToday
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG


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
