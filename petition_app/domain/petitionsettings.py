"""What is chosen for a petition beside its text, and what of it is fixed once the petition has been opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from petition_app.domain.drafting import line
from petition_app.domain.petition import LEAST_THRESHOLD
from petition_app.domain.response import Problem, problems_of_length

LONGEST_CONTACT = 200
LARGEST_GOAL = 100_000_000
LARGEST_THRESHOLD = 1_000


@dataclass(frozen=True)
class Settings:
    """How counts are published, what is aimed at, and how signers reach the organisers."""

    threshold: int
    employment_proof: bool
    live_total: bool
    goal: int | None = None
    contact: str = ""

    def tidied(self) -> Settings:
        return replace(self, contact=line(self.contact))


def problems_of_settings(new: Settings, old: Settings, is_settled: bool) -> list[Problem]:
    """Everything that keeps these settings from being saved, for a petition that has (`is_settled`) been opened."""
    found = list(_of_numbers(new))
    found += problems_of_length("contact", new.contact, LONGEST_CONTACT)
    if is_settled:
        found += _of_fixed(new, old)
    return found


def _of_numbers(new: Settings) -> Iterator[Problem]:
    if not LEAST_THRESHOLD <= new.threshold <= LARGEST_THRESHOLD:
        yield Problem("threshold", f"Please choose a number from {LEAST_THRESHOLD} to {LARGEST_THRESHOLD:,}.")
    if new.goal is not None and not 0 < new.goal <= LARGEST_GOAL:
        yield Problem("goal", f"Please give a number from 1 to {LARGEST_GOAL:,}, or leave this empty.")


def _of_fixed(new: Settings, old: Settings) -> Iterator[Problem]:
    # Figures published under one rule and then under another could be subtracted from each other.
    if new.threshold != old.threshold:
        yield Problem("threshold", f"This has been fixed at {old.threshold} since the petition was opened.")
    for name in ("employment_proof", "live_total"):
        if getattr(new, name) != getattr(old, name):
            yield Problem(name, "This has been fixed since the petition was opened.")
