"""The signatories in columns, by employer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from petition_app.services.documents import words
from petition_app.services.documents.lettering import composed, wrapped
from petition_app.services.documents.sheet import MARGIN, Sheet
from petition_app.services.publishable import Publishable
from petition_app.services.roster import Signatory

COLUMNS = 2
_GAP = 8.0
_POINTS = 9.0
_INDENT = 3.0
# Nobody's name stands alone under the heading of its employer at the foot of a column.
_LEAST_TOGETHER = 3


@dataclass(frozen=True)
class Line:
    """A signatory and the number of their line in signatories.csv, whose first line is its head."""

    number: int
    signatory: Signatory


class NameColumns:
    """Fills the sheet column by column, page by page."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._width = (sheet.epw - _GAP * (COLUMNS - 1)) / COLUMNS
        self._step = sheet.face(_POINTS)
        self._top = sheet.get_y()
        self._column = 0

    def write(self, employer: str, figure: str, lines: Sequence[Line]) -> None:
        """One employer with its signatories."""
        sheet = self._sheet
        title = sheet.letters.shown(employer)
        self._head(title, figure)
        sheet.face(_POINTS)
        for line in lines:
            text = self._text_of(line)
            height = list(wrapped(text, self._width - _INDENT, sheet.get_string_width))
            if self._is_full(len(height)):
                self._next_column()
                self._draw([f"{title} (continued)"], "B", 0, "/P")
                sheet.face(_POINTS)
            self._draw(height, "", _INDENT, "/P")
        sheet.ln(self._step * 0.8)

    def _head(self, title: str, figure: str) -> None:
        sheet = self._sheet
        sheet.face(_POINTS, "B")
        head = list(wrapped(title, self._width, sheet.get_string_width))
        sheet.face(_POINTS)
        note = list(wrapped(figure, self._width, sheet.get_string_width)) if figure else []
        if self._is_full(len(head) + len(note) + _LEAST_TOGETHER):
            self._next_column()
        sheet.bookmark(title, level=2)
        self._draw(head, "B", 0, "/H2")
        if note:
            self._draw(note, "", 0, "/P")

    def _draw(self, lines: Sequence[str], style: str, indent: float, kind: str) -> None:
        sheet = self._sheet
        sheet.face(_POINTS, style)
        left = MARGIN + self._column * (self._width + _GAP)
        with sheet.tagged(kind):
            for number, line in enumerate(lines):
                # What does not fit stands further in, so that it is not read as the next name.
                sheet.text(left + (indent if number else 0), sheet.get_y() + self._step * 0.72, f"{line} ")
                sheet.ln(self._step)

    def _is_full(self, lines: int) -> bool:
        return bool(self._sheet.get_y() + lines * self._step > self._sheet.bottom)

    def _next_column(self) -> None:
        self._column += 1
        if self._column == COLUMNS:
            self._sheet.new_page()
            self._column, self._top = 0, self._sheet.get_y()
        self._sheet.set_y(self._top)

    def _text_of(self, line: Line) -> str:
        text = _plain(line.signatory)
        if not self._sheet.letters.can_show(text):
            return f"(line {line.number:,} of signatories.csv)"
        return text if line.signatory.name else f"{text} (name withheld)"


def write_names(sheet: Sheet, data: Publishable) -> None:
    sheet.new_page()
    sheet.heading("Signatories")
    for sentence in words.on_signatories(data):
        sheet.paragraph(sentence)
    if not data.signatories:
        sheet.paragraph("Nobody has chosen to be named here. They are counted all the same.", style="B")
        return
    missing = sum(not sheet.letters.can_show(_plain(each)) for each in data.signatories)
    if missing:
        sheet.paragraph(_on_missing(missing))
    sheet.paragraph(f"{len(data.signatories):,} in all.", style="B")
    columns = NameColumns(sheet)
    figures = {row.key: f"Published: {words.of_row(row)}" for row in data.release.tally.rows}
    for employer, lines in _by_employer(data.signatories):
        columns.write(employer or "Employer not given", figures.get(lines[0].signatory.slug, ""), lines)


def _plain(signatory: Signatory) -> str:
    return composed(", ".join(filter(None, (signatory.name, signatory.title)))).replace("\n", " ")


def _by_employer(signatories: Sequence[Signatory]) -> Iterator[tuple[str, list[Line]]]:
    numbered = (Line(number, each) for number, each in enumerate(signatories, start=2))
    for employer, lines in groupby(numbered, key=lambda line: line.signatory.employer):
        yield employer, list(lines)


def _on_missing(count: int) -> str:
    what = "One name or title has letters" if count == 1 else f"{count:,} names or titles have letters"
    return (
        f"{what} that this document has no type for. In the list, a line says where each stands in "
        "signatories.csv, a part of this package, as its signer wrote it."
    )
