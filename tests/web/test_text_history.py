"""What the public sees of a changed text, and whoever is just signing; on both engines."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.services import petitions, releases
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, change_petition
from tests.cast import a_member, browser_of, text_of, token_in
from tests.web.drafting import confirm_text
from tests.web.signer import FORM, signatures

HOSTILE = "<script>alert(1)</script>"
HISTORY = f"/p/{SLUG}/text-history"
COUNT = re.compile(r"\b3 (?:people|persons|signatures|confirmed)")


@pytest.fixture
def olu(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Olu"))


def test_the_public_reads_what_changed_and_why_and_no_exact_count(olu: FlaskClient, client: FlaskClient):
    for n in range(3):
        a_signature(a_request(f"sam{n}@example.org"))
    before = text_of(client, f"/p/{SLUG}")
    confirm_text(olu)
    page, history = text_of(client, f"/p/{SLUG}"), text_of(client, HISTORY)
    change = text_of(client, f"{HISTORY}/2")

    assert "The text was changed" not in before
    assert "The text was changed on" in page
    assert HISTORY in page
    for shown in (history, change):
        assert "A fact was wrong." in shown
        assert "people had signed" not in shown
        assert not COUNT.search(shown)
    assert "<del>" in change
    assert client.get(f"{HISTORY}/3").status_code == 404


def test_the_history_names_the_figure_that_was_published_then(olu: FlaskClient, client: FlaskClient, clock: Clock):
    for n in range(12):
        a_signature(a_request(f"sam{n}@example.org"))
    with begin_work(OPERATOR) as work:
        releases.release(work, petitions.by_slug(work, SLUG))
    clock.move(minutes=10)
    a_signature(a_request("late@example.org"))
    confirm_text(olu)

    assert "after at least 10 people had signed" in text_of(client, HISTORY)


def test_a_draft_has_no_public_history(client: FlaskClient):
    change_petition(opened_at=None, state="draft")

    assert client.get(HISTORY).status_code == 404
    assert client.get(f"{HISTORY}/1").status_code == 404


def test_markdown_of_the_text_is_shown_and_markup_is_not(olu: FlaskClient, client: FlaskClient):
    confirm_text(olu, body=f"**Bold** {HOSTILE} [x](javascript:alert(1))")
    page = text_of(client, f"/p/{SLUG}")

    assert "<strong>Bold</strong>" in page
    assert HOSTILE not in page
    assert 'href="javascript' not in page


def test_whoever_read_the_old_text_is_asked_to_read_the_new_one(olu: FlaskClient, client: FlaskClient, clock: Clock):
    page = text_of(client, f"/p/{SLUG}")
    confirm_text(olu)
    clock.move(seconds=5)
    answer = client.post(f"/p/{SLUG}/sign", data={**FORM, "token": token_in(page), "read": "1.1"})

    assert 'name="read" type="hidden" value="1.1"' in page
    assert answer.status_code == 409
    assert "was changed while you were reading" in answer.get_data(as_text=True)
    assert 'value="2.1"' in answer.get_data(as_text=True)
    assert not re.search(r"<input[^>]*checked[^>]*consent_", answer.get_data(as_text=True))
    assert signatures() == []
