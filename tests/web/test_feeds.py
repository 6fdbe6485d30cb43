"""Atom feeds of updates, as RFC 4287 asks: read by programs, so every part is where it must be, and stays the same."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from petition_app.database import begin_work
from petition_app.services import petitions
from petition_app.services.work import OPERATOR
from petition_app.web.feeds import Entry, Feed, atom
from petition_app.web.keeping import A_MINUTE
from tests.application import Clock, Site
from tests.builders import SLUG, a_petition
from tests.web.newsroom import on_the_page, rewritten, taken_off

FEED, ALL = f"/p/{SLUG}/updates.atom", "/updates.atom"
A = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def read(client: FlaskClient, address: str = FEED) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.data)


def said(element: ET.Element, *names: str) -> list[str | None]:
    return [element.findtext(A + name) for name in names]


def links(element: ET.Element) -> dict[str, str]:
    return {each.attrib["rel"]: each.attrib["href"] for each in element.findall(A + "link")}


def ids(feed: ET.Element) -> list[str | None]:
    return [each.findtext(A + "id") for each in feed.findall(A + "entry")]


def test_a_feed_and_its_entries_have_all_that_the_standard_asks_for(client: FlaskClient, clock: Clock, site: Site):
    on_the_page("We met", "All **well** & <fine>.")
    clock.move(days=1)
    on_the_page("We met again")
    for address in (FEED, ALL):
        feed = read(client, address)
        assert feed.tag == A + "feed"
        assert len(feed.findall(A + "entry")) == 2
        for part in (feed, *feed.findall(A + "entry")):
            for name in ("id", "title", "updated"):
                assert len(part.findall(A + name)) == 1
            assert (part.findtext(A + "id") or "").startswith("urn:uuid:")
            assert MOMENT.fullmatch(part.findtext(A + "updated") or "")
            assert part.findtext(f"{A}author/{A}name")
            assert all(link.startswith(site.settings.site_url) for link in links(part).values())
        assert links(feed)["self"] == site.settings.site_url + address


def test_an_entry_brings_the_whole_text_as_escaped_html(client: FlaskClient, site: Site):
    on_the_page("Wages & <hours>", "All **well** & <script>alert(1)</script>.")
    entry = read(client).find(A + "entry")

    assert entry is not None
    assert said(entry, "title", "published") == ["Wages & <hours>", "2026-11-22T12:00:00Z"]
    content = entry.find(A + "content")
    assert content is not None
    assert content.attrib == {"type": "html"}
    assert content.text == "<p>All <strong>well</strong> &amp; &lt;script&gt;alert(1)&lt;/script&gt;.</p>\n"
    assert links(entry) == {"alternate": f"{site.settings.site_url}/p/{SLUG}/updates/1"}


def test_an_entry_keeps_its_id_when_it_is_changed_taken_off_or_read_elsewhere(client: FlaskClient, clock: Clock):
    update = on_the_page("We met")
    before = ids(read(client))
    clock.move(days=1)
    rewritten(update, "We met them", "Well.")
    feed = read(client)

    assert ids(feed) == before == ids(read(client, ALL)) == ids(read(client, f"/es{FEED}"))
    assert said(feed.findall(A + "entry")[0], "published", "updated") == [
        "2026-11-22T12:00:00Z", "2026-11-23T12:00:00Z",
    ]  # fmt: skip
    assert feed.findtext(A + "updated") == "2026-11-23T12:00:00Z"
    taken_off(update)
    assert ids(read(client)) == []


def test_an_id_does_not_tell_when_its_update_was_begun(client: FlaskClient):
    update = on_the_page("We met")

    assert update.urn not in client.get(FEED).text


def test_the_feed_of_all_has_the_newest_of_every_petition_in_public(client: FlaskClient, clock: Clock):
    with begin_work(OPERATOR) as work:
        a_petition(work, "second")
        a_petition(work, "waiting").hidden_until = 100
    for slug in ("second", SLUG, "waiting"):
        on_the_page(f"News of {slug}", slug=slug)
        clock.move(hours=1)
    entries = read(client, ALL).findall(A + "entry")

    assert [each.findtext(A + "title") for each in entries] == [f"News of {SLUG}", "News of second"]
    assert len({each.findtext(A + "id") for each in entries}) == 2


def test_a_feed_without_news_is_one_all_the_same(client: FlaskClient):
    for address in (FEED, ALL):
        feed = read(client, address)
        assert ids(feed) == []
        assert MOMENT.fullmatch(feed.findtext(A + "updated") or "")


def test_a_feed_ends_with_its_fiftieth_entry(client: FlaskClient):
    for number in range(51):
        on_the_page(f"News {number}")

    assert len(ids(read(client))) == len(ids(read(client, ALL))) == 50


def test_a_reader_asks_again_without_getting_the_same_twice(client: FlaskClient):
    on_the_page("We met")
    for address in (FEED, ALL):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert first.headers["Cache-Control"] == A_MINUTE
        assert (again.status_code, again.data) == (304, b"")
    tag = client.get(FEED).headers["ETag"]
    on_the_page("We met again")
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 200


def test_a_cache_keeps_the_languages_of_a_feed_apart(client: FlaskClient):
    assert "Accept-Language" in client.get(FEED).vary
    assert "Accept-Language" not in client.get(f"/es{FEED}").vary


def test_pages_tell_programs_where_the_feeds_are(client: FlaskClient):
    on_the_page("We met")
    link = re.compile(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">')

    for address in (f"/p/{SLUG}", f"/p/{SLUG}/updates", f"/p/{SLUG}/updates/1"):
        assert link.findall(client.get(address).text) == [FEED], address
    assert link.findall(client.get("/").text) == [ALL]


def test_a_hidden_petition_has_no_feed_to_tell_of(app: Flask, client: FlaskClient):
    with begin_work(OPERATOR) as work:
        petitions.by_slug(work, SLUG).hidden_until = 100

    assert "atom" not in client.get(f"/p/{SLUG}").text


@given(st.text(), st.text())
def test_no_text_whatever_breaks_a_feed(title: str, html: str):
    entry = Entry(UUID(int=1), title, title, "https://example.org/1", NOON, NOON, html)
    feed = Feed(UUID(int=2), title, title, "https://example.org/a", "https://example.org", NOON, [entry])

    found = ET.fromstring(atom(feed)).find(f"{A}entry")

    assert found is not None
    kept = "".join(each for each in html if each in "\t\n\r" or each >= " ").replace("\r\n", "\n").replace("\r", "\n")
    assert found.findtext(A + "content") == re.sub("[\ufffe\uffff\ud800-\udfff]", "", kept)
