"""Days and ranges of days as they are typed: 2026-11-01, 2026-11, 2026-11-01..2026-11-07, >=2026-11-01."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

Range = tuple[date | None, date | None]
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_ONE = timedelta(days=1)


def read_days(text: str) -> Range | None:
    """The first and the last day that are meant; none where it is no day."""
    try:
        found = _compared(text) if text[:1] in ("<", ">") else _between(text)
    except (ValueError, OverflowError):
        return None
    return found if found != (None, None) else None


def written(low: date | None, high: date | None) -> str:
    """As `read_days` reads it."""
    if low == high and low:
        return low.isoformat()
    return f"{low or ''}..{high or ''}"


def _compared(text: str) -> Range:
    sign = text[:2] if text[1:2] == "=" else text[:1]
    first, last = _span(text[len(sign) :])
    return {">=": (first, None), "<=": (None, last), ">": (last + _ONE, None), "<": (None, first - _ONE)}[sign]


def _between(text: str) -> Range:
    before, dots, after = text.partition("..")
    if not dots:
        return _span(text)
    return _span(before)[0] if before else None, _span(after)[1] if after else None


def _span(text: str) -> tuple[date, date]:
    """The days of a month, or a day twice. Raises ValueError."""
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month = int(found[1]), int(found[2])
    if found[3]:
        day = date(year, month, int(found[3]))
        return day, day
    first = date(year, month, 1)
    return first, date(year, month, calendar.monthrange(year, month)[1])
