"""The records of a CSV file with the line on which each begins. Excel, spreadsheets and other tools write what RFC 4180
does not know: other delimiters, line ends, blank lines, ragged rows. What cannot be read is refused with its line."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from petition_app.domain.refusals import Refusal

DELIMITERS = (",", ";", "\t", "|")
#: The encodings offered, by the names Python knows them by. Each text is written in them in one way only, so that a
#: place in the text is a place in the file.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 (little-endian)",
    "utf-16-be": "UTF-16 (big-endian)",
    "windows-1252": "Windows-1252 (Western Europe)",
    "iso-8859-1": "ISO 8859-1 (Latin-1)",
    "iso-8859-15": "ISO 8859-15 (Latin-9)",
    "windows-1250": "Windows-1250 (Central Europe)",
    "iso-8859-2": "ISO 8859-2 (Latin-2)",
    "windows-1251": "Windows-1251 (Cyrillic)",
    "koi8-r": "KOI8-R (Cyrillic)",
    "windows-1253": "Windows-1253 (Greek)",
    "windows-1254": "Windows-1254 (Turkish)",
    "mac-roman": "Mac Roman",
}
LONGEST_LINE = 256 * 1024
LONGEST_CELL = 64 * 1024
_MOST_LINES_A_RECORD = 1_000
_SAMPLE_LINES = 50
_CELL_IS_TOO_LONG = f"a cell has more than {LONGEST_CELL:,} characters. Is a quotation mark missing there?"


class FileIsUnreadable(Refusal):
    """The whole file is refused; the sentence names the line."""

    status = 422

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line:,}: {reason}")
        self.line = line


class Record(NamedTuple):
    """One record: the number of its first line, its place in bytes from the start of the text, and its cells."""

    line: int
    place: int
    cells: list[str]


class Lines:
    """Lines one by one, counted in lines and bytes. `read_line` takes a limit and gives a line with its end, or
    nothing at the end of the file."""

    def __init__(self, read_line: Callable[[int], str], encoding: str, line: int, place: int) -> None:
        self._read_line, self._encoding = read_line, encoding
        self._is_narrow = not encoding.startswith("utf-")
        self.line, self.place, self._started = line, place, line

    def begin_record(self) -> None:
        self._started = self.line

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        try:
            text = self._read_line(LONGEST_LINE)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(self._encoding, "replace")
            line = self.line + before.count("\n") + (before.count("\r") if "\n" not in before else 0)
            raise FileIsUnreadable(line, f"this is not {ENCODINGS[self._encoding]}. Choose another encoding.") from None
        if not text:
            raise StopIteration
        if len(text) >= LONGEST_LINE:
            raise FileIsUnreadable(self.line, f"it has more than {LONGEST_LINE:,} characters.")
        self.line += 1
        if self.line - self._started > _MOST_LINES_A_RECORD:
            raise FileIsUnreadable(self._started, "a quotation mark is opened here and never closed.")
        is_narrow = self._is_narrow or (self._encoding == "utf-8" and text.isascii())
        self.place += len(text) if is_narrow else len(text.encode(self._encoding))
        return text


def records(lines: Lines, delimiter: str) -> Iterator[Record]:
    """The records from where `lines` stands, without those that are empty. Raises FileIsUnreadable."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line, place = lines.line, lines.place
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileIsUnreadable(line, _reason(error)) from None
        # The reader's own limit is one for the whole process, so ours is looked at here, and only in long records.
        if lines.place - place > LONGEST_CELL and max(map(len, cells), default=0) > LONGEST_CELL:
            raise FileIsUnreadable(line, _CELL_IS_TOO_LONG)
        if any(cells):
            yield Record(line, place, cells)


def _reason(error: csv.Error) -> str:
    if "field limit" in str(error):
        return _CELL_IS_TOO_LONG
    if "unexpected end" in str(error):
        return "a quotation mark is opened here and never closed."
    return "a quotation mark stands where none can. Inside a cell in quotation marks, write it twice."


def likely_delimiter(sample: str) -> str:
    """The delimiter that parts most lines of a sample into the same number of cells, at least two; else the comma."""
    best = max(DELIMITERS, key=lambda each: _agreement(sample, each))
    return best if _agreement(sample, best) > (0, 0) else ","


def _agreement(sample: str, delimiter: str) -> tuple[int, int]:
    """How many records of the sample have the usual number of cells, and that number; nothing for one cell."""
    lengths = Counter(map(len, _sampled(sample, delimiter)))
    if not lengths:
        return 0, 0
    (usual, times), = lengths.most_common(1)  # fmt: skip
    return (times, usual) if usual > 1 else (0, 0)


def _sampled(sample: str, delimiter: str) -> Iterator[Sequence[str]]:
    reader = csv.reader(sample.splitlines(keepends=True)[:_SAMPLE_LINES], delimiter=delimiter)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            return
        if cells is None:
            return
        if any(cells):
            yield cells
