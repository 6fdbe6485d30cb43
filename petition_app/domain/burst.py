"""Hours in which more signed than usual: what is normal, and what stands out. Nothing here says why."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

HOUR = 3600
HOURS_A_DAY = 24
#: So long are the figures of an hour kept.
KEPT_HOURS = 7 * HOURS_A_DAY
#: Fewer are never shown: at a small employer an hour's figure would tell when somebody signed.
LEAST_SHOWN = 5
#: With fewer earlier hours there is nothing to compare with.
LEAST_COMPARED = HOURS_A_DAY


class Kind(StrEnum):
    ALL = "all"
    EMPLOYER = "employer"
    DOMAIN = "domain"
    # Those from networks from which very many signed: see domain/crowd.py.
    CHALLENGED = "challenged"
    HELD = "held"
    TURNED_AWAY = "turned away"


@dataclass(frozen=True)
class Normal:
    """What earlier hours were like: the middle one, the one that 95 of 100 do not pass, how many there were, and the
    middle of the same hour on other days, where there are any."""

    median: float
    most: int
    hours: int
    same_hour: float | None


@dataclass(frozen=True)
class Burst:
    """An hour that stands out, the share of all that signed in it, and what is normal; none while it is too early."""

    hour: int
    signatures: int
    share: float
    normal: Normal | None


def hour_of(epoch_seconds: int) -> int:
    return epoch_seconds // HOUR


def normal_before(counts: Mapping[int, int], first: int, hour: int) -> Normal | None:
    """What the hours from `first` to the one before `hour` were like, those without a signature too; none where they
    are too few."""
    earlier = [counts.get(each, 0) for each in range(first, hour)]
    if len(earlier) < LEAST_COMPARED:
        return None
    same = [counts.get(each, 0) for each in range(hour - HOURS_A_DAY, first - 1, -HOURS_A_DAY)]
    return Normal(statistics.median(earlier), percentile(earlier, 95), len(earlier),
                  statistics.median(same) if same else None)  # fmt: skip


def percentile(values: Sequence[int], percent: int) -> int:
    """The smallest of the values that so many of a hundred do not pass (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1]


def stands_out(signatures: int, normal: Normal | None) -> bool:
    """At least five, and twice what 95 of 100 earlier hours do not pass. Before there is anything to compare with,
    every hour with that many is shown: who looks can tell a launch from a flood."""
    return signatures >= LEAST_SHOWN and (normal is None or signatures > 2 * normal.most)


def bursts(counts: Mapping[int, int], everybody: Mapping[int, int], first: int) -> list[Burst]:
    """The hours that stand out, newest first. `everybody` are all signatures by hour, `first` the first hour with
    figures."""
    found = []
    for hour, signatures in counts.items():
        normal = normal_before(counts, first, hour)
        if stands_out(signatures, normal):
            found.append(Burst(hour, signatures, signatures / max(everybody.get(hour, 0), signatures), normal))
    return sorted(found, key=lambda each: -each.hour)
