"""The picture beside a shared link, and what a page says of it, on both engines."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.domain.petition import State
from petition_app.web import pictures
from tests.application import Clock
from tests.builders import SLUG, change_petition
from tests.cast import an_organiser, browser_of, text_of
from tests.published import released, signed_at
from tests.web.drawing.charting import size_of

PAGE = f"/p/{SLUG}"
NEWEST = f"{PAGE}/share.png"
SITE = "http://127.0.0.1:8000"


def meta_in(page: str) -> dict[str, str]:
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)"', page)
    }


def address_of_picture(client: FlaskClient, page: str = PAGE) -> str:
    whole = meta_in(text_of(client, page))["og:image"]
    assert whole.startswith(f"{SITE}/")
    return whole.removeprefix(SITE)


def test_a_page_says_what_stands_beside_a_link_to_it(app: Flask, client: FlaskClient, clock: Clock):
    signed_at("Google", 14)
    released(clock)
    meta = meta_in(text_of(client, PAGE))

    assert meta["og:title"] == meta["twitter:title"] == "An appeal to our leaders"
    assert meta["og:description"] == "We ask you to act."
    assert meta["og:url"] == f"{SITE}{PAGE}"
    assert meta["twitter:card"] == "summary_large_image"
    assert meta["og:image"] == meta["twitter:image"]
    assert meta["og:image:alt"] == "An appeal to our leaders. At least 10 people have signed, as of 23 November 2026."
    picture = client.get(address_of_picture(client))
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert size_of(picture.data) == (int(meta["og:image:width"]), int(meta["og:image:height"])) == (1200, 630)


def test_each_language_has_a_picture_of_its_own(app: Flask, client: FlaskClient, clock: Clock):
    signed_at("Google", 14)
    released(clock)
    addresses = [address_of_picture(client, f"{language}{PAGE}") for language in ("", "/es", "/fr")]

    assert [each.partition("/p/")[0] for each in addresses] == ["/en", "/es", "/fr"]
    assert len({client.get(each, headers={"Accept-Language": "en"}).data for each in addresses}) == 3


def test_the_figure_on_it_is_the_last_published_one(app: Flask, client: FlaskClient, clock: Clock):
    before = address_of_picture(client)
    signed_at("Google", 14)
    assert address_of_picture(client) == before

    released(clock)
    after = address_of_picture(client)
    signed_at("Meta", 20)

    assert after != before
    assert address_of_picture(client) == after


def test_another_title_is_another_picture(app: Flask, client: FlaskClient):
    before = address_of_picture(client)
    change_petition(title="Another appeal")

    assert address_of_picture(client) != before


@pytest.mark.usefixtures("app")
def test_an_address_has_one_picture_for_good_and_an_old_one_leads_to_the_new(client: FlaskClient):
    newest = client.get(NEWEST)
    assert newest.status_code == 302
    kept = client.get(newest.location)
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"

    for old in ("0" * 32, "x", "%2e%2e", "A" * 300):
        answer = client.get(f"{PAGE}/share/{old}.png")
        assert (answer.status_code, answer.location) == (302, newest.location)
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("app")
def test_whoever_asks_how_often_for_whatever_it_is_drawn_once(client: FlaskClient):
    pictures.kept.cache_clear()
    address = client.get(NEWEST).location
    first = client.get(address)
    for number in range(20):
        client.get(address, headers={"If-None-Match": '"another"'})
        client.get(f"{address}?{number}")
        client.get(f"{PAGE}/share/{number}.png?title=other", follow_redirects=True)

    assert pictures.kept.cache_info().misses == 1
    pictures.kept.cache_clear()
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, pictures.kept.cache_info().misses) == (304, 0)


@pytest.mark.parametrize("title", ["致领导者的请愿书", "نداء إلى قادتنا", "🚀", "<b>&amp;</b>\u202e", "W" * 150])
def test_every_title_gets_a_picture(app: Flask, client: FlaskClient, title: str):
    change_petition(title=title)

    picture = client.get(NEWEST, follow_redirects=True)
    assert size_of(picture.data) == (1200, 630)
    assert meta_in(text_of(client, PAGE))["og:title"] == title


def test_what_is_not_in_public_has_no_picture_and_says_nothing_of_one(app: Flask, client: FlaskClient):
    address = client.get(NEWEST).location
    olu = browser_of(app, an_organiser())
    change_petition(hidden_until=100)
    assert "og:" not in text_of(client, PAGE)
    assert client.get(address).status_code == client.get(NEWEST).status_code == 404
    change_petition(state=State.DRAFT, hidden_until=None)
    assert client.get(address).status_code == client.get(NEWEST).status_code == 404
    assert "og:" not in text_of(olu, f"/organise/{SLUG}/preview")
