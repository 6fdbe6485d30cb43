"""What search engines find: pages in public under one address each, and nothing that is to stay among signers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.domain.petition import State
from petition_app.services.work import OPERATOR
from tests.application import Clock, Site
from tests.builders import SLUG, a_petition, change_petition
from tests.cast import a_member, browser_of, text_of
from tests.published import released, signed_at
from tests.web.newsroom import on_the_page, rewritten

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')
FOUND = ("/", "/how-we-count", f"/p/{SLUG}", f"/p/{SLUG}/updates", f"/p/{SLUG}/updates/1", f"/p/{SLUG}/figures")
NOT_FOUND = ("/privacy", "/receipt", "/sign-in", f"/p/{SLUG}/sent", f"/p/{SLUG}/signatories", f"/p/{SLUG}/text-history")


def all_there(clock: Clock) -> None:
    """News and figures, so that every page has something to show."""
    on_the_page("We met")
    signed_at("Google", 12)
    released(clock)


def mapped(client: FlaskClient, address: str = "/sitemap.xml") -> dict[str, str | None]:
    """Every address of the sitemap with the day of its last change."""
    answer = client.get(address)
    assert answer.content_type == "application/xml; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    pages = ET.fromstring(answer.data).findall(S + "url")
    return {each.findtext(S + "loc") or "": each.findtext(S + "lastmod") for each in pages}


def test_every_page_that_may_be_found_says_where_it_stands(client: FlaskClient, clock: Clock, site: Site):
    all_there(clock)
    url = site.settings.site_url
    for path in FOUND:
        plain, spanish = client.get(path), client.get(f"/es{path}")
        assert "X-Robots-Tag" not in plain.headers, path
        assert CANONICAL.findall(plain.text) == [url + path]
        assert CANONICAL.findall(spanish.text) == [f"{url}/es{path}"]
        others = {"en": f"{url}/en{path}", "es": f"{url}/es{path}", "fr": f"{url}/fr{path}", "x-default": url + path}
        assert dict(ALTERNATE.findall(plain.text)) == dict(ALTERNATE.findall(spanish.text)) == others


def test_each_of_these_addresses_is_there(client: FlaskClient, clock: Clock, site: Site):
    all_there(clock)
    for path in FOUND:
        for language, address in ALTERNATE.findall(text_of(client, path)):
            page = text_of(client, address.removeprefix(site.settings.site_url))
            assert language == "x-default" or f'<html lang="{language}' in page


def test_what_follows_a_question_mark_is_not_part_of_the_address(client: FlaskClient, site: Site):
    page = text_of(client, f"/p/{SLUG}?from=friend")

    assert CANONICAL.findall(page) == [f"{site.settings.site_url}/p/{SLUG}"]
    assert "from=friend" not in "".join(address for _, address in ALTERNATE.findall(page))


def test_a_forged_name_of_the_site_is_in_no_address(client: FlaskClient, site: Site):
    page = client.get(f"/p/{SLUG}", headers={"Host": "127.0.0.1:9"}).text

    assert CANONICAL.findall(page) == [f"{site.settings.site_url}/p/{SLUG}"]


def test_other_pages_are_not_to_be_found(client: FlaskClient, clock: Clock):
    all_there(clock)
    for path in (*NOT_FOUND, f"/p/{SLUG}/at/google", "/nowhere", f"/p/{SLUG}/updates.atom"):
        answer = client.get(path)
        assert answer.headers["X-Robots-Tag"] == "noindex, noarchive", path
        assert CANONICAL.findall(answer.text) == []
        assert ALTERNATE.findall(answer.text) == []


def test_a_hidden_petition_and_the_preview_of_a_draft_are_not_to_be_found(app: Flask, client: FlaskClient):
    change_petition(hidden_until=500)
    hidden = client.get(f"/p/{SLUG}")
    preview = browser_of(app, a_member("Olu")).get(f"/organise/{SLUG}/preview")

    for answer in (hidden, preview):
        assert answer.status_code == 200
        assert answer.headers["X-Robots-Tag"] == "noindex, noarchive"
        assert CANONICAL.findall(answer.text) == []


def test_one_answer_does_not_open_the_next(client: FlaskClient):
    assert "X-Robots-Tag" not in client.get(f"/p/{SLUG}").headers
    assert "X-Robots-Tag" in client.get("/privacy").headers


def test_the_sitemap_has_exactly_the_pages_that_may_be_found(client: FlaskClient, clock: Clock, site: Site):
    all_there(clock)

    assert set(mapped(client)) == {site.settings.site_url + path for path in FOUND}
    assert mapped(client, "/es/sitemap.xml") == mapped(client)


def test_the_sitemap_leaves_out_what_has_nothing_to_show(client: FlaskClient, site: Site):
    paths = {address.removeprefix(site.settings.site_url) for address in mapped(client)}

    assert paths == {"/", "/how-we-count", f"/p/{SLUG}"}


@pytest.mark.parametrize("values", [{"hidden_until": 500}, {"state": State.DRAFT}, {"state": State.REVIEW}])
def test_the_sitemap_is_silent_about_petitions_that_are_not_in_public(
    app: Flask, client: FlaskClient, values: dict[str, object]
):
    with begin_work(OPERATOR) as work:
        a_petition(work, "second")
    on_the_page("We met")
    change_petition(**values)
    text = client.get("/sitemap.xml").text

    assert "/p/second" in text
    assert SLUG not in text


def test_the_sitemap_says_when_a_page_was_changed_last(client: FlaskClient, clock: Clock, site: Site):
    update = on_the_page("We met")
    clock.move(days=3)
    rewritten(update, "We met them", "Well.")
    days = {address.removeprefix(site.settings.site_url): day for address, day in mapped(client).items()}

    assert days[f"/p/{SLUG}/updates/1"] == days[f"/p/{SLUG}/updates"] == days[f"/p/{SLUG}"] == "2026-11-25"


def test_programs_are_led_to_the_sitemap_and_kept_from_nothing(client: FlaskClient, site: Site):
    answer = client.get("/robots.txt")

    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "User-agent: *",
        "Disallow:",
        "",
        f"Sitemap: {site.settings.site_url}/sitemap.xml",
    ]
