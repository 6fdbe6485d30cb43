"""Bars side by side, the longest first: one for each employer, or for each proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from petition_app.web.drawing.lettering import fit, plain, width_of
from petition_app.web.drawing.sheet import Bar, Line, Shape, Sheet, number

#: More would be too thin to read on a slide; the others are told together, and are in the table.
MOST_BARS = 10
_THICKEST = 52


@dataclass(frozen=True)
class Row:
    """A bar as long as `figure`, with what is written beside it."""

    name: str
    figure: int
    words: str


def draw_bars(sheet: Sheet, rows: Sequence[Row], full: int) -> None:
    """At most MOST_BARS of them, their lengths in proportion; one of the length `full` would fill its place."""
    if sheet.shape is Shape.NARROW:
        _draw_below_their_names(sheet, rows[:MOST_BARS], full)
    elif rows:
        _draw_beside_their_names(sheet, rows[:MOST_BARS], full)


def _draw_beside_their_names(sheet: Sheet, rows: Sequence[Row], full: int) -> None:
    top, gap = sheet.y + 6, 16
    pitch = min(88, (sheet.bottom - top - 18) / len(rows))
    size = min(sheet.measures.text + 2, pitch * 0.62)
    names = [fit(plain(row.name), 430, size) for row in rows]
    column = max(width_of(name, size) for name in names)
    figures = max(width_of(row.words, size, bold=True) for row in rows)
    start = sheet.left + column + gap
    room = sheet.right - figures - gap - start
    thick = min(_THICKEST, pitch * 0.64)
    for place, (row, name) in enumerate(zip(rows, names, strict=True)):
        middle = top + pitch * (place + 0.5)
        base = middle + size * 0.36
        sheet.write(start - gap, base, name, size, anchor="end")
        end = _bar(sheet, row, start, middle - thick / 2, room / max(full, 1), thick)
        sheet.write(end + gap * 0.75, base, row.words, size, bold=True)
    sheet.lines.append(Line(f"M{number(start)} {number(top)}v{number(pitch * len(rows))}"))
    sheet.y = top + pitch * len(rows)


def _draw_below_their_names(sheet: Sheet, rows: Sequence[Row], full: int) -> None:
    size, thick = sheet.measures.text, 20
    width = sheet.right - sheet.left
    for row in rows:
        taken = width_of(row.words, size, bold=True) + size
        # A long figure, such as one with its share, has a line of its own.
        beside = taken < width / 2
        base = sheet.y + size
        sheet.write(sheet.left, base, row.name, size, room=width - taken if beside else width)
        if not beside:
            base += size * 1.3
        where, anchor = (sheet.right, "end") if beside else (sheet.left, "start")
        sheet.write(where, base, row.words, size, bold=True, anchor=anchor)
        _bar(sheet, row, sheet.left, base + 9, width / max(full, 1), thick)
        sheet.y = base + thick + 9 + size * 0.8


def _bar(sheet: Sheet, row: Row, x: float, y: float, unit: float, thick: float) -> float:
    """Its right end."""
    width = row.figure * unit
    sheet.bars.append(Bar(x, y, width, thick, f"{plain(row.name)}: {row.words}"))
    return x + width
