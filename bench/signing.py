"""Signatures a second through HTTP, form and all, each on the disk before it is answered. Needs two cores: one serves,
the other asks."""

from __future__ import annotations

import html
import itertools
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.load import Answers, send_all
from bench.measure import RUNS, Rate, Result, compared
from bench.registry import benchmark
from bench.running import HELLO, ONE_AT_A_TIME, PETITION, Running, running, site_folder

SIGNATURES, HELLOS, CONNECTIONS = 2_000, 6_000, 128
SLOW_DISK_MS, SLOW_SIGNATURES = 10, 600
_WARM_UP = 500
_LEAST_SECONDS_TO_SIGN = 3.5
#: One in ten types an employer that nobody has typed before; the others are spread over two hundred.
_NEW_EMPLOYERS, _EMPLOYERS = 10, 200


@benchmark("sign", at_least=0.20)
def sign() -> Result:
    """Signatures a second over HTTP until they are durable, beside a Flask view that says hello under the same server.
    By turns."""
    with site() as environment, running(HELLO, {}, on_first_core=True) as hello, signer(environment) as go:
        floors, rates = [], []
        for turn in range(RUNS + 1):
            floor = timed(hello, lambda: send_all(hello.port, itertools.repeat(get("/"), HELLOS), CONNECTIONS))
            signed = go(SIGNATURES)
            # The first turn is for warming up.
            if turn:
                floors.append(floor.answers.rate)
                rates.append(signed.answers.rate)
                print(f"hello {floor}; sign {signed}", file=sys.stderr)
    return compared("sign", "signatures/s", Rate.of(rates), Rate.of(floors))


@dataclass(frozen=True)
class Timed:
    answers: Answers
    seconds_at_work: float

    def __str__(self) -> str:
        work = self.seconds_at_work / self.answers.statuses.total() * 1e6
        waits = f"half within {self.answers.wait(0.5):.0f} ms, 99 of 100 within {self.answers.wait(0.99):.0f} ms"
        return f"{self.answers.rate:.0f}/s, {work:.0f} µs at work for each, {waits}"


def timed(at: Running, send: Callable[[], Answers]) -> Timed:
    before = at.at_work()
    answers = send()
    return Timed(answers, at.at_work() - before)


@benchmark("slow_disk_group_commit", at_least=8)
def slow_disk() -> Result:
    """Signatures a second on a disk whose fsync takes ten milliseconds, beside one commit for each signature."""
    with slow() as disk:
        with site() as environment, signer(environment | disk) as go:
            together = [go(SLOW_SIGNATURES).answers.rate for _ in range(RUNS)]
        with site() as environment, signer(environment | disk, ONE_AT_A_TIME) as go:
            alone = [go(SLOW_SIGNATURES // 6).answers.rate for _ in range(RUNS)]
    return compared("slow_disk_group_commit", "signatures/s", Rate.of(together), Rate.of(alone))


@contextmanager
def slow() -> Iterator[dict[str, str]]:
    """The environment of a process whose disk is slow."""
    with tempfile.TemporaryDirectory() as folder:
        yield {"LD_PRELOAD": str(_shim(Path(folder))), "SLOW_DISK_MS": str(SLOW_DISK_MS)}


def _shim(folder: Path) -> Path:
    compiler = shutil.which("gcc")
    if compiler is None:
        raise SystemExit("This needs gcc.")
    made = folder / "slowdisk.so"
    source = Path(__file__).with_name("slowdisk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", made, source, "-ldl"], check=True)
    return made


@contextmanager
def site(url: str | None = None) -> Iterator[dict[str, str]]:
    """The environment of a new site with the seeded petition; in this PostgreSQL database, if one is given."""
    with site_folder(PETITION_TRUSTED_PROXIES="1", **({"DATABASE_URL": url} if url else {})) as environment:
        yield environment


@contextmanager
def signer(environment: dict[str, str], command: tuple[str, ...] = PETITION) -> Iterator[Callable[[int], Timed]]:
    """Sends so many signatures, all of them by new people from networks of their own, also where this ran before."""
    with running(command, environment, on_first_core=True) as serving:
        forms = _forms(serving)

        def go(number: int) -> Timed:
            sending = itertools.islice(forms, number)
            taken = timed(serving, lambda: send_all(serving.port, sending, CONNECTIONS))
            assert taken.answers.statuses == {303: number}, taken.answers.statuses
            return taken

        go(_WARM_UP)
        yield go


def _forms(at: Running) -> Iterator[bytes]:
    found = re.search(r'href="(/p/[\w-]+)"', at.page("/"))
    assert found
    path = found[1]
    page = at.page(path)
    kept = {name: html.unescape(value) for name, value in re.findall(r'name="(token|read)"[^>]*value="([^"]+)"', page)}
    time.sleep(_LEAST_SECONDS_TO_SIGN)
    run = secrets.token_hex(3)
    for number in itertools.count():
        yield _post(f"{path}/sign", kept | _typed(run, number), number)


def _typed(run: str, number: int) -> dict[str, str]:
    firm = number if number % _NEW_EMPLOYERS == 0 else number % _EMPLOYERS
    return {
        "email": f"signer{number}.{run}@example.org", "employer": f"Firm {run} {firm}", "relation": "current",
        "role_band": "engineering", "display": "name", "name": f"Signer {number}", "title": "", "website": "",
        "consent_count": "y", "consent_publish": "y",
    }  # fmt: skip


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def _post(path: str, fields: dict[str, str], number: int) -> bytes:
    body = urlencode(fields)
    network = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Forwarded-For: {network}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()
