"""One export as a file: the form that was asked for, piece by piece."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date

from petition_app.domain.export import ExportKind, Format, Wanted
from petition_app.domain.exportmanifest import WORDS, File, LeftOut, Manifest
from petition_app.services.export_rows import Table
from petition_app.services.exporting.archive import parts
from petition_app.services.exporting.plain import writing
from petition_app.services.exporting.workbook import About, Book, workbook

SHEETS = {
    ExportKind.ROSTER: "Public roster",
    ExportKind.TALLIES: "Tallies",
    ExportKind.SIGNATORIES: "Signatories",
}


@dataclass(frozen=True)
class Making:
    """What a file says of itself. `stem` is its name without ending; `manifest` is asked once all rows are through."""

    stem: str
    petition: str
    purpose: str
    day: date
    manifest: Callable[[tuple[File, ...]], Manifest]


Pieces = Generator[bytes, None, tuple[File, ...]]


def pieces_of(table: Table, wanted: Wanted, making: Making) -> Pieces:
    """The first piece comes before any row is read. Returns the files: one, or the parts of an archive."""
    if wanted.rows_a_part:
        return parts(
            table.batches,
            writing(wanted),
            lambda number: f"{making.stem}-{number:03}.{wanted.format}",
            wanted.rows_a_part,
            making.day,
            making.manifest,
        )
    rows = _workbook(table, wanted, making) if wanted.format is Format.XLSX else _text(table, wanted)
    return _digested(rows, f"{making.stem}.{wanted.format}")


def _text(table: Table, wanted: Wanted) -> Generator[bytes, None, int]:
    form, rows = writing(wanted), 0
    yield form.head
    for batch in table.batches:
        yield form.rows(batch)
        rows += len(batch)
    yield form.tail
    return rows


def _workbook(table: Table, wanted: Wanted, making: Making) -> Generator[bytes, None, int]:
    def about(rows: int) -> About:
        left_out = [(f"Left out: {WORDS[reason]}", table.left_out[reason]) for reason in LeftOut]
        return [
            ("Petition", making.petition),
            ("Made on", making.day.isoformat()),
            ("Purpose", making.purpose or "none was asked for"),
            *asked_for(wanted),
            ("Rows", rows),
            *(line for line in left_out if line[1]),
            ("", "To check this file against the list of exports: compare its SHA-256 digest."),
        ]

    return workbook(Book(table.columns, SHEETS[wanted.kind], making.day), table.batches, about)


def asked_for(wanted: Wanted) -> list[tuple[str, str]]:
    """What the rows were narrowed to."""
    asked = (("Employer", wanted.employer), ("Status", wanted.status), ("Confirmed since", wanted.since))
    return [(words, str(value)) for words, value in asked if value]


def _digested(pieces: Generator[bytes, None, int], name: str) -> Pieces:
    digest = hashlib.sha256()
    while True:
        try:
            piece = next(pieces)
        except StopIteration as end:
            return (File(name, end.value, digest.hexdigest()),)
        digest.update(piece)
        yield piece
