"""The widget that other sites show, and which of them may, on both engines."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.domain.petition import State
from petition_app.services import embedding, petitions
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, change_petition
from tests.cast import OTHER_SLUG, another_petition, text_of
from tests.published import released, signed_at
from tests.web.test_headers import ALWAYS, PUBLIC

WIDGET = f"/p/{SLUG}/widget"
OF_SITES = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; object-src 'none'; "
    "script-src 'none'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; "
    "frame-ancestors https://*.union.example https://news.example"
)


def allowed(*sites: str, slug: str = SLUG) -> None:
    with begin_work(OPERATOR) as work:
        for site in sites:
            embedding.add_site(work, petitions.by_slug(work, slug).id, site)


def test_it_shows_what_is_published_and_a_link_in_a_tab_of_its_own(app: Flask, client: FlaskClient, clock: Clock):
    assert "have not been published yet" in text_of(client, WIDGET)
    for employer, count in (("Google", 26), ("Meta", 21)):
        signed_at(employer, count)
    assert "have not been published yet" in text_of(client, WIDGET)
    released(clock)
    signed_at("Acme", 30)
    page = text_of(client, WIDGET)

    assert "At least 45 people have signed, as of 23 November 2026." in page
    assert re.findall(r"<li><bdi>(.*?)</bdi>: (.*?)</li>", page) == [("Google", "at least 25"), ("Meta", "at least 20")]
    assert f'<a href="/p/{SLUG}" target="_blank" rel="noopener">' in page
    assert f'<a href="/es/p/{SLUG}"' in text_of(client, f"/es{WIDGET}")


@pytest.mark.usefixtures("app")
def test_nothing_in_it_does_anything(client: FlaskClient):
    page = text_of(client, WIDGET)

    assert not re.search(r"<(script|form|iframe|img|input|button)\b", page)
    assert page.count("<a ") == 1


def test_it_asks_for_no_signature_where_none_is_taken(app: Flask, client: FlaskClient):
    assert "Read and sign" in text_of(client, WIDGET)
    change_petition(state=State.PAUSED)

    page = text_of(client, WIDGET)
    assert "Read and sign" not in page
    assert "Read the petition" in page


def test_no_site_may_show_it_until_one_is_listed(app: Flask, client: FlaskClient):
    answer = client.get(WIDGET)

    assert answer.headers["Content-Security-Policy"] == PUBLIC
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_listed_sites_may_show_it_and_nothing_else_of_ours(app: Flask, client: FlaskClient):
    allowed("https://news.example", "https://*.union.example")
    answer = client.get(WIDGET)
    here = {**ALWAYS, "Content-Security-Policy": OF_SITES, "Cross-Origin-Resource-Policy": "cross-origin"}
    del here["X-Frame-Options"]

    assert "X-Frame-Options" not in answer.headers
    assert {name: answer.headers[name] for name in here} == here
    for path in (f"/p/{SLUG}", f"/p/{SLUG}/flyer", f"/p/{SLUG}/qr.svg", "/", "/sign-in", "/p/nothing/widget"):
        other = client.get(path)
        assert other.headers["X-Frame-Options"] == "DENY", path
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"], path


def test_one_petitions_sites_are_not_anothers(app: Flask, client: FlaskClient):
    another_petition()
    allowed("https://news.example")

    policy = client.get(f"/p/{OTHER_SLUG}/widget").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy


def test_what_is_not_in_public_is_shown_nowhere(app: Flask, client: FlaskClient):
    allowed("https://news.example")
    for values in ({"state": State.DRAFT}, {"state": State.OPEN, "hidden_until": 100}):
        change_petition(**values)
        answer = client.get(WIDGET)
        assert answer.status_code == 404
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("app")
def test_a_removed_site_may_show_it_no_more(client: FlaskClient):
    allowed("https://news.example")
    with begin_work(OPERATOR) as work:
        embedding.remove_site(work, petitions.by_slug(work, SLUG).id, "https://news.example")

    assert "frame-ancestors 'none'" in client.get(WIDGET).headers["Content-Security-Policy"]
