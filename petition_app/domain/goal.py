"""What a petition aims at: first the organisers' own goal, then round numbers, so that the next one is within reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True)
class Goal:
    """`number` is what the bar leads to; `is_own` where the organisers chose it. `passed` is their goal where it has
    been reached."""

    number: int
    is_own: bool
    passed: int | None = None


def goal_for(published: int, own: int | None, takes_signatures: bool) -> Goal | None:
    """What is shown beside this published figure. Nothing before a figure is published, nor where signing is over and
    the organisers had no goal: no further step will be reached."""
    if not published:
        return None
    if own and published < own:
        return Goal(own, is_own=True)
    passed = own or None
    if takes_signatures:
        return Goal(next(step for step in _steps() if step > published), is_own=False, passed=passed)
    return Goal(passed, is_own=True, passed=passed) if passed else None


def _steps() -> Iterator[int]:
    """100, 200, 500, 1,000, 2,000, 5,000, 10,000 …"""
    for power in count(2):
        for figure in (1, 2, 5):
            yield figure * 10**power
