"""The room of the text as browsers get it; on both engines."""

from __future__ import annotations

from html import escape, unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import a_signature, change_petition
from tests.cast import OTHER_SLUG, a_member, browser_of, text_of
from tests.web.drafting import ROOM, TEXT, confirm_text, send, the_petition

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def olu(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Olu"))


@pytest.fixture
def draft(app: Flask) -> None:
    change_petition(opened_at=None, state="draft")


@pytest.mark.usefixtures("draft")
def test_a_draft_is_saved_at_once(olu: FlaskClient):
    answer = send(olu, "text", "save", **TEXT)
    room = text_of(olu, f"{ROOM}/text")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ROOM}/text?done=saved")
    assert "Another title" in room
    assert "Act now." in room
    assert the_petition().text_version == 1


def test_what_people_have_signed_is_changed_only_after_a_page_that_says_so(olu: FlaskClient):
    a_signature()
    asked = send(olu, "text", "save", **TEXT)
    page = asked.get_data(as_text=True)

    assert asked.status_code == 200
    assert "1 person has signed the text as it is" in page
    assert "<del>" in page
    assert "<ins>" in page
    assert the_petition().text_version == 1
    assert send(olu, "text", "confirm", **TEXT).status_code == 422
    confirm_text(olu)
    assert the_petition().text_version == 2


def test_back_to_writing_loses_nothing(olu: FlaskClient):
    page = send(olu, "text", "back", **TEXT, reason="A reason.").get_data(as_text=True)

    for words in ("Another title", "A summary.", "A body.", "Act now."):
        assert words in page


@pytest.mark.parametrize("do", ["save", "confirm", "demands-add"])
def test_a_form_without_its_token_is_refused_and_keeps_what_was_typed(olu: FlaskClient, do: str):
    answer = olu.post(f"{ROOM}/text/edit", data={**TEXT, "do": do, "token": "forged"})

    assert answer.status_code == 422
    assert "Another title" in answer.get_data(as_text=True)


def test_rows_move_without_a_script_and_keep_all_that_was_typed(olu: FlaskClient):
    typed = {**TEXT, "demands-0": "First", "demands-1": "Second", "precedents-0-title": "Once"}
    up = send(olu, "text", "demands-up-1", **typed).get_data(as_text=True)
    added = send(olu, "text", "demands-add", **typed).get_data(as_text=True)
    dropped = send(olu, "text", "demands-drop-0", **typed).get_data(as_text=True)
    odd = send(olu, "text", "demands-up-99999", **typed).get_data(as_text=True)

    assert up.index(">\r\nSecond<") < up.index(">\r\nFirst<")
    assert 'id="demands-2"' in added
    assert "First" not in dropped
    assert odd.index("First") < odd.index("Second")
    for page in (up, added, dropped, odd):
        assert 'value="Once"' in page
        assert "A body." in page


def test_mistakes_come_back_at_their_fields_with_what_was_typed(olu: FlaskClient):
    fields = {**TEXT, "title": HOSTILE * 7, "demands-0": "", "demands-1": "x" * 1_001, "precedents-0-summary": HOSTILE}
    answer = send(olu, "text", "save", **fields)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    for field in ("title", "demands-0", "precedents-0-title"):
        assert f'href="#{field}"' in page
        assert f'id="{field}-error"' in page
    assert escape(HOSTILE) in page
    assert HOSTILE not in page
    assert the_petition().title == "An appeal to our leaders"


def test_the_longest_text_of_four_byte_signs_gets_through(olu: FlaskClient):
    confirm_text(olu, body="𒀀" * 20_000, **{"demands-0": "𒀀" * 1_000})

    assert the_petition().text_version == 2


def test_the_second_of_two_editors_gets_both_texts(olu: FlaskClient):
    confirm_text(olu, title="Hers")
    answer = send(olu, "text", "save", **TEXT)
    page = unescape(answer.get_data(as_text=True))

    assert answer.status_code == 409
    assert "Hers" in page
    assert "Another title" in page
    assert 'name="number" type="hidden" value="2"' in page
    assert the_petition().title == "Hers"


def test_an_old_wording_is_brought_back_through_the_same_form(olu: FlaskClient):
    confirm_text(olu)
    page = text_of(olu, f"{ROOM}/text/edit?wording=1")

    assert "An appeal to our leaders" in page
    assert "Saving brings it back" in page
    assert text_of(olu, f"{ROOM}/text/wordings/2").count("<ins>") > 1
    assert olu.get(f"{ROOM}/text/wordings/3").status_code == 404


@pytest.mark.parametrize("name", ["Vera", "Mo", "Ed"])
def test_whoever_owns_nothing_reads_and_changes_nothing(app: Flask, name: str):
    browser = browser_of(app, a_member(name))
    for room in ("text", "addressees", "consents", "settings"):
        assert "/edit" not in text_of(browser, f"{ROOM}/{room}")
        assert browser.get(f"{ROOM}/{room}/edit").status_code == 403
        assert browser.post(f"{ROOM}/{room}/edit", data=TEXT).status_code == 403


def test_for_organisers_of_another_petition_nothing_is_there(app: Flask):
    ren = browser_of(app, a_member("Ren"))
    for room in ("text", "addressees", "consents", "settings"):
        assert ren.get(f"{ROOM}/{room}").status_code == 404
        assert ren.post(f"{ROOM}/{room}/edit", data=TEXT).status_code == 404
        assert ren.get(f"/organise/{OTHER_SLUG}/{room}").status_code == 200
