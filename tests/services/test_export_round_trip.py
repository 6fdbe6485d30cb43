"""What was imported, exported and imported again is the same file, whatever stands in its cells."""

from __future__ import annotations

import csv
import io

from flask import Flask

from petition_app.domain.export import ExportKind
from petition_app.domain.spreadsheet import csv_lines
from tests.services.exporting import export
from tests.services.importing import imported, take_back, work_off

HEADER = ("email", "name", "title", "employer_raw", "relation", "display", "role_band", "consent_publish",
          "consent_updates", "signed_on")  # fmt: skip
SHEET = (
    ("sam@example.org", '=CONCATENATE("a",1)', "+Engineer", "Google", "current", "name_title", "research",
     "yes", "yes", "2026-11-20"),
    ("zoe@example.org", "Zoë 'Q' Müller; -1", "", "\u200b＝1+1 Borealis", "former", "name", "unsaid", "yes", "no",
     "2026-11-21"),
    ("", "שלום עליכם", "", "YouTube", "contractor", "name", "manager", "yes", "no", "2026-11-22"),
    ("quiet@example.org", "", "", "", "supporter", "counted", "unsaid", "no", "yes", "2026-11-22"),
)  # fmt: skip


def without_keys(file: bytes) -> bytes:
    """The file without its first column: a signature that comes again gets a new key."""
    rows = list(csv.reader(io.StringIO(file.decode(), newline="")))
    assert rows[0][0] == "\ufeffsignature_id"
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(row[1:] for row in rows)
    return text.getvalue().encode()


def test_an_export_that_is_imported_is_exported_byte_for_byte_again(app: Flask):
    batch = imported(csv_lines([HEADER, *SHEET]))
    first = export(ExportKind.SIGNATORIES)
    take_back(batch)
    work_off()
    assert export(ExportKind.SIGNATORIES).count(b"\r\n") == 1

    imported(first)

    assert first.count(b"\r\n") == 1 + len(SHEET)
    assert without_keys(export(ExportKind.SIGNATORIES)) == without_keys(first)
