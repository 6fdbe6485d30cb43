"""What was imported, exported and imported again is the same file, whatever stands in its cells."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from petition_app.database import begin_work
from petition_app.domain.export import ExportKind
from petition_app.domain.signature import DisplayMode
from petition_app.domain.spreadsheet import csv_lines
from petition_app.services import receipts
from petition_app.services.work import OPERATOR, VISITOR
from tests.builders import a_petition, a_request, a_signature, claim_letters
from tests.services.exporting import export
from tests.services.importing import imported, seen, take_back, work_off

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


def test_an_export_that_is_imported_is_exported_byte_for_byte_again(app: Flask):
    batch = imported(csv_lines([HEADER, *SHEET]))
    first = export(ExportKind.SIGNATORIES)
    take_back(batch)
    work_off()
    assert export(ExportKind.SIGNATORIES).count(b"\r\n") == 1

    imported(first)

    assert first.count(b"\r\n") == 1 + len(SHEET)
    assert export(ExportKind.SIGNATORIES) == first


def test_a_key_that_is_in_use_is_not_taken_from_a_file(app: Flask):
    # The same signer in another petition, or somebody who was added while the first stayed.
    imported(csv_lines([HEADER, *SHEET]))
    [header, *rows] = csv.reader(io.StringIO(export(ExportKind.SIGNATORIES).decode("utf-8-sig"), newline=""))
    email = header.index("email")
    others = [[*row[:email], f"other{number}@example.org", *row[email + 1 :]] for number, row in enumerate(rows)]

    imported(csv_lines([header, *others]))

    assert len({line.split(b",")[0] for line in export(ExportKind.SIGNATORIES).splitlines()[1:]}) == 2 * len(SHEET)


def test_a_key_that_stands_twice_in_a_file_counts_once_and_the_other_row_comes_back(app: Flask):
    batch = imported(csv_lines([HEADER, *SHEET]))
    [header, *rows] = csv.reader(io.StringIO(export(ExportKind.SIGNATORIES).decode("utf-8-sig"), newline=""))
    take_back(batch)
    work_off()
    email = header.index("email")
    twin = [*rows[0][:email], "twin@example.org", *rows[0][email + 1 :]]

    again = imported(csv_lines([header, *rows, twin]))

    assert (seen(again).counted, seen(again).late) == (len(SHEET), 1)
    assert b"twin@example.org" not in export(ExportKind.SIGNATORIES)


@pytest.mark.parametrize("asks", [False, True])
def test_an_older_file_brings_nobody_back_who_has_withdrawn(app: Flask, asks: bool):
    receipt = a_signature(a_request(display=DisplayMode.NAME, name="Sam Smith"))
    older = export(ExportKind.SIGNATORIES)
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)

    again = imported(older, asks=asks)

    assert (seen(again).counted, seen(again).rejected) == (0, 1)
    assert claim_letters() == []
    assert b"Sam Smith" not in export(ExportKind.SIGNATORIES)


def test_what_was_withdrawn_in_one_petition_says_nothing_of_another(app: Flask):
    with begin_work(OPERATOR) as work:
        a_petition(work, "other")
    receipt = a_signature(a_request(display=DisplayMode.NAME, name="Sam Smith"))
    file = export(ExportKind.SIGNATORIES)
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)

    assert seen(imported(file, "other")).counted == 1
