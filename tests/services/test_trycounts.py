"""The tries of many people at once: what each has tried before is known, however many they are."""

from __future__ import annotations

import pytest
from flask import Flask

from petition_app.database import begin_work
from petition_app.domain.throttle import HOUR, Limit
from petition_app.services.throttling import Try
from petition_app.services.trycounts import TryCounts
from petition_app.services.work import VISITOR

LIMIT = Limit("test", 3, HOUR)


@pytest.mark.parametrize("people", [1, 5, 1_100])
def test_everybody_who_tries_again_is_known_beside_those_who_never_tried(app: Flask, people: int):
    with begin_work(VISITOR) as work:
        before = [Try.of(work.desk, LIMIT, f"sam{each}") for each in range(people)]
        new = Try.of(work.desk, LIMIT, "otto")
        counts = TryCounts(work, before)
        for each in before:
            counts.count(each)
        counts.write()

        again = TryCounts(work, [*before, new])

        assert {again.next(each) for each in before} == {2}
        assert again.next(new) == 1
