"""How a benchmark measures: the same work several times, in processor time or by the clock, with median and spread."""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

RUNS = 5


@dataclass(frozen=True)
class Rate:
    """The median of several runs, and how far they lie apart as a share of it."""

    value: float
    spread: float

    @classmethod
    def of(cls, values: list[float]) -> Rate:
        middle = statistics.median(values)
        return cls(middle, (max(values) - min(values)) / middle)


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
    return Rate.of([things / processor_time(work) for _ in range(runs)])


def in_turns(
    name: str,
    unit: str,
    things: int,
    work: Callable[[], object],
    floor: Callable[[], object],
    seconds: Callable[[Callable[[], object]], float],
    runs: int = RUNS,
) -> Result:
    """Things a second, work and floor in turns, by what `seconds` says each took. The first turn only warms up."""
    return of_turns(name, unit, [(things / seconds(work), things / seconds(floor)) for _ in range(runs + 1)][1:])


def of_turns(name: str, unit: str, turns: list[tuple[float, float]]) -> Result:
    """A figure and its floor by turns. The ratio is the median of the ratios of all turns, so that what else the
    machine does weighs on both."""
    rates, floors = (Rate.of(list(each)) for each in zip(*turns, strict=True))
    ratio = statistics.median(rate / least for rate, least in turns)
    return Result(name, unit, rates.value, rates.spread, floors.value, ratio)


def compared(name: str, unit: str, measured: Rate, floor: Rate) -> Result:
    return Result(name, unit, measured.value, measured.spread, floor.value, measured.value / floor.value)


def processor_time(work: Callable[[], object]) -> float:
    """Seconds of this process and of those it started that ended meanwhile."""
    start = _of_processor()
    work()
    return max(_of_processor() - start, 1e-9)


def by_the_clock(work: Callable[[], object]) -> float:
    """Seconds until it was done, whoever worked on it."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_memory(work: Callable[[int], object], size: int) -> float:
    """The most, in MB, that a process of its own held which did this work at this size."""
    context = multiprocessing.get_context("spawn")
    told = context.SimpleQueue()
    process = context.Process(target=_tell_peak, args=(work, size, told.put))
    process.start()
    peak: float = told.get()
    process.join()
    return peak


def _tell_peak(work: Callable[[int], object], size: int, tell: Callable[[float], None]) -> None:
    work(size)
    # Not what getrusage says: that remembers the process from which this one was made.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("utf-8").splitlines())
    tell(int(status["VmHWM"].split()[0]) / 1024)


def _of_processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
