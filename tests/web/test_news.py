"""Updates for everybody: a list, a page for each, and of a petition that is not in public nothing at all."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.domain.petition import State
from tests.application import Clock
from tests.builders import SLUG, change_petition
from tests.cast import text_of
from tests.web.newsroom import PAGE, on_the_page, rewritten, taken_off


def titles(page: str) -> list[str]:
    return re.findall(rf'<a href="{PAGE}/\d+">([^<]+)</a>', page)


def test_the_list_has_every_update_newest_first_with_its_beginning(client: FlaskClient, clock: Clock):
    on_the_page("First", "We **met** [the board](https://example.org/board).")
    clock.move(days=1)
    on_the_page("Second", "word " * 200)
    page = text_of(client, PAGE)

    assert titles(page) == ["Second", "First"]
    assert "We met the board (https://example.org/board)." in page
    assert "word " * 30 in page
    assert "word " * 100 not in page


def test_an_update_has_a_page_with_its_whole_text(client: FlaskClient):
    on_the_page("We met", "All **well**.\n\n<script>alert(1)</script>")
    page = text_of(client, f"{PAGE}/1")

    assert "<h1>We met</h1>" in page
    assert "All <strong>well</strong>." in page
    assert "<script>" not in page
    assert f'href="/p/{SLUG}"' in page


def test_its_page_says_when_it_was_changed(client: FlaskClient, clock: Clock):
    update = on_the_page("We met")
    clock.move(days=2)
    rewritten(update, "We met them", "Well.")

    for address in (PAGE, f"{PAGE}/1", f"/p/{SLUG}"):
        page = text_of(client, address)
        assert "We met them" in page
        assert "22 November 2026" in page
        assert "changed on 24 November 2026" in page


def test_readers_go_from_one_update_to_the_next(client: FlaskClient, clock: Clock):
    for title in ("First", "Second", "Third"):
        on_the_page(title)
        clock.move(days=1)
    page = text_of(client, f"{PAGE}/2")

    assert re.search(rf'Newer:</span> <a rel="next" href="{PAGE}/3">Third</a>', page)
    assert re.search(rf'Older:</span> <a rel="prev" href="{PAGE}/1">First</a>', page)
    assert "Newer:" not in text_of(client, f"{PAGE}/3")
    assert "Older:" not in text_of(client, f"{PAGE}/1")


def test_the_petitions_page_shows_the_newest_three_and_leads_to_all(client: FlaskClient, clock: Clock):
    for title in ("First", "Second", "Third"):
        on_the_page(title)
        clock.move(days=1)
    before = text_of(client, f"/p/{SLUG}")
    on_the_page("Fourth")
    page = text_of(client, f"/p/{SLUG}")

    assert titles(before) == ["Third", "Second", "First"]
    assert "All news of the petition" not in before
    assert titles(page) == ["Fourth", "Third", "Second"]
    assert f'href="{PAGE}">All news of the petition' in page


def test_what_was_taken_off_the_page_is_not_there_any_more(client: FlaskClient):
    taken_off(on_the_page("We met"))

    assert "We met" not in text_of(client, PAGE)
    assert "There is no news yet." in text_of(client, PAGE)
    assert client.get(f"{PAGE}/1").status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "1000001", "9" * 40, "-1", "x"])
def test_a_number_that_no_update_has_is_no_page(client: FlaskClient, number: str):
    on_the_page("We met")

    assert client.get(f"{PAGE}/{number}").status_code == 404


@pytest.mark.parametrize("values", [{"hidden_until": 500}, {"state": State.DRAFT}, {"state": State.REVIEW}])
def test_of_a_petition_that_is_not_in_public_there_is_no_news(
    app: Flask, client: FlaskClient, values: dict[str, object]
):
    on_the_page("We met")
    change_petition(**values)

    for address in (PAGE, f"{PAGE}/1", f"{PAGE}.atom"):
        assert client.get(address).status_code == 404
    assert "We met" not in text_of(client, "/updates.atom")
    assert SLUG not in text_of(client, "/updates.atom")


def test_a_page_in_another_language_leads_to_pages_in_that_language(client: FlaskClient):
    on_the_page("We met")

    assert f'href="/es{PAGE}/1"' in text_of(client, f"/es{PAGE}")
    assert "22 de noviembre de 2026" in text_of(client, f"/es{PAGE}/1")
