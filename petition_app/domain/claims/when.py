"""Days in a sentence ("22 November 2026", "Nov. 22", "2026-11-22"), and which of them date a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from petition_app.domain.claims.wording import Words, any_of

MONTHS = tuple("january february march april may june july august september october november december".split())
_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)}
_NUMBERS |= {name[:3]: number for name, number in _NUMBERS.items()} | {"sept": 9}
#: The months with their short forms.
MONTH_WORDS = frozenset(_NUMBERS)

_MONTH = rf"(?P<month>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?: \.)?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WORDINGS = (
    rf"(?:the )?{_DAY} (?:of )?{_MONTH}(?:(?: ,)? {_YEAR})?",
    rf"{_MONTH} {_DAY}(?:(?: ,)? {_YEAR})?",
    rf"{_MONTH}(?: ,)? {_YEAR}",
    rf"{_YEAR} - (?P<month>[01]?\d) - {_DAY}",
    rf"(?P<day>[0-3]?\d) / (?P<month>[0-3]?\d) / {_YEAR}",
)
_PATTERNS = tuple(any_of([wording]) for wording in _WORDINGS)
#: Words that make the day after them the day of the figures.
_CUES = (("as", "of"), ("as", "at"), ("as", "on"), ("correct", "on"), ("correct", "at"))


@dataclass(frozen=True)
class Said:
    """A day as a sentence gives it. Without a year it is of the year it is compared with; `day` is None for a month.

    `is_numeric` marks "3/11/2026", which is another day in another country.
    """

    month: int
    day: int | None = None
    year: int | None = None
    is_numeric: bool = False

    def may_be(self, other: date) -> bool:
        month_first = self.is_numeric and (self.day, self.month) == (other.month, other.day)
        day_first = self.month == other.month and self.day in (None, other.day)
        return (day_first or month_first) and self.year in (None, other.year)

    def is_after(self, other: date) -> bool:
        """Whether it is a later day; asked only of a day that `other` may not be."""
        return (self.year or other.year, self.month, self.day or 0) > (other.year, other.month, other.day)


class Day(NamedTuple):
    """A day and where it stands: from the first word, its cue included, up to `end`."""

    said: Said
    start: int
    end: int
    is_cued: bool


def days_in(words: Words) -> dict[int, Day]:
    """The days of a sentence by the place of their first word; "as of" counts as part of a day."""
    found: dict[int, Day] = {}
    taken: set[int] = set()
    for day in _days(words):
        if taken.isdisjoint(range(day.start, day.end)):
            taken.update(range(day.start, day.end))
            found[day.start] = day
    return found


def _days(words: Words) -> Iterator[Day]:
    for pattern in _PATTERNS:
        for start, end, match in words.matches(pattern):
            said = _said(match)
            if said and _is_month(words, start, end):
                is_cued = words.keys(start - 2, start) in _CUES
                yield Day(said, start - 2 if is_cued else start, end, is_cued)


def _said(match: re.Match[str]) -> Said | None:
    given = match.groupdict()
    is_numeric = given["month"].isdigit()
    month = int(given["month"]) if is_numeric else _NUMBERS[given["month"]]
    day, year = int(given.get("day") or 0), int(given.get("year") or 0)
    if month > 12:
        month, day = day, month
    if not 1 <= month <= 12 or day > 31:
        return None
    return Said(month, day or None, year or None, is_numeric and "/" in match.group())


def _is_month(words: Words, start: int, end: int) -> bool:
    """ "12 may sign" and "20 march on" name no month."""
    return all(words[place].is_name for place in range(start, end) if words[place].key in ("may", "march"))
