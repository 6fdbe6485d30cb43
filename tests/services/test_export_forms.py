"""The forms a file can have: each is what its readers expect, holds the same rows, and is never taken for whole where
it is not."""

from __future__ import annotations

import hashlib
import io
import json
import tracemalloc
import zipfile
from contextlib import closing
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from openpyxl.workbook import Workbook

from petition_app.database import begin_reading, begin_work
from petition_app.domain.export import CannotBeSplit, ExportKind, Format
from petition_app.domain.exportprogress import ExportState
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import NotFound, PassphraseIsWrong
from petition_app.domain.signature import DisplayMode
from petition_app.services import custody, export_history, exports, petitions
from petition_app.services.exporting import workbook
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_petition, a_request, a_signature
from tests.services.exporting import add_signatures, export, log, manifest, past, rows_of, start

PASSPHRASE = "correct horse battery staple"
HOSTILE = '=HYPERLINK("https://evil.example")'


def opened(file: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(file))


def hostile_signer() -> None:
    a_signature(
        a_request(
            display=DisplayMode.NAME_TITLE, name=HOSTILE, title="https://a.example\x0b_x0041_\n0012", employer="+1"
        )
    )


def test_a_workbook_has_the_rows_of_the_csv(app: Flask):
    for number in range(3):
        a_signature(a_request(f"s{number}@example.org", display=DisplayMode.NAME, name=f"Signer {number}"))

    header, *rows = opened(export(ExportKind.SIGNATORIES, format=Format.XLSX))["Signatories"].iter_rows(
        values_only=True
    )

    in_csv = rows_of(export(ExportKind.SIGNATORIES))
    assert [{name: "" if v is None else str(v) for name, v in zip(header, row, strict=True)} for row in rows] == in_csv


def test_nothing_in_a_workbook_is_a_formula_a_link_or_a_date(app: Flask):
    hostile_signer()

    book = opened(export(ExportKind.SIGNATORIES, format=Format.XLSX))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert all(isinstance(cell.value, int) for cell in cells if cell.data_type == "n")
    assert not [cell for cell in cells if cell.hyperlink]
    texts = {cell.value for cell in cells}
    assert HOSTILE in texts
    # The sign that a workbook cannot hold is gone; what looks like one of its escapes is escaped.
    assert "https://a.example_x005F_x0041_\n0012" in texts
    assert "2026-11-22" in texts


def test_a_workbook_opens_ready_to_be_read(app: Flask):
    hostile_signer()

    sheet = opened(export(ExportKind.ROSTER, format=Format.XLSX))["Public roster"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:C2")
    assert [cell.font.bold for cell in sheet[1]] == [True] * 3
    assert sheet.column_dimensions["A"].width > 20


def test_a_workbook_tells_of_itself(app: Flask):
    hostile_signer()
    book = opened(export(ExportKind.SIGNATORIES, format=Format.XLSX))

    about = {name: value for name, value, *_ in book["About this file"].iter_rows(values_only=True)}

    assert (about["Petition"], about["Made on"], about["Purpose"], about["Rows"]) == (
        "An appeal to our leaders", "2026-11-22", "Hand-over", 1,
    )  # fmt: skip
    assert book.properties.creator is None


def test_tallies_in_a_workbook_are_figures(app: Flask):
    hostile_signer()

    sheet = opened(export(ExportKind.TALLIES, format=Format.XLSX))["Tallies"]

    assert (sheet["G2"].value, sheet["G2"].data_type) == (1, "n")


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "ROWS_A_SHEET", 2)
    for number in range(5):
        a_signature(a_request(f"s{number}@example.org"))

    book = opened(export(ExportKind.SIGNATORIES, format=Format.XLSX))

    assert [(sheet.title, sheet.max_row) for sheet in book][:3] == [
        ("Signatories", 3), ("Signatories 2", 3), ("Signatories 3", 2),
    ]  # fmt: skip
    assert book["Signatories 3"].auto_filter.ref.endswith("2")


def test_json_lines_are_one_object_each_with_the_columns_in_order_and_texts_as_they_were_typed(app: Flask):
    hostile_signer()

    (line,) = export(ExportKind.SIGNATORIES, format=Format.JSONL).decode().splitlines()

    row = json.loads(line)
    assert tuple(row) == ExportKind.SIGNATORIES.columns
    assert (row["name"], row["employment_shown"], row["consent_count"]) == (HOSTILE, False, True)
    assert (row["text_version"], row["signed_on"], row["mail_ended_on"]) == (1, "2026-11-22", None)


def test_tallies_are_one_json_document(app: Flask):
    a_signature(a_request(employer="Google"))
    a_signature(a_request("m@example.org", employer="Meta"))

    rows = json.loads(export(ExportKind.TALLIES, format=Format.JSON))

    assert [(tuple(row), row["employer"], row["signatures"]) for row in rows] == [
        (ExportKind.TALLIES.columns, name, 1) for name in ("Google", "Meta")
    ]


def test_a_list_of_nobody_is_an_empty_file(app: Flask):
    assert export(ExportKind.ROSTER, format=Format.JSONL) == b""
    assert manifest()["rows"] == 0


def test_tallies_of_nothing_are_an_empty_document(app: Flask):
    assert json.loads(export(ExportKind.TALLIES, format=Format.JSON)) == []


def test_a_split_file_holds_all_rows_once_with_their_digests(app: Flask):
    with begin_work(OPERATOR) as work:
        add_signatures(work, 1_201, DisplayMode.NAME)
    whole = rows_of(export(ExportKind.SIGNATORIES))

    file = export(ExportKind.SIGNATORIES, rows_a_part=600)

    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    parts = [f"letter-signatories-2026-11-22-{number}.csv" for number in ("001", "002", "003")]
    assert [*files] == [*parts, "manifest.json", "SHA256SUMS"]
    assert [len(rows_of(files[name])) for name in parts] == [600, 600, 1]
    assert [row for name in parts for row in rows_of(files[name])] == whole
    told = json.loads(files["manifest.json"])
    assert told == manifest()
    assert [(each["name"], each["sha256"]) for each in told["files"]] == [
        (name, hashlib.sha256(files[name]).hexdigest()) for name in parts
    ]
    sums = {name: digest for digest, name in map(str.split, files["SHA256SUMS"].decode().splitlines())}
    assert sums == {name: hashlib.sha256(files[name]).hexdigest() for name in (*parts, "manifest.json")}


def test_a_split_file_of_nothing_has_one_part_with_the_headings(app: Flask):
    with zipfile.ZipFile(io.BytesIO(export(ExportKind.ROSTER, rows_a_part=10))) as archive:
        assert archive.read("letter-roster-2026-11-22-001.csv").decode() == "\ufeffname,title,employer\r\n"


def test_a_workbook_is_not_split(app: Flask):
    with pytest.raises(CannotBeSplit):
        start(ExportKind.ROSTER, format=Format.XLSX, rows_a_part=10)


FORMS = [(Format.CSV, None), (Format.XLSX, None), (Format.JSONL, None), (Format.CSV, 100), (Format.JSONL, 100)]


@pytest.mark.parametrize(("form", "rows"), FORMS)
def test_the_passphrase_opens_every_form_and_nothing_else_does(app: Flask, form: Format, rows: int | None):
    with begin_work(OPERATOR) as work:
        a_petition(work, "sealed", kept_by=Custody.ORGANISERS, passphrase=PASSPHRASE)
    a_signature(a_request("hidden@canary.example"), "sealed")

    with pytest.raises(PassphraseIsWrong):
        export(ExportKind.SIGNATORIES, "sealed", "wrong", format=form, rows_a_part=rows)
    file = export(ExportKind.SIGNATORIES, "sealed", PASSPHRASE, format=form, rows_a_part=rows)

    assert manifest("sealed")["rows"] == 1
    assert "hidden@canary.example" in readable(file)


def readable(file: bytes) -> str:
    if not file.startswith(b"PK"):
        return file.decode()
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


@pytest.mark.parametrize(("form", "rows"), FORMS)
def test_what_breaks_off_does_not_open_as_whole(
    app: Flask, monkeypatch: pytest.MonkeyPatch, form: Format, rows: int | None
):
    with begin_work(OPERATOR) as work:
        add_signatures(work, 3, DisplayMode.NAME)
    monkeypatch.setattr(custody, "unseal", lambda *_, **__: 1 / 0)
    started = start(ExportKind.SIGNATORIES, format=form, rows_a_part=rows)
    seen: list[bytes] = []
    with pytest.raises(ZeroDivisionError):
        seen.extend(exports.stream(started, begin_reading, begin_work))

    file = b"".join(seen)

    if file.startswith(b"PK"):
        assert not zipfile.is_zipfile(io.BytesIO(file))
    else:
        assert file.endswith(exports.BROKEN_OFF)
    (made,) = past()
    assert (made.progress.state, made.progress.digest) == (ExportState.STOPPED, "")
    with begin_reading(OPERATOR) as work, pytest.raises(NotFound):
        export_history.manifest(work, started.petition.id, made.progress.export)


@pytest.mark.parametrize(("form", "rows"), FORMS)
def test_a_download_can_be_left_at_any_piece(app: Flask, form: Format, rows: int | None, clock: Clock):
    with begin_work(OPERATOR) as work:
        add_signatures(work, 1_200, DisplayMode.NAME)
    pieces = len(list(exports.stream(start(ExportKind.SIGNATORIES), begin_reading, begin_work)))

    for taken in range(1, pieces):
        clock.now += timedelta(days=1)
        with closing(
            exports.stream(start(ExportKind.SIGNATORIES, format=form, rows_a_part=rows), begin_reading, begin_work)
        ) as stream:
            for _ in range(taken):
                next(stream)
        assert past()[0].progress.state is ExportState.STOPPED


@pytest.mark.parametrize(("form", "rows"), FORMS)
def test_every_form_is_in_the_log_with_the_digest_of_what_left(app: Flask, form: Format, rows: int | None):
    hostile_signer()

    file = export(ExportKind.SIGNATORIES, format=form, rows_a_part=rows)

    finished, opened_at, started, *_ = log()
    assert finished[1]["sha256"] == hashlib.sha256(file).hexdigest() == past()[0].progress.digest
    assert (opened_at[0], started[1]["format"]) == ("private fields opened", form)


@pytest.mark.parametrize(("form", "rows"), [(Format.XLSX, None), (Format.JSONL, None), (Format.CSV, 5_000)])
def test_20000_rows_need_no_more_memory_than_a_batch_in_any_form(app: Flask, form: Format, rows: int | None):
    with begin_work(OPERATOR) as work:
        add_signatures(work, 20_000, DisplayMode.NAME)
    started = start(ExportKind.SIGNATORIES, format=form, rows_a_part=rows)

    tracemalloc.start()
    size = sum(map(len, exports.stream(started, begin_reading, begin_work)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size > 400_000
    assert most < 6_000_000


def test_a_manifest_is_that_of_its_petition(app: Flask):
    with begin_work(OPERATOR) as work:
        a_petition(work, "other")
    export(ExportKind.ROSTER)
    (made,) = past()

    with begin_reading(OPERATOR) as work, pytest.raises(NotFound):
        export_history.manifest(work, petitions.by_slug(work, "other").id, made.progress.export)
    assert manifest(SLUG)["files"][0]["sha256"] == made.progress.digest
