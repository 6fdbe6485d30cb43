"""An export of private fields where two owners must agree, by clicking, on both engines."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_reading
from petition_app.domain.access import Role
from petition_app.domain.events import Action
from petition_app.services import audit
from petition_app.services.work import OPERATOR
from tests.builders import SLUG, a_request, a_signature, claim_letters
from tests.cast import an_organiser, browser_of, text_of, token_in
from tests.teams import ROOM, press, two_owners

ROOM_OF_EXPORTS = f"/organise/{SLUG}/exports"
PAGE = f"{ROOM_OF_EXPORTS}/signatories"


def take(browser: FlaskClient, **fields: str) -> TestResponse:
    form = {"purpose": "To hand it over", "format": "csv", "status": "", "employer": "", **fields}
    return browser.post(PAGE, data={"token": token_in(text_of(browser, PAGE), "<h1"), **form})


def actions() -> list[str]:
    with begin_reading(OPERATOR) as work:
        return [line.action for line in audit.lines(work)]


def test_an_exporter_asks_an_owner_approves_and_the_file_comes_once(app: Flask):
    a_signature(a_request("sam@canary.example"))
    _, ada = two_owners()
    theirs, ours = browser_of(app, an_organiser("Ed", Role.EXPORTER)), browser_of(app, ada)
    assert "another owner is asked" in text_of(theirs, PAGE)

    asked = take(theirs)
    assert asked.location == f"{ROOM_OF_EXPORTS}?asked=1"
    assert "Another owner has to agree" in text_of(theirs, asked.location)
    assert sorted(letter.to for letter in claim_letters()) == ["ada@example.org", "olu@example.org"]
    assert Action.EXPORT_STARTED not in actions()
    approve = re.search(r'action="([^"]+/approve)"', text_of(ours, ROOM))
    assert approve
    assert "To hand it over" in text_of(ours, ROOM)
    press(ours, approve.group(1))
    assert "Approved by" in text_of(theirs, PAGE)

    file = take(theirs, purpose="Something else entirely")
    assert file.status_code == 200
    assert "sam@canary.example" in file.text
    assert "To hand it over" in text_of(theirs, ROOM_OF_EXPORTS)
    assert "Something else" not in text_of(theirs, ROOM_OF_EXPORTS)
    assert take(theirs).location == f"{ROOM_OF_EXPORTS}?asked=1"
    assert actions().count(Action.EXPORT_STARTED) == 1


def test_without_a_purpose_nobody_is_asked(app: Flask):
    olu, _ = two_owners()

    assert take(browser_of(app, olu), purpose=" ").status_code == 422
    assert claim_letters() == []


def test_what_is_public_needs_nobody(app: Flask):
    olu, _ = two_owners()
    browser = browser_of(app, olu)

    for kind in ("roster", "tallies"):
        token = token_in(text_of(browser, ROOM_OF_EXPORTS), f"/exports/{kind}")
        assert browser.post(f"{ROOM_OF_EXPORTS}/{kind}", data={"token": token}).status_code == 200
