"""When the next table comes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from petition_app.domain.rhythm import Plan, Rhythm, earliest_release, last_moment, next_moment

SUNDAY_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("plan", "last", "following"),
    [
        (Plan(Rhythm.DAILY, hour=9), at(22, 9), at(23, 9)),
        (Plan(Rhythm.DAILY, hour=12), at(22, 12), at(23, 12)),
        (Plan(Rhythm.DAILY, hour=13), at(21, 13), at(22, 13)),
        (Plan(Rhythm.WEEKLY, weekday=6, hour=9), at(22, 9), at(29, 9)),
        (Plan(Rhythm.WEEKLY, weekday=6, hour=23), at(15, 23), at(22, 23)),
        (Plan(Rhythm.WEEKLY, weekday=0, hour=9), at(16, 9), at(23, 9)),
    ],
)
def test_moments_before_and_after_noon_on_a_sunday(plan: Plan, last: datetime, following: datetime):
    assert (last_moment(plan, SUNDAY_NOON), next_moment(plan, SUNDAY_NOON)) == (last, following)


def test_by_hand_there_are_no_moments():
    assert (last_moment(Plan(), SUNDAY_NOON), next_moment(Plan(), SUNDAY_NOON)) == (None, None)


@pytest.mark.parametrize(
    ("last", "earliest"),
    [(at(22, 23, 59), at(23, 19, 59)), (at(22, 0, 1), at(23, 0)), (at(22, 4), at(23, 0)), (at(22, 12), at(23, 8))],
)
def test_a_release_is_a_day_and_twenty_hours_after_the_last(last: datetime, earliest: datetime):
    assert earliest_release(last) == earliest


@pytest.mark.parametrize(("weekday", "hour"), [(7, 0), (-1, 0), (0, 24), (0, -1)])
def test_there_is_no_eighth_day_and_no_hour_24(weekday: int, hour: int):
    with pytest.raises(ValueError, match="no such"):
        Plan(Rhythm.WEEKLY, weekday, hour)
