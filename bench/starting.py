"""What the server takes before anybody asks for anything: until its first page, and memory."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from bench.measure import RUNS, Rate, Result, compared
from bench.registry import benchmark
from bench.running import HELLO, SERVE, Running, running, site_folder

#: By then it has done all that it does at its start.
_SETTLED_SECONDS = 3


@benchmark("start", at_most=1.5)
def start() -> Result:
    """Seconds from the start of `petition serve` to its first page, beside a server with one view that says hello."""
    return _both("start", "s", _first_page)


@benchmark("memory", at_most=120)
def memory() -> Result:
    """MB of all processes of the idle server and its mail worker, beside a server with one view that says hello."""
    return _both("memory", "MB", _settled)


def _first_page(server: Running) -> float:
    begun = time.perf_counter()
    server.page("/")
    until = server.seconds + time.perf_counter() - begun
    print(f"first page after {until:.2f} s, {server.at_work():.2f} s of them at work", file=sys.stderr)
    return until


def _settled(server: Running) -> float:
    time.sleep(_SETTLED_SECONDS)
    return server.memory()


def _both(name: str, unit: str, figure: Callable[[Running], float]) -> Result:
    figures, floors = [], []
    with site_folder(PETITION_DEMO="true") as site:
        for _ in range(RUNS):
            with running(SERVE, site) as serving:
                figures.append(figure(serving))
            with running(HELLO, {}) as hello:
                floors.append(figure(hello))
    return compared(name, unit, Rate.of(figures), Rate.of(floors))
