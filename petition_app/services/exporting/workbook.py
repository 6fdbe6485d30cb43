"""A workbook for Excel and LibreOffice, sent while it is made: no row of it is ever on the disk or in memory for long.

XlsxWriter makes everything but the rows; they are put into its sheets as they come. A cell is text or a whole number,
and nothing in it is ever taken for a formula, a link or a date.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from petition_app.domain.spreadsheet import MOST_CHARACTERS
from petition_app.later import Later
from petition_app.services.export_passing import Cells
from petition_app.services.exporting.archive import Pipe, cut, entry

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter import utility
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet
else:
    xlsxwriter, utility = Later("xlsxwriter"), Later("xlsxwriter.utility")

#: A sheet of Excel holds 1,048,576.
ROWS_A_SHEET = 1_000_000

_END = b"</sheetData>"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Such a text would be read as the character of that number.
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_WIDTH, _WIDE = 16, {"email": 32, "name": 26, "title": 26, "employer": 26, "employer_raw": 26, "signature_id": 38}

About = Sequence[tuple[str, object]]


@dataclass(frozen=True)
class Book:
    """What is the same for the whole file: its columns, the name of its sheet, and its day."""

    columns: tuple[str, ...]
    title: str
    day: date


def workbook(book: Book, batches: Iterable[list[Cells]], about: Callable[[int], About]) -> Generator[bytes, None, int]:
    """The file piece by piece; returns how many rows there were. `about` tells of the file, given that number."""
    pipe, sheets = Pipe(), list[int]()
    columns = [utility.xl_col_to_name(number) for number in range(len(book.columns))]
    with zipfile.ZipFile(pipe, "w") as archive:
        for number, pieces in groupby(cut(batches, ROWS_A_SHEET), key=itemgetter(0)):
            start, _ = _around_rows(book, min(number, 2), 0)
            with archive.open(entry(_sheet(number), book.day), "w") as sheet:
                sheet.write(start)
                yield pipe.take()
                rows = 0
                for _, batch in pieces:
                    sheet.write("".join(_row(columns, rows + n, row) for n, row in enumerate(batch, 2)).encode())
                    rows += len(batch)
                    yield pipe.take()
                sheet.write(_around_rows(book, 1, rows)[1])
            sheets.append(rows)
        for name, content in _made(book, sheets, about(sum(sheets))).items():
            if name not in {_sheet(number) for number in range(1, len(sheets) + 1)}:
                archive.writestr(entry(name, book.day), content)
    yield pipe.take()
    return sum(sheets)


def _sheet(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _around_rows(book: Book, number: int, rows: int) -> tuple[bytes, bytes]:
    """What comes before and after the rows in the sheet of this number, if it has so many."""
    start, end, rest = _made(book, [rows] * number, [])[_sheet(number)].partition(_END)
    return start, end + rest


def _made(book: Book, sheets: Sequence[int], about: About) -> dict[str, bytes]:
    """The files of a workbook whose sheets have so many rows, all of which are still missing."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True} | _AS_TEXT) as whole:
        midnight = datetime.combine(book.day, time(), UTC)
        whole.set_properties({"title": book.title, "created": midnight})
        bold = whole.add_format({"bold": True, "bg_color": "#E8E6E1", "bottom": 1})
        wrapped = whole.add_format({"text_wrap": True, "valign": "top"})
        for number, rows in enumerate(sheets, 1):
            _head(whole.add_worksheet(book.title if number == 1 else f"{book.title} {number}"), book, rows, bold)
        sheet = whole.add_worksheet("About this file")
        sheet.set_column(0, 0, 28, whole.add_format({"bold": True, "valign": "top"}))
        sheet.set_column(1, 1, 70, wrapped)
        for line, pair in enumerate(about):
            sheet.write_row(line, 0, pair)
    with zipfile.ZipFile(made) as files:
        return {name: files.read(name) for name in files.namelist()}


_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def _head(sheet: Worksheet, book: Book, rows: int, bold: Format) -> None:
    sheet.write_row(0, 0, book.columns, bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(book.columns) - 1)
    for number, name in enumerate(book.columns):
        sheet.set_column(number, number, _WIDE.get(name, _WIDTH))


def _row(columns: Sequence[str], number: int, row: Cells) -> str:
    cells = "".join(_cell(f"{column}{number}", value) for column, value in zip(columns, row, strict=True))
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = _NOT_IN_XML.sub("", str(value)[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n"))
    text = escape(_LIKE_AN_ESCAPE.sub("_x005F_", text))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
