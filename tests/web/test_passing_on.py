"""Passing a petition on: its address and a letter of one's own, without anybody else's buttons."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.application import Clock, Site
from tests.builders import SLUG, change_petition
from tests.cast import text_of
from tests.published import released, signed_at

PAGE = f"/p/{SLUG}"


def test_the_address_to_copy_is_the_same_in_every_language(client: FlaskClient, site: Site):
    for address in (PAGE, f"/es{PAGE}"):
        assert f'value="{site.settings.site_url}{PAGE}"' in text_of(client, address)


def test_a_letter_of_ones_own_has_the_address_and_a_subject_that_tells_nothing(client: FlaskClient, site: Site):
    title = "Fair pay & 100% honesty? Now + always"
    change_petition(title=title)
    found = re.search(r'href="(mailto:[^"]+)"', text_of(client, PAGE))
    assert found
    letter = parse_qs(urlsplit(found.group(1).replace("&amp;", "&")).query)

    assert letter["subject"] == ["Something worth reading"]
    lines = letter["body"][0].split("\r\n")
    assert lines[:2] == [title, f"{site.settings.site_url}{PAGE}"]
    assert "device and network of your own" in lines[3]
    assert "+" not in found.group(1).partition("?")[2].replace("%2B", "")


def test_a_hidden_petition_offers_nothing_to_pass_on(app: Flask, client: FlaskClient):
    change_petition(hidden_until=500)
    page = text_of(client, PAGE)

    assert "mailto:" not in page
    assert "Pass it on" not in page


@pytest.mark.parametrize("live", [True, False])
def test_the_bar_leads_to_the_next_step_once_figures_are_published(
    app: Flask, client: FlaskClient, clock: Clock, live: bool
):
    change_petition(live_total=live)
    signed_at("Google", 12)
    before = text_of(client, PAGE)
    released(clock)
    page = text_of(client, PAGE)

    assert "<progress" not in before
    assert "12" not in re.sub(r"<[^>]+>", " ", before[before.index("petition-count") : before.index("petition-letter")])
    shown = 12 if live else 10
    assert f'<progress id="progress" value="{shown}" max="100"></progress>' in page
    assert f"{shown} on the way to 100" in page


def test_a_goal_that_is_reached_is_said_with_the_next(client: FlaskClient, clock: Clock):
    change_petition(goal=11)
    signed_at("Google", 12)
    released(clock)
    page = text_of(client, PAGE)

    assert "The goal of 11 has been reached. The next is 100." in page
    assert 'value="12" max="100"' in page
    assert "The goal of 11 has been reached. The next is 100." in text_of(client, "/")
