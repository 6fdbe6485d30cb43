"""How large a benchmark is: quick unless the environment asks for more."""

from __future__ import annotations

import os


def asked_rows() -> int:
    """The size that BENCH_ROWS asks for, or 0: each benchmark has a quick size of its own."""
    return int(os.environ.get("BENCH_ROWS", "0"))


def rows(quick: int) -> int:
    """So many, or what BENCH_ROWS asks for."""
    return asked_rows() or quick
