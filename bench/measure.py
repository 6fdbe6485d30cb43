"""How a benchmark measures: the same work several times, in processor time, with the median and the spread."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5


@dataclass(frozen=True)
class Rate:
    """The median of several runs, and how far they lie apart as a share of it."""

    value: float
    spread: float


@dataclass(frozen=True)
class Result:
    """A figure and its floor: the least work that any answer to the same question takes, in the same unit.

    `ratio` is the figure as a share of the floor. It hardly depends on the machine, as `value` does.
    """

    name: str
    unit: str
    value: float
    spread: float
    floor: float
    ratio: float


def per_second(work: Callable[[], object], things: int, runs: int = RUNS) -> Rate:
    """How many things a second one core gets through; what other processes do meanwhile is not counted."""
    rates = sorted(things / _seconds(work) for _ in range(runs))
    middle = statistics.median(rates)
    return Rate(middle, (rates[-1] - rates[0]) / middle)


def compared(name: str, unit: str, measured: Rate, floor: Rate) -> Result:
    return Result(name, unit, measured.value, measured.spread, floor.value, measured.value / floor.value)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return max(time.process_time() - start, 1e-9)
