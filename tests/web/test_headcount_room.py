"""Where organisers enter how many people work at an employer, as browsers get it; on both engines."""

from __future__ import annotations

import re
from datetime import date
from html import escape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_reading
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.domain.events import Action
from petition_app.domain.headcount import Headcount
from petition_app.models import AuditLine
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG
from tests.cast import OTHER_SLUG, a_member, browser_of, text_of, token_in
from tests.published import decided, headcount_entered, headcount_of, kept_separate, released, signed_at

ROOM = f"/organise/{SLUG}/employers/google/headcount"
# As a browser sends the form that was just opened.
FIELDS = {"number": "180,000", "on": "2026-09-30", "source": "Annual report 2025", "seen": ""}
ENTERED = Headcount(180_000, date(2026, 9, 30), "Annual report 2025")


@pytest.fixture
def mo(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Mo"))


def send(client: FlaskClient, address: str = ROOM, **fields: str) -> TestResponse:
    token = token_in(text_of(client, ROOM).partition("Sign out")[2])
    return client.post(address, data={"token": token, **FIELDS, **fields})


def audit_lines() -> list[tuple[str, str]]:
    with begin_reading(OPERATOR) as work:
        return [(row.action, row.details) for row in work.session.query(AuditLine).order_by(AuditLine.number)]


@pytest.mark.parametrize("name", ["Mo", "Ed", "Olu"])
def test_whoever_moderates_enters_a_headcount(app: Flask, name: str):
    browser = browser_of(app, a_member(name))
    answer = send(browser)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ROOM}?saved=1")
    assert headcount_of("google") == ENTERED
    page = text_of(browser, f"{ROOM}?saved=1")
    assert "What is published follows with the next release." in page
    assert 'value="180000"' in page
    (details,) = (details for action, details in audit_lines() if action == Action.HEADCOUNT_ENTERED)
    assert '"headcount":180000' in details
    assert "Google" not in details
    assert "report" not in details


def test_vera_and_outsiders_enter_nothing(app: Flask):
    for name, status in (("Vera", 403), ("Otto", 404), ("Ren", 404)):
        browser = browser_of(app, a_member(name))
        for answer in (browser.get(ROOM), browser.post(ROOM, data=FIELDS), browser.post(f"{ROOM}/remove")):
            assert answer.status_code == status, name
    assert headcount_of("google") is None


def test_employers_of_one_petition_are_not_there_in_another(app: Flask, mo: FlaskClient):
    ren, acme = browser_of(app, a_member("Ren")), kept_separate("Acme")

    assert mo.get(f"/organise/{SLUG}/employers/{acme}/headcount").status_code == 200
    assert ren.get(f"/organise/{OTHER_SLUG}/employers/{acme}/headcount").status_code == 404
    assert ren.get(f"/organise/{OTHER_SLUG}/employers/google/headcount").status_code == 200
    for nothing in ("nowhere", "%00"):
        assert mo.get(f"/organise/{SLUG}/employers/{nothing}/headcount").status_code == 404


@pytest.mark.parametrize(("field", "typed"), [
    ("number", ""), ("number", "many"), ("number", "0"), ("number", "-5"), ("number", "1.5"), ("number", "10000001"),
    ("number", "9" * 5_000), ("number", "1_000"), ("number", "½"), ("number", "\x00"),
    ("on", ""), ("on", "2026-11-23"), ("on", "1999-12-31"), ("on", "0000-00-00"), ("on", "yesterday"),
    ("source", ""), ("source", " \u202e\x00 "), ("source", "x" * 501),
])  # fmt: skip
def test_bad_input_comes_back_with_what_was_typed_and_nothing_is_stored(mo: FlaskClient, field: str, typed: str):
    answer = send(mo, **{field: typed})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert f'id="{field}-error"' in page
    assert escape(typed[:100]) in page
    assert "Annual report 2025" in page or field == "source"
    assert headcount_of("google") is None


def test_a_source_that_is_markup_is_shown_as_text(mo: FlaskClient):
    assert send(mo, source="<script>alert(1)</script>").status_code == 303

    page = text_of(mo, ROOM)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_no_step_works_without_its_token(mo: FlaskClient):
    headcount_entered("google", ENTERED)

    assert mo.post(ROOM, data={**FIELDS, "number": "5", "token": "forged"}).status_code == 422
    assert mo.post(f"{ROOM}/remove", data={"token": "forged", "seen": "1"}).status_code == 400
    assert headcount_of("google") == ENTERED


def seen_in(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="(\d+)"', page)
    assert found, page
    return found[1]


def test_where_it_would_cap_the_figure_the_effect_is_shown_first(mo: FlaskClient, clock: Clock):
    signed_at("Google", 55)
    signed_at("Meta", 12)
    released(clock)
    mo = browser_of(mo.application, a_member("Olu"))
    asked = send(mo, number="56")
    page = asked.get_data(as_text=True)

    assert asked.status_code == 200
    assert "Nothing is saved yet." in page
    assert "So many of the people there have signed" in page
    assert re.search(r"Google</bdi></th><td class=\"number\">at least 55</td><td class=\"number\">at least 45<", page)
    assert headcount_of("google") is None
    for number, seen in (("57", seen_in(page)), ("56", "nonsense"), ("56", "")):
        assert send(mo, number=number, seen=seen).status_code == 200
    assert headcount_of("google") is None
    assert send(mo, number="56", seen=seen_in(page)).status_code == 303
    assert headcount_of("google") == Headcount(56, ENTERED.on, ENTERED.source)


def test_where_it_would_list_or_unlist_the_employer_that_is_said(mo: FlaskClient):
    acme = kept_separate("Acme")
    signed_at("Acme", 14)
    signed_at("Google", 14)
    room = f"/organise/{SLUG}/employers/{acme}/headcount"

    listed = send(mo, room, number="50").get_data(as_text=True)
    assert "gets a line of its own" in listed
    assert re.search(r"Acme</bdi></th><td class=\"number\">not listed</td><td class=\"number\">at least 10<", listed)
    assert headcount_of(acme) is None
    assert send(mo, room, number="49").status_code == 303
    assert send(mo, room, number="50", seen="50").status_code == 303
    unlisted = send(mo, f"{room}/remove")
    assert unlisted.status_code == 200
    assert "loses its line" in unlisted.get_data(as_text=True)
    assert headcount_of(acme) == Headcount(50, ENTERED.on, ENTERED.source)
    assert send(mo, f"{room}/remove", seen="1").status_code == 303
    assert headcount_of(acme) is None
    assert [action for action, _ in audit_lines()][-1] == Action.HEADCOUNT_REMOVED


def test_where_nothing_public_changes_a_headcount_is_saved_and_removed_at_once(mo: FlaskClient):
    assert send(mo).status_code == 303
    assert send(mo).status_code == 303
    assert send(mo, f"{ROOM}/remove").status_code == 303
    assert send(mo, f"{ROOM}/remove").status_code == 303

    assert headcount_of("google") is None
    actions = [action for action, _ in audit_lines()]
    assert actions.count(Action.HEADCOUNT_ENTERED) == 1
    assert actions.count(Action.HEADCOUNT_REMOVED) == 1


def test_a_unit_has_no_headcount_of_its_own(mo: FlaskClient):
    room = f"/organise/{SLUG}/employers/youtube/headcount"
    page = text_of(mo, room)

    assert "This employer is counted with <bdi>Google</bdi>" in page
    assert f'href="{ROOM}"' in page
    assert 'name="number"' not in page
    assert send(mo, room).status_code == 409
    assert "<bdi>YouTube</bdi> is counted with it" in text_of(mo, ROOM)


def test_a_merged_employer_is_not_there_any_more(mo: FlaskClient):
    decided(Rule(RuleKind.MERGE, "meta", "google"))
    room = f"/organise/{SLUG}/employers/meta/headcount"

    assert mo.get(room).status_code == 404
    assert send(mo, room).status_code == 404
