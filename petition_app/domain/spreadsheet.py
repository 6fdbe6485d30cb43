"""CSV that no spreadsheet runs: the guard against formulas (OWASP ASVS 5.0, 1.2.10), and how it is undone.

A cell, or a part of one after a line break, tab or semicolon (where a program that reads the file otherwise may begin
a new cell), is guarded with a leading ' if the first character a spreadsheet looks at would start a formula. It looks
past blanks and marks that cannot be seen, and quoting alone does not help. A ' that already stands there counts as
such a mark, so that `unguarded` takes away exactly what `safe_cell` put there.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from itertools import chain

MOST_CHARACTERS = 1_000
BOM = "\ufeff"

_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫−"
_CONTROLS = "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_PASSED_OVER = _CONTROLS + "' \u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
_AT_THE_START = rf"(?=[{_PASSED_OVER}]*[{_SIGNS}\t\r\n])"
_AFTER_A_BREAK = rf"(?=[{_PASSED_OVER}]*[{_SIGNS}])"
_TO_GUARD = re.compile(rf"\A{_AT_THE_START}|(?<=[\r\n\t;]){_AFTER_A_BREAK}")
# Finds every text in which there is something to guard, and a few others, among many with a NUL in front of each.
_LOOKS_GUARDED = re.compile(rf"[\0\r\n\t;][{_PASSED_OVER}]*[{_SIGNS}\t\r\n]")
_GUARD = re.compile(rf"\A'{_AT_THE_START}|(?<=[\r\n\t;])'{_AFTER_A_BREAK}")
_BROKEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_RUNNABLE = re.compile(rf"(?:\A|(?<=;))[{_PASSED_OVER}]*[{_SIGNS}][{_PASSED_OVER}{_SIGNS}]*")


def safe_cell(value: object) -> str:
    """The text of one cell: bounded, without NUL, and guarded where a spreadsheet would see a formula."""
    text = "" if value is None else str(value)
    # Letters and digits alone, as most cells are: there is nothing to guard.
    if text.isalnum() and len(text) <= MOST_CHARACTERS:
        return text
    return _TO_GUARD.sub("'", text.replace("\x00", "")[:MOST_CHARACTERS])


def unguarded(cell: str) -> str:
    """The text that `safe_cell` was given, apart from what it cut off."""
    return _GUARD.sub("", cell)


def is_safe(text: str) -> bool:
    """Whether the text can stand in a cell as it is."""
    return safe_cell(text) == text


def bare_text(text: str) -> str:
    """The text on one line, and without the signs that would make it a formula: for programs to which a guard would be
    a part of the text. What was taken away cannot be brought back."""
    return _RUNNABLE.sub("", " ".join(_BROKEN.sub(" ", text).split())[:MOST_CHARACTERS]).strip()


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """Lines of CSV after RFC 4180 (commas, CRLF, quotes where needed), every cell safe."""
    text, rows = io.StringIO(), list(rows)
    # Nearly all rows can be written as they are: all are looked at together, which takes a tenth of the time.
    if not _are_plain(set(chain.from_iterable(rows))):
        rows = [row if _are_plain(row) else [safe_cell(value) for value in row] for row in rows]
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _are_plain(values: Collection[object]) -> bool:
    """Whether `safe_cell` would leave all of them as they are."""
    texts = list(map(str, values))
    joined = "\0" + "\0".join(texts)
    is_whole = joined.count("\0") == max(len(texts), 1) and max(map(len, texts), default=0) <= MOST_CHARACTERS
    return is_whole and not _LOOKS_GUARDED.search(joined)
