"""One published table for the tests of the claim checker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from petition_app.domain.pressline import Facts

ROWS = {"Google": 95, "Meta": 45, "Amazon": 50, "OpenAI": 40}


def some_facts(
    *,
    total: int = 810,
    employees: int = 805,
    rows: Mapping[str, int] = ROWS,
    rows_are_verified: bool = True,
    titles: frozenset[tuple[str, str]] = frozenset({("Senior Vice President", "Tesla")}),
    exact: bool = False,
) -> Facts:
    return Facts(total, employees, rows, rows_are_verified, titles, date(2026, 11, 22), exact)
