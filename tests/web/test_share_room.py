"""The room of what leads others to a petition, and of the sites that may show its widget, on both engines."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_reading, begin_work
from petition_app.domain.embedding import MOST_SITES
from petition_app.domain.petition import State
from petition_app.services import audit, embedding, petitions
from petition_app.services.work import OPERATOR
from tests.builders import SLUG, change_petition
from tests.cast import OTHER_SLUG, a_member, another_petition, browser_of, text_of, token_in

ROOM = f"/organise/{SLUG}/share"


@pytest.fixture
def olu(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Olu"))


def send(browser: FlaskClient, site: str, where: str = "") -> TestResponse:
    token = token_in(text_of(browser, ROOM), 'id="sites"')
    return browser.post(f"{ROOM}/sites{where}", data={"token": token, "site": site})


def listed(slug: str = SLUG) -> tuple[str, ...]:
    with begin_reading(OPERATOR) as work:
        return embedding.sites(work, petitions.by_slug(work, slug).id)


def field(page: str, name: str) -> str:
    """What stands in a field that is there to be copied."""
    found = re.search(rf'<input id="{name}"[^>]*value="([^"]*)"|<textarea id="{name}"[^>]*>([^<]*)', page)
    assert found, name
    return html.unescape(found.group(1) or found.group(2))


def test_an_owner_adds_a_site_and_removes_it(olu: FlaskClient):
    added = send(olu, " HTTPS://News.example/ ")
    page = text_of(olu, added.location)
    assert added.status_code == 303
    assert "Added: this site may show the widget now." in page
    assert "<code>https://news.example</code>" in page
    assert listed() == ("https://news.example",)

    removed = send(olu, "https://news.example", "/remove")
    assert "shows the widget no more" in text_of(olu, removed.location)
    assert listed() == ()


@pytest.mark.parametrize("typed", ["", "http://news.example", "https://news.example/page", "<script>", "x" * 400])
def test_what_is_no_site_comes_back_as_it_was_typed(olu: FlaskClient, typed: str):
    answer = send(olu, typed)

    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert '<a href="#site">' in answer.text
    shown = re.search(r'<input[^>]*id="site"[^>]*value="([^"]*)"', answer.text)
    assert shown
    assert html.unescape(shown.group(1)) == typed
    assert listed() == ()


def test_the_same_site_is_not_listed_twice_nor_more_than_fifty(olu: FlaskClient):
    send(olu, "https://news.example")
    assert "on the list already" in send(olu, "news.example:443").text
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        for number in range(MOST_SITES - 1):
            embedding.add_site(work, petition, f"https://n{number}.example")

    page = text_of(olu, ROOM)
    assert "Add the site" not in page
    answer = olu.post(f"{ROOM}/sites", data={"token": token_in(page, 'id="sites"'), "site": "https://more.example"})
    assert answer.status_code == 409
    assert "at most 50 sites" in answer.text
    assert len(listed()) == MOST_SITES


def test_a_site_of_another_petition_is_not_there_to_be_removed(app: Flask, olu: FlaskClient):
    another_petition()
    with begin_work(OPERATOR) as work:
        embedding.add_site(work, petitions.by_slug(work, OTHER_SLUG).id, "https://news.example")
    send(olu, "https://mine.example")

    assert send(olu, "https://news.example", "/remove").status_code == 404
    assert listed(OTHER_SLUG) == ("https://news.example",)


@pytest.mark.parametrize("name", ["Vera", "Mo", "Ed"])
def test_who_does_not_own_it_sees_the_list_and_changes_nothing(app: Flask, olu: FlaskClient, name: str):
    send(olu, "https://news.example")
    browser = browser_of(app, a_member(name))
    page = text_of(browser, ROOM)

    assert "<code>https://news.example</code>" in page
    assert f'action="{ROOM}/' not in page
    token = token_in(page)
    for where in ("/sites", "/sites/remove"):
        answer = browser.post(ROOM + where, data={"token": token, "site": "https://news.example"})
        assert answer.status_code == 403
    assert listed() == ("https://news.example",)


def test_the_log_says_that_the_list_changed_and_not_to_what(olu: FlaskClient):
    send(olu, "https://news.example")
    send(olu, "https://news.example", "/remove")
    with begin_reading(OPERATOR) as work:
        newest, before, *_ = audit.lines(work)

    assert (newest.action, newest.details) == ("widget site removed", '{"sites":0}')
    assert (before.action, before.details) == ("widget site added", '{"sites":1}')


def test_everything_to_pass_on_is_there_with_whole_addresses(olu: FlaskClient, client: FlaskClient):
    change_petition(title='Ask "them" & <others>')
    page = text_of(olu, f"/es{ROOM}")
    site = "http://127.0.0.1:8000"

    assert field(page, "address") == f"{site}/p/{SLUG}"
    assert client.get(field(page, "feed").removeprefix(site)).status_code == 200
    embed = field(page, "embed")
    assert f'src="{site}/p/{SLUG}/widget"' in embed
    assert "Ask &quot;them&quot; &amp; &lt;others&gt;" in embed
    assert 'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"' in embed
    shown = text_of(olu, ROOM)
    for address in re.findall(rf'(?:href|src)="(/p/{SLUG}/[^"]+)"', shown):
        assert client.get(html.unescape(address), follow_redirects=True).status_code == 200, address


@pytest.mark.parametrize(("values", "words"), [
    ({"state": State.DRAFT}, "works once the petition is open"),
    ({"hidden_until": 100}, "once it is launched"),
])  # fmt: skip
def test_what_is_not_in_public_yet_is_not_offered(olu: FlaskClient, values: dict[str, object], words: str):
    change_petition(**values)
    page = text_of(olu, ROOM)

    assert words in page
    assert "/flyer" not in page
    assert "/widget" not in page
    # The list can be made before.
    assert send(olu, "https://news.example").status_code == 303


def test_organisers_are_told_where_a_title_cannot_be_drawn(olu: FlaskClient):
    assert "the address stands in its place" not in text_of(olu, ROOM)
    change_petition(title="致领导者的请愿书")

    assert "the address stands in its place" in text_of(olu, ROOM)
