"""The room of the addressees' answers as browsers get it, and what the public page makes of it; on both engines."""

from __future__ import annotations

import re
from html import escape, unescape
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_reading
from petition_app.services import petitions, response_history
from petition_app.services.response_history import Entry, Timeline
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG
from tests.cast import OTHER_SLUG, a_member, browser_of, text_of, token_in

ROOM = f"/organise/{SLUG}/responses"
SPOKE = {"kind": "public", "on": "2026-11-22", "summary": "They answered.", "quotation": "We hear you.",
         "source_url": "https://news.example/story"}  # fmt: skip
HOSTILE = "<script>alert(1)</script>"


def timeline(slug: str = SLUG) -> Timeline:
    with begin_reading(OPERATOR) as work:
        (found,) = response_history.timelines(work, petitions.by_slug(work, slug).id)
    return found


def the_entry() -> Entry:
    (found,) = timeline().shown
    return found


def add_address() -> str:
    return f"{ROOM}/to/{timeline().target.id}"


def send(client: FlaskClient, address: str, form_at: str = "", **fields: str) -> TestResponse:
    """The form at `form_at`, filled with these and sent to `address`."""
    token = token_in(text_of(client, form_at or address).partition("Sign out")[2])
    return client.post(address, data={"token": token, **fields})


def add(client: FlaskClient, **fields: str) -> TestResponse:
    return send(client, add_address(), **{**SPOKE, **fields})


def change(client: FlaskClient, entry: Entry, **fields: str) -> TestResponse:
    return send(client, f"{ROOM}/{entry.id}", **{**SPOKE, "number": str(entry.number), **fields})


def step(client: FlaskClient, name: str, entry: Entry) -> TestResponse:
    return send(client, f"{ROOM}/{entry.id}/{name}", add_address(), number=str(entry.number))


def public_page(client: FlaskClient) -> str:
    return unescape(text_of(client, f"/p/{SLUG}"))


@pytest.fixture
def mo(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Mo"))


@pytest.mark.parametrize("name", ["Mo", "Ed", "Olu"])
def test_whoever_may_write_adds_an_entry_that_everybody_reads(app: Flask, client: FlaskClient, name: str):
    answer = add(browser_of(app, a_member(name)))

    assert (answer.status_code, answer.headers["Location"]) == (
        303, f"{ROOM}?done={timeline().target.id}#addressee-{timeline().target.id}",
    )  # fmt: skip
    page = public_page(client)
    assert "We hear you." in page
    assert '<a href="https://news.example/story" rel="noopener noreferrer nofollow">news.example</a>' in page
    assert '<time class="meta" datetime="2026-11-22">' in page
    assert f'id="addressee-{timeline().target.id}"' in page


def test_vera_sees_the_room_and_the_history_and_changes_nothing(app: Flask):
    vera, entry = browser_of(app, a_member("Vera")), the_entry()
    room = text_of(vera, ROOM)

    assert "No public statement." in room
    assert "Add a response" not in room
    assert "/remove" not in room
    assert vera.get(f"{ROOM}/{entry.id}/history").status_code == 200
    for address in (add_address(), f"{ROOM}/{entry.id}", f"{ROOM}/{entry.id}/remove"):
        assert vera.get(address).status_code == 403
        assert vera.post(address, data=SPOKE).status_code == 403
    for name in ("restore", "still-silent"):
        assert vera.post(f"{ROOM}/{entry.id}/{name}", data={"number": "1"}).status_code == 403
    assert the_entry().number == 1


@pytest.mark.parametrize("name", ["Otto", "Ren"])
def test_for_outsiders_the_room_is_not_there(app: Flask, name: str):
    browser, entry = browser_of(app, a_member(name)), the_entry()
    for address in (ROOM, add_address(), f"{ROOM}/{entry.id}", f"{ROOM}/{entry.id}/history"):
        assert browser.get(address).status_code == 404
    for address in (add_address(), f"{ROOM}/{entry.id}", f"{ROOM}/{entry.id}/remove", f"{ROOM}/{entry.id}/restore"):
        assert browser.post(address, data=SPOKE).status_code == 404


def test_entries_of_one_petition_are_not_there_in_another(app: Flask):
    ren, entry = browser_of(app, a_member("Ren")), the_entry()
    theirs = f"/organise/{OTHER_SLUG}/responses"
    for path in (f"to/{entry.target.id}", f"{entry.id}", f"{entry.id}/history", f"{entry.id}/remove", f"{uuid4()}"):
        assert ren.get(f"{theirs}/{path}").status_code == 404
    token = token_in(text_of(ren, f"{theirs}/to/{timeline(OTHER_SLUG).target.id}"), 'class="entry"')
    for path in (
        f"to/{entry.target.id}",
        *(f"{entry.id}{each}" for each in ("", "/remove", "/restore", "/still-silent")),
    ):
        answer = ren.post(f"{theirs}/{path}", data={**SPOKE, "token": token, "number": "1"})
        assert answer.status_code == 404
    assert the_entry().number == 1


def test_a_form_with_mistakes_comes_back_with_what_was_typed(mo: FlaskClient):
    answer = add(mo, summary="", quotation=HOSTILE, source_url="javascript:alert(1)", on="2026-11-23")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert "error-summary" in page
    for field in ("summary", "source_url", "on"):
        assert f'href="#{field}"' in page
        assert f'id="{field}-error"' in page
    assert escape(HOSTILE) in page
    assert HOSTILE not in page
    assert 'value="javascript:alert(1)"' in page
    assert len(timeline().shown) == 1


@pytest.mark.parametrize("fields", [
    {"kind": ""}, {"kind": "nonsense"}, {"on": ""}, {"on": "yesterday"}, {"on": "0000-00-00"}, {"on": "1989-12-31"},
    {"kind": "none"}, {"kind": "private"}, {"summary": "\x00"}, {"source_url": "https://a@b.example"},
    {"token": "forged"},
    {"summary": "a" * 2_001}, {"quotation": "ü" * 2_001}, {"source_url": "https://news.example/" + "a" * 500},
    {"number": "x"},
])  # fmt: skip
def test_nothing_is_stored_of_what_makes_no_sense(mo: FlaskClient, fields: dict[str, str]):
    before = the_entry()
    for answer in (add(mo, **fields), change(mo, before, **fields)):
        assert answer.status_code == 422
        assert "error-summary" in answer.get_data(as_text=True)

    assert the_entry().number == 1


def test_a_contradiction_is_said_at_the_day(mo: FlaskClient):
    add(mo, on="2026-11-20", kind="commitment", summary="")
    answer = add(mo, on="2026-11-20", kind="commitment")

    assert answer.status_code == 422
    assert "Both cannot be true" in answer.get_data(as_text=True)
    assert 'href="#on"' in answer.get_data(as_text=True)


def test_text_is_shown_as_text_in_the_direction_of_its_script(mo: FlaskClient, client: FlaskClient):
    add(mo, summary=f"{HOSTILE}\r\nשלום & <b>", quotation="w" * 2_000)
    pages = [text_of(client, f"/p/{SLUG}"), text_of(mo, ROOM), text_of(mo, f"{ROOM}/{timeline().shown[0].id}/history")]

    for page in pages:
        assert HOSTILE not in page
        assert escape(HOSTILE) in page.replace("&#34;", "&quot;")
        assert "w" * 2_000 in page
    assert '<p dir="auto">שלום &amp; &lt;b&gt;</p>' in pages[0]


def test_a_source_from_before_there_were_rules_never_becomes_a_script(app: Flask, client: FlaskClient, mo: FlaskClient):
    from_file = the_entry()
    add(mo)
    assert "javascript" not in text_of(client, f"/p/{SLUG}")
    assert app.jinja_env.filters["source_host"]("javascript:alert(1)") == ""
    assert app.jinja_env.filters["source_host"](None) == ""
    assert from_file.wording.source_url is None


def test_the_second_of_two_editors_sees_both_texts_and_loses_nothing(app: Flask, mo: FlaskClient, client: FlaskClient):
    olu, seen = browser_of(app, a_member("Olu")), the_entry()
    change(olu, seen, summary="What Olu wrote.", quotation="")
    answer = change(mo, seen, summary="What Mo wrote.", quotation="")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "Olu changed this response while you were writing" in page
    assert page.index("What Olu wrote.") < page.index("What Mo wrote.")
    assert "What Mo wrote." not in public_page(client)
    number = re.search(r'name="number"[^>]*value="(\d+)"', page)
    assert number
    form = {**SPOKE, "summary": "What Mo wrote.", "number": number[1], "token": token_in(page, 'class="entry"')}
    assert mo.post(f"{ROOM}/{seen.id}", data=form).status_code == 303
    assert "What Mo wrote." in public_page(client)
    history = text_of(mo, f"{ROOM}/{seen.id}/history")
    assert "<del>Olu </del><ins>Mo </ins>" in history


def test_who_changes_what_was_removed_meanwhile_is_told_and_may_show_it_again(app: Flask, mo: FlaskClient):
    olu, seen = browser_of(app, a_member("Olu")), the_entry()
    step(olu, "remove", seen)
    answer = change(mo, seen, summary="What Mo wrote.")

    assert answer.status_code == 409
    assert "Olu removed this response while you were writing" in answer.get_data(as_text=True)
    assert "What Mo wrote." in answer.get_data(as_text=True)
    assert timeline().shown == ()
    assert change(mo, timeline().removed[0], summary="What Mo wrote.").status_code == 303
    assert the_entry().wording.summary == "What Mo wrote."


def test_removing_asks_first_and_can_be_undone(mo: FlaskClient, client: FlaskClient):
    entry = the_entry()
    assert "Remove this response?" in text_of(mo, f"{ROOM}/{entry.id}/remove")
    assert step(mo, "remove", entry).status_code == 303
    assert "Nothing recorded yet" in public_page(client)
    assert "1 removed response" in text_of(mo, ROOM)

    assert step(mo, "restore", timeline().removed[0]).status_code == 303
    assert "No public statement." in public_page(client)
    history = text_of(mo, f"{ROOM}/{entry.id}/history")
    assert [head in history for head in ("First wording", "Removed", "Shown again")] == [True] * 3
    assert history.count("by Mo") == 2


def test_a_silence_of_two_weeks_is_to_be_checked_and_confirmed_with_one_button(
    mo: FlaskClient, client: FlaskClient, clock: Clock
):
    assert "Please check again" not in text_of(mo, ROOM)
    clock.move(days=15)
    olu_sees = browser_of(mo.application, a_member("Olu"))
    assert "Please check again" in text_of(olu_sees, ROOM)
    assert "check again" not in public_page(client)
    assert step(olu_sees, "still-silent", the_entry()).status_code == 303

    assert "Please check again" not in text_of(olu_sees, ROOM)
    assert "as of 7 December 2026" in public_page(client)
    assert "22 November 2026" in text_of(olu_sees, f"{ROOM}/{the_entry().id}/history")


def test_a_step_that_came_too_late_is_refused_in_words(mo: FlaskClient):
    seen = the_entry()
    change(mo, seen)
    for name in ("remove", "restore", "still-silent"):
        answer = step(mo, name, seen)
        assert answer.status_code == 409
        assert "Somebody else has changed this response" in answer.get_data(as_text=True)
    assert the_entry().number == 2


def test_no_step_works_without_its_token(app: Flask, mo: FlaskClient):
    entry = the_entry()
    sign_out = token_in(text_of(mo, ROOM))
    for token in ("", "forged", sign_out):
        for name in ("remove", "restore", "still-silent"):
            assert mo.post(f"{ROOM}/{entry.id}/{name}", data={"token": token, "number": "1"}).status_code == 400
    assert the_entry().number == 1


def test_fields_that_no_form_has_change_nothing(mo: FlaskClient):
    entry, other = the_entry(), str(UUID(int=9))
    change(mo, entry, id=other, target_id=other, recorded_at="1990-01-01", is_removed="1", actor="operator")

    assert (the_entry().id, the_entry().target.id, the_entry().number) == (entry.id, entry.target.id, 2)


def test_the_api_tells_the_whole_timeline(mo: FlaskClient, client: FlaskClient):
    add(mo)
    (target,) = client.get(f"/api/v1/petitions/{SLUG}").get_json()["data"]["attributes"]["targets"]

    assert target["state"] == "public"
    assert target["responses"] == [
        {
            "kind": "public", "date": "2026-11-22", "summary": "They answered.", "quotation": "We hear you.",
            "source_url": "https://news.example/story",
        },
        {
            "kind": "none", "date": "2026-11-22", "summary": "No public statement.", "quotation": None,
            "source_url": None,
        },
    ]  # fmt: skip
