"""How a benchmark measures: the same work several times, in processor time or by the clock, with median and spread."""

from __future__ import annotations

import resource
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


def beside(
    name: str, unit: str, things: int, work: Callable[[], object], floor: Callable[[], object], runs: int = RUNS
) -> Result:
    """Things a second by the clock, work and floor in turns; the ratio is the median of the ratios of each turn, so
    that what else the machine does weighs on both."""
    turns = [(things / _by_the_clock(work), things / _by_the_clock(floor)) for _ in range(runs)]
    rates, floors = (sorted(each) for each in zip(*turns, strict=True))
    middle, ratio = statistics.median(rates), statistics.median(rate / least for rate, least in turns)
    return Result(name, unit, middle, (rates[-1] - rates[0]) / middle, statistics.median(floors), ratio)


def compared(name: str, unit: str, measured: Rate, floor: Rate) -> Result:
    return Result(name, unit, measured.value, measured.spread, floor.value, measured.value / floor.value)


def _seconds(work: Callable[[], object]) -> float:
    start = _processor_time()
    work()
    return max(_processor_time() - start, 1e-9)


def _processor_time() -> float:
    """Of this process and of those it started that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _by_the_clock(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
