"""The imports' room: what organisers see of a file before anything counts, and afterwards."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.domain.petition import State
from petition_app.domain.signature import Proof, Status
from petition_app.services import importfiles
from petition_app.settings import Settings
from tests import counts
from tests.application import Clock, Site
from tests.builders import change_petition
from tests.cast import a_member, browser_of, text_of, token_in
from tests.web.importing import ROOM, plan, press, state_and_count, upload, uploaded, work
from tests.web.signer import signatures

SHEET = (
    "Name,E-mail,Company\r\nSam Signer,sam@example.org,Google\r\nAda,not an address,Meta\r\nSam,SAM@example.org,\r\n"
)
COLUMNS = ["name", "email", "employer"]


@pytest.fixture
def ed(app: Flask) -> FlaskClient:
    """Ed exports, and may import."""
    return browser_of(app, a_member("Ed"))


def stored(settings: Settings) -> list[str]:
    return sorted(path.name for path in importfiles.folder(settings).glob("*"))


def test_a_file_is_read_by_its_headings_and_its_first_rows_are_shown(ed: FlaskClient):
    page = text_of(ed, uploaded(ed, SHEET.encode()))

    assert '<option value="email" selected>' in page
    assert "s…@example.org" in page
    assert "sam@example.org" not in page
    assert "the e-mail address is not one" in page


def test_nothing_counts_before_it_is_stated(ed: FlaskClient):
    address = uploaded(ed, SHEET.encode())
    assert plan(ed, address, COLUMNS).status_code == 303
    work()

    page = text_of(ed, address)

    assert "Count 1 signature" in page
    assert signatures() == []
    answer = ed.post(f"{address}/count", data={"token": token_in(page, "/count")})
    assert answer.status_code == 422
    assert signatures() == []


def test_a_page_says_how_far_the_worker_is(ed: FlaskClient):
    address = uploaded(ed, SHEET.encode())
    plan(ed, address, COLUMNS)

    page = text_of(ed, address)

    assert "data-job=" in page
    assert press(ed, address, "stop").status_code == 303
    assert "How the file is read" in text_of(ed, address)


def test_the_preview_says_who_has_left(ed: FlaskClient):
    page = text_of(ed, uploaded(ed, b"Name,Employer\nSam,ex-Google\n"))

    assert "<td>Google</td>" in page
    assert "<td>Former employee</td>" in page


def test_what_is_stated_counts_as_paper_and_never_as_confirmed_by_mail(ed: FlaskClient):
    address = uploaded(ed, SHEET.encode())
    plan(ed, address, COLUMNS)
    work()
    assert state_and_count(ed, address, "canteen").status_code == 303
    work()

    (row,) = signatures()
    assert (row.status, row.proof, row.public_name, row.own_copy) == (Status.CONFIRMED, Proof.PAPER, None, None)
    assert counts.by_status()[Status.CONFIRMED] == 1
    assert "1 signature came in." in text_of(ed, address)


def test_rows_that_were_not_taken_come_back_with_line_and_reason(ed: FlaskClient):
    address = uploaded(ed, SHEET.encode())
    plan(ed, address, COLUMNS)
    work()

    answer = press(ed, address, "rejected")

    assert answer.data.decode("utf-8-sig").splitlines() == [
        "Name,E-mail,Company,line,reason",
        "Ada,not an address,Meta,3,the e-mail address is not one",
        "Sam,SAM@example.org,,4,the same person as in line 2",
    ]


def test_the_reasons_are_in_the_language_of_who_takes_the_file(ed: FlaskClient):
    others = [f"Person {each},person{each}@example.org,Acme" for each in range(1_000)]
    sheet = ["Name,E-mail,Company", *others, "Sam,sam@example.org,Acme", "Sam,sam@example.org,Acme"]
    address = uploaded(ed, "\n".join(sheet).encode())
    plan(ed, address, COLUMNS)
    work()

    french = press(ed, f"/fr{address}", "rejected").data.decode("utf-8-sig").splitlines()

    # The number shows it: the sentence itself is for who translates.
    assert french[1].startswith("Sam,sam@example.org,Acme,1003,")
    assert "1\u202f002" in french[1]


def test_an_import_is_taken_back_as_a_whole(ed: FlaskClient):
    address = uploaded(ed, SHEET.encode())
    plan(ed, address, COLUMNS)
    work()
    state_and_count(ed, address)
    work()

    assert press(ed, address, "undo", sure="y").status_code == 303
    work()

    assert signatures() == []
    assert "1 signature was removed." in text_of(ed, address)


def test_a_file_is_stored_sealed_and_deleted_when_it_is_left(ed: FlaskClient, site: Site):
    address = uploaded(ed, SHEET.encode())
    (name,) = stored(site.settings)
    path = importfiles.folder(site.settings) / name
    assert b"example.org" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600

    assert press(ed, address, "discard").status_code == 303

    assert stored(site.settings) == []


@pytest.mark.parametrize("content", [b"", None])
def test_an_empty_upload_is_refused_and_leaves_nothing(ed: FlaskClient, site: Site, content: bytes | None):
    if content is None:
        answer = ed.post(
            ROOM, data={"token": token_in(text_of(ed, ROOM), "multipart")}, content_type="multipart/form-data"
        )
    else:
        answer = upload(ed, content)

    assert answer.status_code == 422
    assert stored(site.settings) == []


def test_a_file_without_the_forms_token_is_deleted_again(ed: FlaskClient, site: Site):
    answer = ed.post(ROOM, data={"token": "forged", "file": (io.BytesIO(b"a,b\n"), "x.csv")})

    assert answer.status_code == 400
    assert stored(site.settings) == []


def test_only_uploads_may_be_larger_than_a_form(ed: FlaskClient):
    large = b"name\n" + b"x" * 200_000

    assert upload(ed, large).status_code == 303
    assert ed.post(f"{ROOM}/{'0' * 8}-0000-0000-0000-000000000000/plan", data={"x": "y" * 200_000}).status_code == 413


def test_a_draft_takes_no_imports(ed: FlaskClient):
    token = token_in(text_of(ed, ROOM), "multipart")
    change_petition(state=State.DRAFT)

    answer = ed.post(ROOM, data={"token": token, "file": (io.BytesIO(b"name\nSam\n"), "x.csv")})

    assert answer.status_code == 409


def test_counting_asks_for_the_second_factor_again(ed: FlaskClient, clock: Clock):
    address = uploaded(ed, SHEET.encode())
    plan(ed, address, COLUMNS)
    work()
    clock.move(minutes=11)

    assert "Confirm with my code" in text_of(ed, address)
    assert ed.post(f"{address}/count", data={"stated": "y"}).status_code in (303, 403)
    assert signatures() == []


def test_the_plan_is_remembered_for_the_next_file_with_these_headings(ed: FlaskClient):
    address = uploaded(ed, b"Wer,Was\nSam,Google\n")
    plan(ed, address, ["name", "employer"], source="tool")

    page = text_of(ed, uploaded(ed, b"Wer,Was\nAda,Meta\n"))

    assert '<option value="name" selected>' in page
    assert re.search(r'<input checked[^>]*value="tool"', page)
