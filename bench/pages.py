"""Pages and files given from memory, over HTTP: how many for each second that the server's processes work, beside a
Flask view that says hello. What the client costs, and what else the machine does, plays no part."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Mapping

from bench.load import send_all
from bench.measure import RUNS, Rate, Result, compared
from bench.registry import benchmark
from bench.running import HELLO, SERVE, Running, running, site_folder

REQUESTS, CONNECTIONS = 10_000, 64


@benchmark("petition_page", at_least=3)
def petition_page() -> Result:
    """Petition pages with their form, packed, for each second of the server's work, beside views that say hello."""
    return _beside_hello("petition_page", r'href="(/p/[\w-]+)"')


@benchmark("static", at_least=3)
def static() -> Result:
    """Style sheets, packed, for each second of the server's work, beside views that say hello."""
    return _beside_hello("static", r'href="(/static/[^"]+\.css)"')


def _beside_hello(name: str, link: str) -> Result:
    with (
        site_folder(PETITION_DEMO="true") as site,
        running(SERVE, site | {"PETITION_MAIL_WORKER": "false"}) as serving,
        running(HELLO, {}) as hello,
    ):
        found = re.search(link, serving.page("/"))
        assert found
        turns = [(_rate(serving, found[1]), _rate(hello, "/readyz")) for _ in range(RUNS + 1)][1:]
    rates, floors = ([turn[which] for turn in turns] for which in (0, 1))
    return compared(name, "answers/s", Rate.of(rates), Rate.of(floors))


def _rate(server: Running, path: str) -> float:
    head = {"Host": f"127.0.0.1:{server.port}", "Accept-Encoding": "gzip, br", "Accept-Language": "en"}
    before = server.at_work()
    answers = send_all(server.port, itertools.repeat(_request(path, head), REQUESTS), CONNECTIONS)
    assert answers.statuses == {200: REQUESTS}, answers.statuses
    rate = REQUESTS / (server.at_work() - before)
    half, most = answers.wait(0.5), answers.wait(0.99)
    print(f"{path}: {rate:.0f}/s of work, half within {half:.1f} ms, 99 of 100 within {most:.1f} ms", file=sys.stderr)
    return rate


def _request(path: str, head: Mapping[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode()
