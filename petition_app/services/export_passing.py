"""The rows of an export on their way into its file, counted as they pass."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass

Cells = tuple[object, ...]


@dataclass
class Passing:
    """`rows` have passed so far, of `expected` in all; that is none until the first of them have."""

    rows: int = 0
    expected: int | None = None


def counted(
    batches: Generator[list[Cells]], passing: Passing, all_of_them: Callable[[], int], dropped: Callable[[], int]
) -> Generator[list[Cells]]:
    """`all_of_them` is asked once, and after the first batch has left: it takes a second where there are many, and
    whoever waits for the first row should not wait for it. `dropped`: how many of those turned out not to be taken."""
    known = None
    with closing(batches):
        for batch in batches:
            yield batch
            passing.rows += len(batch)
            known = all_of_them() if known is None else known
            passing.expected = known - dropped()
    if known is None:
        passing.expected = all_of_them()
