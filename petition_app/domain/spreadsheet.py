"""Cells that no spreadsheet runs: the guard against formulas in CSV (OWASP ASVS 5.0, 1.2.10)."""

from __future__ import annotations

MOST_CHARACTERS = 1_000
_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_SKIPPED = "\ufeff\x00\u200b \u00a0\u3000\x0b\x0c"


def safe_cell(value: object) -> str:
    """The text of one cell: bounded, without NUL, and with a leading ' where a spreadsheet would see a formula.

    The guard looks past what spreadsheets skip (BOM, NUL, spaces): quoting alone does not help.
    """
    text = "" if value is None else str(value)
    text = text.replace("\x00", "")[:MOST_CHARACTERS]
    first = text.lstrip(_SKIPPED)[:1]
    return f"'{text}" if first in _STARTS and first else text
