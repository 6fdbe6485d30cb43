"""A release while an organiser decides about employers; on both engines."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask

from petition_app.database import begin_work
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.services import petitions, releases, tallies
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG
from tests.published import decided, released, signed_at


def test_a_release_counts_everybody_although_employers_are_merged_meanwhile(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    signed_at("Google", 12)
    signed_at("Meta", 12)
    before = released(clock).tally
    clock.move(days=1)
    counters = tallies.counters

    def merge() -> None:
        with app.app_context():
            decided(Rule(RuleKind.MERGE, "meta", "google"))

    organiser = threading.Thread(target=merge)

    def counted_while_another_decides(*asked: Any, **how: Any) -> Any:
        rows = counters(*asked, **how)
        organiser.start()
        organiser.join(0.5)
        return rows

    monkeypatch.setattr(tallies, "counters", counted_while_another_decides)
    with begin_work(OPERATOR) as work:
        new = releases.release(work, petitions.by_slug(work, SLUG)).tally
    monkeypatch.undo()
    organiser.join()

    assert (new.rows, new.total) == (before.rows, before.total)
    assert [row.at_least for row in released(clock).tally.rows] == [20]
