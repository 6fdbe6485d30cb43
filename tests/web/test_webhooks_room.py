"""The webhooks in the room of programs as browsers get them, on both engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.services import webhooksending
from tests.application import Clock, Site, opened
from tests.builders import SLUG
from tests.cast import an_organiser, browser_of, text_of, token_in

ROOM = f"/organise/{SLUG}/access"
NEW = f"{ROOM}/webhooks/new"
FORM = {"url": "https://hooks.example.org/x", "events": ["release.published"]}


@pytest.fixture
def app(site: Site, clock: Clock) -> Iterator[Flask]:
    with opened(replace(site.settings, webhooks=True), clock) as app:
        yield app


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return browser_of(app, an_organiser())


def added(browser: FlaskClient, **other: object) -> str:
    form = {"token": token_in(text_of(browser, NEW), "<h1"), **FORM, **other}
    return browser.post(NEW, data=form).text


def page_of_the_webhook(browser: FlaskClient) -> str:
    found = re.search(rf'href="({ROOM}/webhooks/[\w-]{{36}})"', text_of(browser, ROOM))
    assert found
    return found.group(1)


def pressed(browser: FlaskClient, address: str, step: str) -> str:
    token = token_in(text_of(browser, address), f"{address}/{step}")
    return browser.post(f"{address}/{step}", data={"token": token}, follow_redirects=True).text


def test_an_owner_adds_a_webhook_whose_secret_is_shown_once(browser: FlaskClient):
    secret = re.search(r'value="(whsec_[^"]+)"', added(browser))

    assert secret
    address = page_of_the_webhook(browser)
    assert secret.group(1) not in text_of(browser, ROOM) + text_of(browser, address)
    assert "release.published" in text_of(browser, address)


def test_an_owner_tries_it_and_sees_what_came_of_it(browser: FlaskClient):
    added(browser)
    address = page_of_the_webhook(browser)

    assert "on its way" in pressed(browser, address, "try")
    assert "Not sent yet." in text_of(browser, address)
    webhooksending.send_what_is_due(begin_work, lambda url, headers, body: 418)
    assert "The site answered 418." in text_of(browser, address)


def test_an_owner_removes_it(browser: FlaskClient):
    added(browser)

    assert "nothing is sent there any more" in pressed(browser, page_of_the_webhook(browser), "remove")
    assert "There is no webhook." in text_of(browser, ROOM)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"url": ""}, "Please enter the address"),
        ({"url": "http://hooks.example.org/"}, "must begin with https://"),
        ({"url": "https://169.254.169.254/"}, "everybody can reach"),
        ({"events": []}, "Please choose what it is to be told of."),
        ({"events": ["signature.received"]}, "not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(browser: FlaskClient, wrong: dict[str, object], sentence: str):
    page = added(browser, **wrong)

    assert sentence in page
    assert "error-summary" in page
    assert "There is no webhook." in text_of(browser, ROOM)


def test_where_they_are_switched_off_the_room_says_so(site: Site, clock: Clock):
    with opened(site.settings, clock) as quiet:
        browser = browser_of(quiet, an_organiser())
        assert "switched off on this site" in text_of(browser, ROOM)
        assert "switched off on this site" in added(browser)
