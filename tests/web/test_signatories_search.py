"""The search box, kept searches and bursts as browsers without JavaScript get them, on both engines."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from petition_app.database import begin_work
from petition_app.domain.listsearch.reading import read
from petition_app.domain.signature import DisplayMode, Status
from petition_app.models import Signature
from petition_app.services import searchsql
from petition_app.services.work import OPERATOR
from petition_app.web.organiser import signatories
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, sign
from tests.bulk import some_confirmed, statuses
from tests.cast import a_member, browser_of, text_of, token_in

ROOM = f"/organise/{SLUG}/signatories"


@pytest.fixture
def mo(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Mo"))


def shown(page: str) -> int:
    return len(re.findall(r'name="row" value="[0-9a-f-]{36}"', page))


def test_the_box_shows_the_whole_search_and_each_part_can_be_taken_out(mo: FlaskClient):
    a_signature(a_request(display=DisplayMode.NAME, name="Ada", employer="Google"))
    sign(a_request("b@example.org"))

    page = text_of(mo, f"{ROOM}?q=ada+-state:pending&employer=Google")

    assert re.search(r'name="q"[^>]*value="ada -state:pending employer:Google"', page)
    assert shown(page) == 1
    links = re.findall(r'<a href="([^"]+)" aria-label="Search without', page)
    left = [parse_qs(urlsplit(html.unescape(link)).query)["q"][0] for link in links]
    assert left == ["-state:pending employer:Google", "ada employer:Google", "ada -state:pending"]


def test_a_choice_in_the_lists_replaces_what_the_search_asked_before(mo: FlaskClient):
    page = text_of(mo, f"{ROOM}?q=state:held&status=confirmed&since=2026-11-01&until=2026-11-30")

    assert re.search(r'name="q"[^>]*value="state:confirmed signed:2026-11-01..2026-11-30"', page)


@pytest.mark.parametrize(("query", "suggestion"), [
    ("ada sate:held", "ada state:held"), ("employer:Gogle", "employer:Google"), ("@google", "@google.com"),
])  # fmt: skip
def test_what_is_not_understood_is_named_and_one_link_away_from_what_was_meant(
    mo: FlaskClient, query: str, suggestion: str
):
    sign()

    answer = mo.get(ROOM, query_string={"q": query})

    assert answer.status_code == 422
    assert "not all of this was understood" in answer.text.lower()
    assert shown(answer.text) == 0
    link = re.search(r'<p><a href="([^"]+)">Search for', answer.text)
    assert link
    assert parse_qs(urlsplit(html.unescape(link.group(1))).query)["q"] == [suggestion]
    assert mo.get(html.unescape(link.group(1))).status_code == 200


def test_a_search_that_stopped_says_so_and_goes_on(app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch):
    sign(a_request(display=DisplayMode.NAME, name="Ada"))
    clock.move(days=1)
    for number in range(3):
        sign(a_request(f"bo{number}@example.org"))
    monkeypatch.setattr(searchsql, "FEW", 0)
    monkeypatch.setattr(signatories, "REACH", 2)
    mo = browser_of(app, a_member("Mo"))

    page = text_of(mo, f"{ROOM}?q=ada")

    assert shown(page) == 0
    assert "2 signatures were looked at for this page" in page
    assert "No signature fits" not in page
    link = re.search(r'<a href="([^"]+)">Look further', page)
    assert link
    address = html.unescape(link.group(1))
    assert parse_qs(urlsplit(address).query)["q"] == ["ada"]
    further = text_of(mo, address)
    assert shown(further) == 1
    assert "Look further" not in further


def test_looking_further_towards_the_newest_goes_on_there(app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch):
    for number in range(4):
        sign(a_request(f"bo{number}@example.org"))
    clock.move(days=1)
    sign(a_request(display=DisplayMode.NAME, name="Ada"))
    monkeypatch.setattr(searchsql, "FEW", 0)
    monkeypatch.setattr(signatories, "REACH", 2)
    with begin_work(OPERATOR) as work:
        oldest = work.session.scalars(select(Signature.id).order_by(Signature.signed_on, Signature.id)).first()
    mo = browser_of(app, a_member("Mo"))

    page = text_of(mo, f"{ROOM}?q=ada&before={oldest}")

    link = re.search(r'<a href="([^"]+)">Look further', page)
    assert link
    further = text_of(mo, html.unescape(link.group(1)))
    assert shown(page) == 0
    assert shown(further) == 1


def test_a_search_is_kept_and_shared_renamed_and_removed(app: Flask, mo: FlaskClient):
    token = token_in(text_of(mo, f"{ROOM}/searches?q=state:held"), "Keep a search")
    kept = {"token": token, "q": "state:held", "name": "To look at"}
    assert mo.post(f"{ROOM}/searches", data=kept).status_code == 303
    olu = browser_of(app, a_member("Olu"))
    assert "To look at" in text_of(olu, ROOM)

    page = text_of(olu, f"{ROOM}/searches")
    rename = re.search(r'action="([^"]+/rename)"', page)
    assert rename
    fields = {"token": token_in(page, "rename"), "name": "Held"}
    assert olu.post(rename.group(1), data=fields).status_code == 303
    assert "Held</bdi>" in text_of(mo, f"{ROOM}/searches")
    assert olu.post(rename.group(1).replace("rename", "remove"), data=fields).status_code == 303
    assert "No search is kept yet" in text_of(mo, f"{ROOM}/searches")


@pytest.mark.parametrize(
    ("query", "name"), [("", "x"), ("sate:held", "x"), ("state:held", ""), ("state:held", "a" * 61)]
)
def test_a_search_that_cannot_be_kept_comes_back_with_what_was_typed(mo: FlaskClient, query: str, name: str):
    token = token_in(text_of(mo, f"{ROOM}/searches"), "Keep a search")

    answer = mo.post(f"{ROOM}/searches", data={"token": token, "q": query, "name": name})

    assert answer.status_code == 422
    assert f'value="{query}"' in answer.text
    assert f'value="{name}"' in answer.text
    assert "error-summary" in answer.text


def test_a_viewer_sees_none_of_it(app: Flask):
    vera = browser_of(app, a_member("Vera"))

    rooms = ("", "/searches", "/changes", "/changes/1", "/bursts", "/preview?step=hold&reason=other")
    assert {vera.get(ROOM + room).status_code for room in rooms} == {403}


def test_signatures_over_the_limit_are_explained_and_let_through_with_one_button(app: Flask, mo: FlaskClient):
    some_confirmed(3)
    with begin_work(OPERATOR) as work:
        for row in work.session.query(Signature):
            row.over_limit = True
    mo.post(f"{ROOM}/choose", data=_hold_all(mo))
    with begin_work(OPERATOR) as work:
        for row in work.session.query(Signature):
            row.revision = 0
    assert "normal for an office behind one VPN" in text_of(mo, f"{ROOM}?q=over-limit:yes")

    page = text_of(mo, f"{ROOM}/bursts")
    assert "Let all 3 through" in page
    form = page[page.index(f'action="{ROOM}/changes"') :].partition("</form>")[0]
    fields = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}

    assert mo.post(f"{ROOM}/changes", data=fields).status_code == 303
    assert statuses() == {Status.CONFIRMED: 3}


def _hold_all(mo: FlaskClient) -> dict[str, str]:
    page = text_of(mo, ROOM)
    rows = re.search(r'name="rows" value="([^"]+)"', page)
    assert rows
    return {"token": token_in(page, "/choose"), "rows": rows.group(1), "which": "shown", "step": "hold",
            "reason": "other"}  # fmt: skip


def test_everything_the_search_says_it_understands_it_understands(mo: FlaskClient):
    page = text_of(mo, ROOM)
    help_text = page[page.index('class="search-help"') :]
    examples = [html.unescape(each) for each in re.findall(r"<dt><code>(.*?)</code>", help_text)]

    assert len(examples) > 8
    assert [each for each in examples if read(each).problems] == []
