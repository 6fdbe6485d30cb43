"""The preview: the public page itself, for the petition's organisers alone, in any state."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.domain.petition import State
from tests.builders import SLUG, a_signature, change_petition
from tests.cast import a_member, browser_of, text_of

PREVIEW = f"/organise/{SLUG}/preview"
BANNER = re.compile(r'<div class="notice notice-warning">.*?</div>', re.DOTALL)


@pytest.mark.parametrize("state", State)
def test_every_role_sees_the_page_in_any_state(app: Flask, state: State):
    change_petition(state=state)
    page = text_of(browser_of(app, a_member("Vera")), PREVIEW)

    assert "Preview: nobody else sees this." in page
    assert "please act." in page
    assert ("fieldset" in page) == ("unsendable" in page or "consents" in page)


@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW, State.OPEN])
def test_the_form_is_shown_as_it_will_be_and_cannot_be_sent(app: Flask, state: State):
    change_petition(state=state)
    page = text_of(browser_of(app, a_member("Vera")), PREVIEW)
    form = page.partition('<form class="sign"')[2].partition("</form>")[0]

    assert 'name="email"' in form
    assert '<fieldset class="unsendable" disabled>' in form
    assert 'action="' not in form
    assert 'name="token"' not in form


def test_it_is_the_public_page_and_no_second_one(app: Flask, client: FlaskClient):
    a_signature()
    public = words(text_of(client, f"/p/{SLUG}"))
    preview = words(BANNER.sub("", text_of(browser_of(app, a_member("Vera")), PREVIEW), count=1))

    assert preview == public


def words(page: str) -> list[str]:
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<[^>]*>", " ", main).split()


def test_it_shows_what_is_hidden_as_hidden(app: Flask):
    change_petition(state=State.DRAFT, hidden_until=100)

    assert "becomes public when enough" in text_of(browser_of(app, a_member("Vera")), PREVIEW)


def test_nobody_else_sees_it(app: Flask, client: FlaskClient):
    assert client.get(PREVIEW).status_code == 303
    assert browser_of(app, a_member("Otto")).get(PREVIEW).status_code == 404
    answer = browser_of(app, a_member("Vera")).get(PREVIEW)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, noarchive"
