"""The page of one employer and the decisions so far; and whatever else may be typed, asked for or sent."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_reading
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.services import employerdecisions, petitions
from petition_app.services.work import OPERATOR
from tests.builders import SLUG
from tests.cast import a_member, browser_of, text_of
from tests.web.deciding import (
    ROOM,
    colleague_decides,
    do,
    employers,
    id_of,
    picked,
    preview,
    room_token,
    send,
    typed,
    undo,
)

pytestmark = pytest.mark.usefixtures("app")
NASTY = ("<script>alert(1)</script> & co", "\u202eelgooG shop", "شركة الأمل", "🚀🚀 Labs", "x" * 10_000, "a\"b'c;--")


@pytest.fixture
def mo(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Mo"))


@pytest.mark.parametrize(("change", "name", "after"), [
    ("rename", "Googol", "Googol"), ("merge", "Meta", "Meta"), ("parent", "Meta", "Counts with</dt><dd>Meta"),
])  # fmt: skip
def test_an_employer_is_renamed_merged_or_counted_with_another(mo: FlaskClient, change: str, name: str, after: str):
    typed("Google", "Meta")
    colleague_decides(Rule(RuleKind.PARENT, "youtube"))

    page = preview(mo, page="google", employer="google", change=change, name=name)
    answer = do(mo, page)

    assert answer.headers["Location"].startswith(f"{ROOM}/{'meta' if change == 'merge' else 'google'}?done=")
    shown = text_of(mo, answer.headers["Location"])
    assert after in shown
    assert "1 decision is made" in shown


def test_a_spelling_is_split_off(mo: FlaskClient):
    typed("Google", "Alphabet")
    choices = picked(Alphabet="own")
    choices[f"own-{id_of('Alphabet')}"] = "Alphabet Holding"

    assert do(mo, preview(mo, page="google", **choices)).status_code == 303

    assert employers() == {"Google": "google", "Alphabet": "alphabet-holding"}


def test_a_wrong_name_on_an_employers_page_comes_back_with_the_reason(mo: FlaskClient):
    answer = send(mo, "/preview", page="google", employer="google", change="merge", name="<b>Nowhere</b>")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'value="&lt;b&gt;Nowhere&lt;/b&gt;"' in page
    assert "no employer called “&lt;b&gt;Nowhere" in page


def test_a_rule_of_the_house_is_told_as_a_sentence(mo: FlaskClient):
    answer = send(mo, "/preview", page="google", employer="google", change="parent", name="YouTube")

    assert answer.status_code == 422
    assert "YouTube counts with another employer itself" in answer.get_data(as_text=True)


def test_what_others_build_on_is_not_taken_back_and_the_page_says_so(mo: FlaskClient):
    typed("Acme", "Acmee")
    colleague_decides(Rule(RuleKind.SEPARATE, "acme", "acme", "Acme"), Rule(RuleKind.ASSIGN, "acmee", "acme"))

    answer = undo(mo, "1-1")

    assert answer.status_code == 409
    assert "Take these back first: 2" in answer.get_data(as_text=True)
    assert undo(mo, "2-2").status_code == undo(mo, "1-1").status_code == 303
    assert "taken back by" in text_of(mo, f"{ROOM}/decisions")


def test_whatever_was_typed_is_shown_safely(mo: FlaskClient):
    typed(*NASTY, "Google")
    colleague_decides(Rule(RuleKind.ASSIGN, "a b c", "google"))

    for page in [text_of(mo, ROOM + path) for path in ("", "/google", "/decisions", "/all")]:
        assert "<script>alert" not in page
        assert "\u202e" not in page
        assert "x" * 121 not in page
    queue = text_of(mo, ROOM)
    assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt; &amp; co</bdi>" in queue
    assert "<bdi>شركة الأمل</bdi>" in queue
    assert "🚀🚀 Labs" in queue
    own = preview(mo, **{f"what-{id_of(NASTY[0])}": "own", f"own-{id_of(NASTY[0])}": NASTY[0]})
    assert "<script>alert" not in own
    assert do(mo, own).status_code == 303
    assert "<script>alert" not in text_of(mo, f"{ROOM}/decisions")


@pytest.mark.parametrize("query", [
    "after=x", "after=1.x", "before=-1." + "0" * 32, "after=99999999999999.0", "q=" + "x" * 500, "q=%00",
    "q=%F0%9F%9A%80", "done=9-1", "done=x", "done=1-99999999999", "before=9." + "f" * 32,
])  # fmt: skip
def test_an_address_with_nonsense_in_it_leads_to_the_queue(mo: FlaskClient, query: str):
    typed("Acme")

    assert mo.get(f"{ROOM}?{query}").status_code == 200


@pytest.mark.parametrize("fields", [
    {"what-x": "own"}, {"what-" + "0" * 32: "own"}, {"change": "merge", "employer": "google"},
    {"change": "undo", "employer": "google"}, {"change": "rename", "employer": "nowhere", "name": "x"},
    {"page": "nowhere", "what-x": "own"}, {"what-" + "0" * 32: "to:\x00"}, {"page": "\x00", "change": "x"},
])  # fmt: skip
def test_a_form_with_nonsense_in_it_decides_nothing(mo: FlaskClient, fields: dict[str, str]):
    for step in ("/preview", "/decide", ""):
        assert send(mo, step, **fields).status_code in (200, 400, 404, 409, 422), step
    with begin_reading(OPERATOR) as work:
        assert employerdecisions.page(work, petitions.by_slug(work, SLUG).id).decisions == ()


def test_a_text_of_another_petition_cannot_be_decided_about(app: Flask):
    typed("Gogle")
    ren = browser_of(app, a_member("Ren"))
    elsewhere = ROOM.replace(SLUG, "other-letter")
    token = room_token(ren, elsewhere)

    answer = ren.post(f"{elsewhere}/preview", data={"token": token, **picked(Gogle="nobody")})

    assert answer.status_code == 422
    assert "Gogle" not in answer.get_data(as_text=True)
