"""The signers of the fault tests, and looking at processes from outside."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.signer import Order

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 20


@dataclass
class Signers:
    """The process that forks one signer for each order."""

    process: subprocess.Popen[str]

    def start(self, order: Order) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(order.line())
        self.process.stdin.flush()
        number = int(self.process.stdout.readline())
        wait_until(lambda: state_of(number) == "T")
        return number


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.001)


def field_of(number: int, name: str) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{number}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return line.split()[1]
    return ""


def state_of(number: int) -> str:
    return field_of(number, "State").upper()


@pytest.fixture(scope="session")
def signers() -> Iterator[Signers]:
    command = [sys.executable, "-m", "tests.faults.signer"]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Signers(process)
        assert process.stdin
        process.stdin.close()
