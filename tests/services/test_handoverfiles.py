"""The package to hand over: what is in it, that it can be checked, and what must never be in it. On both engines."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from fpdf import FPDF
from pypdf import PdfReader

from petition_app.domain.handover import Audience, Paper
from petition_app.domain.petition import State
from petition_app.domain.signature import DisplayMode
from petition_app.services.handoverfiles import build, digest_of
from petition_app.services.publishable import NothingToHandOver, Wish
from tests.application import Clock
from tests.builders import a_request, a_signature, change_petition
from tests.published import released, signed_at
from tests.services.handing import a_named_signature, an_addressee_at, data, files_of, package
from tests.services.test_in_the_clear import spellings

FILES = {"petition.pdf", "signatories.csv", "tallies.csv", "petition.json", "README.txt", "manifest.json", "SHA256SUMS"}
SECRETS = ("kestrel.quillfeather@zephyrmail.example", "zephyrmail", "Kestrel Quillfeather", "Archivist of Zephyrs",
           "203.0.113.217", "Quillfeather")  # fmt: skip
NAMES = ("Ελένη Παπαδοπούλου", "Иван Ильич Петров", "Zoë “Zed” O'Łódź", "Nguyễn Thị Minh", "S\u0323\u0307am Signer")


@pytest.fixture
def site_with_names(app: Flask, clock: Clock) -> Clock:
    for name in NAMES:
        a_named_signature(name, title="Engineer" if name is NAMES[0] else "")
    signed_at("Google", 23)
    signed_at("Meta", 12)
    a_named_signature("Mia Meta", "Meta")
    released(clock)
    return clock


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def words_of(pdf: bytes) -> str:
    return " ".join(text_of(pdf).split())


def streams_of(pdf: bytes) -> Iterator[bytes]:
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            yield stream


def test_a_package_has_its_files_and_every_digest_is_right(site_with_names: Clock):
    files = files_of(package().content)

    assert files.keys() == FILES
    sums = {name: digest for digest, name in map(str.split, files["SHA256SUMS"].decode().splitlines())}
    assert sums == {name: hashlib.sha256(files[name]).hexdigest() for name in FILES - {"SHA256SUMS"}}
    manifest = json.loads(files["manifest.json"])
    assert manifest["digest"] == sums["petition.json"] == package().digest
    assert {each["name"]: each["sha256"] for each in manifest["files"]}.items() <= sums.items()
    assert package().digest in files["README.txt"].decode()
    assert package().digest in text_of(files["petition.pdf"]).replace("\n", "")


def test_the_same_data_gives_the_same_bytes_whenever_it_is_made(site_with_names: Clock):
    first = package()
    site_with_names.move(days=40)

    assert package().content == first.content
    assert package(Wish(paper=Paper.LETTER)).content != first.content
    assert package(Wish(paper=Paper.LETTER)).digest == first.digest


def test_each_name_stands_once_in_the_pdf_under_its_employer(site_with_names: Clock):
    pages = PdfReader(io.BytesIO(files_of(package().content)["petition.pdf"])).pages
    names = next(text for page in pages if (text := page.extract_text()) and "Signatories \n" in text)
    google, meta = names.partition("\nMeta \n")[0], names.partition("\nMeta \n")[2]

    assert "Google \n" in google
    assert [google.count(name) for name in (*NAMES[:4], "Ṩam Signer")] == [1] * 5
    assert "Ελένη Παπαδοπούλου, Engineer" in google
    assert (meta.count("Mia Meta"), google.count("Mia Meta")) == (1, 0)


def test_the_csv_has_names_as_their_signers_wrote_them(site_with_names: Clock):
    lines = files_of(package().content)["signatories.csv"].decode("utf-8-sig").splitlines()

    assert lines[0] == "name,title,employer"
    assert sorted(lines[1:]) == sorted([
        "Ελένη Παπαδοπούλου,Engineer,Google", "Иван Ильич Петров,,Google", "Zoë “Zed” O'Łódź,,Google",
        "Nguyễn Thị Minh,,Google", f"{NAMES[4]},,Google", "Mia Meta,,Meta",
    ])  # fmt: skip


def test_every_figure_is_that_of_the_published_table(site_with_names: Clock):
    made, release = files_of(package().content), data().release
    pdf = words_of(made["petition.pdf"])

    assert release.tally.rows
    for row in release.tally.rows:
        assert f"{row.employer} at least {row.at_least}" in pdf
        assert f"employer,{row.employer},{row.key},{row.at_least},at least," in made["tallies.csv"].decode()
    assert f"All signatures at least {release.tally.total}" in pdf
    assert release.digest in pdf.replace(" ", "")
    assert json.loads(made["petition.json"])["signatures_at_least"] == release.tally.total


def test_nothing_of_anybody_who_is_not_named_is_in_any_byte(site_with_names: Clock):
    for display in DisplayMode:
        if not display.is_identified:
            hidden = a_request(f"{display}.{SECRETS[0]}", display=display, name=SECRETS[2], title=SECRETS[3])
            a_signature(replace(hidden, network=SECRETS[4]))
    a_named_signature("Nora Quillfeather", may_be_delivered=False)
    released(site_with_names)

    for wish in (Wish(), Wish(paper=Paper.LETTER)):
        made = package(wish)
        contents = [made.content, *files_of(made.content).values()]
        contents += streams_of(files_of(made.content)["petition.pdf"])
        contents.append(text_of(files_of(made.content)["petition.pdf"]).encode())
        for secret in SECRETS:
            assert not any(form in content for content in contents for form in spellings(secret)), secret


def test_addressees_are_shown_only_who_agreed_and_the_press_what_the_page_shows(app: Flask, clock: Clock):
    a_named_signature("Ada Agreed")
    a_named_signature("Nora Nodelivery", may_be_delivered=False)
    released(clock)

    assert [each.name for each in data().signatories] == ["Ada Agreed"]
    assert [each.name for each in data(Wish(Audience.PRESS)).signatories] == ["Ada Agreed", "Nora Nodelivery"]
    assert "agreed to be shown" in words_of(files_of(package().content)["petition.pdf"])


def test_the_addressee_of_an_employer_is_shown_its_signatories_and_the_whole_table(site_with_names: Clock):
    a_named_signature("Yara Tube", "YouTube")
    google = an_addressee_at("google", "Google")

    found = data(Wish(target=google))

    assert {each.employer for each in found.signatories} == {"Google", "YouTube"}
    assert found.release.tally == data().release.tally
    pdf = words_of(files_of(build(found).content)["petition.pdf"])
    assert "For: Chief executive, Google" in pdf
    assert "Mia Meta" not in pdf
    assert "Meta at least" in pdf


def test_the_pdf_tells_neither_who_made_it_nor_when(site_with_names: Clock):
    pdf = files_of(package().content)["petition.pdf"]
    read: Any = PdfReader(io.BytesIO(pdf))
    day = data().day

    assert dict(read.metadata or {}) == {
        "/Title": "An appeal to our leaders",
        "/CreationDate": f"D:{day:%Y%m%d}000000Z",
    }
    assert read.xmp_metadata is None
    assert b"fpdf" not in pdf.lower()
    assert read.trailer["/Root"]["/Lang"] == "en-GB"
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert [each["/Title"] for each in read.outline if not isinstance(each, list)] == [
        "An appeal to our leaders", "The petition", "What we ask", "How many have signed, and where they work",
        "Signatories", "What the addressees have said", "How we count", "How to check this package",
    ]  # fmt: skip


def test_every_font_is_in_the_pdf(site_with_names: Clock):
    used: dict[str, bool] = {}
    read: Any = PdfReader(io.BytesIO(files_of(package().content)["petition.pdf"]))
    for page in read.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            used[inner["/BaseFont"]] = "/FontFile2" in inner["/FontDescriptor"].get_object()

    assert len(used) == 2
    assert all(used.values())
    assert all("DejaVu" in name for name in used)


def test_a_name_without_letters_here_is_neither_lost_nor_in_the_way(app: Flask, clock: Clock):
    a_named_signature("李小龍")
    a_named_signature("דוד לוי")
    a_named_signature("Ada Agreed")
    released(clock)

    files = files_of(package().content)
    pdf = words_of(files["petition.pdf"])

    assert "2 names or titles have letters that this document has no type for" in pdf
    lines = files["signatories.csv"].decode("utf-8-sig").splitlines()
    for name in ("李小龍", "דוד לוי"):
        (number,) = [number for number, line in enumerate(lines, start=1) if line.startswith(name)]
        assert f"(line {number} of signatories.csv)" in pdf


def test_a_package_without_any_name_says_so(app: Flask, clock: Clock):
    signed_at("Google", 12)
    released(clock)

    files = files_of(package().content)

    assert "Nobody has chosen to be named here" in words_of(files["petition.pdf"])
    assert files["signatories.csv"].decode("utf-8-sig") == "name,title,employer\r\n"


def test_what_addressees_said_and_how_counting_is_done_is_in_the_pdf(site_with_names: Clock):
    pdf = words_of(files_of(package().content)["petition.pdf"])

    assert "No public statement, as of 22 November 2026" in pdf
    assert "at least 10 signers who are not named in public" in pdf
    assert f"release {data().release.number}" in pdf
    assert "http://127.0.0.1:8000/p/letter/releases" in pdf


def test_there_is_no_package_before_there_is_a_release_or_while_nobody_may_see_one(app: Flask, clock: Clock):
    with pytest.raises(NothingToHandOver):
        data()
    signed_at("Google", 12)
    released(clock)
    assert digest_of(data())
    for values in ({"state": State.DRAFT}, {"state": State.OPEN, "hidden_until": 500}):
        change_petition(**values)
        with pytest.raises(NothingToHandOver):
            data()


def test_who_signs_after_the_release_changes_nothing(site_with_names: Clock):
    before = package().content
    signed_at("Alphabet", 30)

    assert package().content == before


def test_a_document_that_fails_leaves_no_file_open(site_with_names: Clock, monkeypatch: pytest.MonkeyPatch):
    def broken(sheet: FPDF) -> bytearray:
        raise RuntimeError

    given = data()
    monkeypatch.setattr(FPDF, "output", broken)
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(RuntimeError) as held:
        build(given)

    # What holds the error, such as a log, would hold the fonts.
    assert len(os.listdir("/proc/self/fd")) == before, held
