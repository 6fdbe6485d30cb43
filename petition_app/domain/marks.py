"""Marks: the counts that figures were last set at. They hide every change of fewer than five signers.

Two marks of one count are never closer than a step, and a count that comes near an earlier mark goes back to it. So
whoever walks a count up and down with mailboxes of their own finds the same marks again, and none between them; nor
does a figure that was merged away and came back tell of the one signer who came meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

STEP = 5


def floor_to_step(count: int) -> int:
    return count - count % STEP


def ceil_to_step(count: int) -> int:
    return -floor_to_step(-count)


@dataclass(frozen=True)
class Mark:
    unnamed: int
    on: date


@dataclass(frozen=True)
class Settled:
    """An unnamed count as last used in public, since when, and as it was used before. Never shown."""

    unnamed: int
    on: date
    earlier: tuple[Mark, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        return (Mark(self.unnamed, self.on), *self.earlier)


def settle(unnamed: int, before: Settled | None, on: date) -> Settled:
    """What figures are made of now. Every count begins at a mark of nobody, so that two counts of the same people
    are set at the same moments."""
    before = before or Settled(0, on)
    if abs(unnamed - before.unnamed) < STEP:
        return before
    near = [mark for mark in before.marks if abs(unnamed - mark.unnamed) < STEP]
    chosen = min(near, key=lambda mark: (abs(unnamed - mark.unnamed), mark.unnamed), default=Mark(unnamed, on))
    return Settled(chosen.unnamed, chosen.on, tuple(mark for mark in before.marks if mark != chosen))
