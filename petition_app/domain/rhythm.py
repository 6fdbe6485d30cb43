"""When tables are released: by hand or at fixed moments, and never twice in a day.

Fixed moments tell less than moments somebody chose: a release that comes as soon as a figure may move says when it
moved. A moment at which nothing was released is over; it is not made up for later the same day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

#: Besides the rule of one a day, so that a minute before and a minute after midnight are not two days.
LEAST_BETWEEN = timedelta(hours=20)


class Rhythm(StrEnum):
    BY_HAND = "by_hand"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class Plan:
    """`weekday` (0 is Monday) counts for the weekly rhythm alone, `hour` is in UTC."""

    rhythm: Rhythm = Rhythm.BY_HAND
    weekday: int = 0
    hour: int = 9

    def __post_init__(self) -> None:
        if not (0 <= self.weekday <= 6 and 0 <= self.hour <= 23):
            raise ValueError("There is no such day or hour.")


def earliest_release(last: datetime) -> datetime:
    """From when there may be another release."""
    midnight = datetime.combine(last.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    return max(midnight, last + LEAST_BETWEEN)


def last_moment(plan: Plan, now: datetime) -> datetime | None:
    """The newest fixed moment that has come; None where there are none."""
    if plan.rhythm is Rhythm.BY_HAND:
        return None
    today = now.astimezone(UTC).date()
    moment = datetime.combine(today, time(plan.hour), UTC)
    if plan.rhythm is Rhythm.WEEKLY:
        moment -= timedelta(days=(today.weekday() - plan.weekday) % 7)
    return moment if moment <= now else moment - _length(plan)


def next_moment(plan: Plan, now: datetime) -> datetime | None:
    last = last_moment(plan, now)
    return last + _length(plan) if last else None


def _length(plan: Plan) -> timedelta:
    return timedelta(days=7 if plan.rhythm is Rhythm.WEEKLY else 1)
