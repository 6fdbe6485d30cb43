"""The machine that the figures are from."""

from __future__ import annotations

import os
import platform
import sqlite3
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Machine:
    """What changes figures, and nothing that names the machine."""

    processor: str
    cores: int
    memory_gb: int
    python: str
    sqlite: str
    load: float

    @classmethod
    def here(cls) -> Machine:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        cores = len(os.sched_getaffinity(0))
        versions = platform.python_version(), sqlite3.sqlite_version
        return cls(_processor(), cores, round(memory / 2**30), *versions, round(os.getloadavg()[0], 1))

    def __str__(self) -> str:
        return (
            f"{self.processor}, {self.cores} cores, {self.memory_gb} GB, Python {self.python}, SQLite {self.sqlite}, "
            f"load {self.load}"
        )


def _processor() -> str:
    """Its name where the system tells it, else its kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
