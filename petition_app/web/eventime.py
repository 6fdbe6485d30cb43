"""Answers in even time: how long one took must not tell what was found in the database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

# What is done for a new address, a waiting one and a counted one differs by a few milliseconds.
ANSWERS_EVERY = 0.02


@contextmanager
def in_even_time() -> Iterator[None]:
    """Rounds up the time this takes."""
    since = time.monotonic()
    try:
        yield
    finally:
        time.sleep((since - time.monotonic()) % ANSWERS_EVERY)
