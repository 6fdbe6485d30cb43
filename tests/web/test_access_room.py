"""The room of the tokens as browsers get it, on both engines."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.api.bringing import AT, bearer
from tests.application import Clock
from tests.builders import SLUG
from tests.cast import an_organiser, browser_of, text_of, token_in

ROOM = f"/organise/{SLUG}/access"
NEW = f"{ROOM}/new"
FORM = {"name": "Board", "scopes": ["tallies:read"], "days": "30"}


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return browser_of(app, an_organiser())


def made(browser: FlaskClient, **other: object) -> str:
    form = {"token": token_in(text_of(browser, NEW), "<h1"), **FORM, **other}
    return browser.post(NEW, data=form).text


def shown_in(page: str) -> str:
    found = re.search(r'value="(petition_[\w-]{43})"', page)
    assert found, page
    return found.group(1)


def test_an_owner_makes_a_token_that_is_shown_once(browser: FlaskClient, client: FlaskClient):
    token = shown_in(made(browser))

    assert client.get(f"{AT}/tallies", headers=bearer(token)).status_code == 200
    room = text_of(browser, ROOM)
    assert "Board" in room
    assert "tallies:read" in room
    assert token not in room


def test_an_owner_revokes_a_token(browser: FlaskClient, client: FlaskClient):
    token = shown_in(made(browser))
    page = text_of(browser, ROOM)
    action = re.search(rf'action="({ROOM}/[\w-]+/revoke)"', page)
    assert action
    answer = browser.post(action.group(1), data={"token": token_in(page, action.group(0))}, follow_redirects=True)

    assert "worth nothing any more" in answer.text
    assert "Board" not in answer.text
    assert client.get(f"{AT}/tallies", headers=bearer(token)).status_code == 401


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Please give the token a name"),
        ({"name": "x" * 81}, "80 characters or fewer"),
        ({"scopes": []}, "Please choose what it may do."),
        ({"scopes": ["private:read"]}, "not a valid choice"),
        ({"days": "366"}, "from 1 to 365 days"),
        ({"days": "x"}, "Not a valid integer value"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(browser: FlaskClient, wrong: dict[str, object], sentence: str):
    page = made(browser, **wrong)

    assert sentence in page
    assert "error-summary" in page
    assert "petition_" not in page
    assert "There is no token." in text_of(browser, ROOM)


def test_a_token_is_made_only_after_a_fresh_second_factor(browser: FlaskClient, clock: Clock):
    form = {"token": token_in(text_of(browser, NEW), "<h1"), **FORM}
    clock.move(minutes=11)

    assert browser.post(NEW, data=form).status_code == 303
    assert "There is no token." in text_of(browser, ROOM)
