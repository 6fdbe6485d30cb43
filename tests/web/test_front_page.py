"""The list of petitions: what can still be signed first, what is over after it, the archive folded away."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.domain.petition import State
from petition_app.services import petitions
from petition_app.services.work import OPERATOR
from tests.builders import SLUG, a_petition
from tests.cast import text_of

LINK = re.compile(r'href="/p/([\w-]+)"')


def several() -> None:
    with begin_work(OPERATOR) as work:
        for state in (State.ARCHIVED, State.DELIVERED, State.PAUSED, State.DRAFT, State.REVIEW, State.CLOSED):
            a_petition(work, f"is-{state}", state=state)


def test_open_petitions_come_first_and_archived_ones_last_and_folded_away(app: Flask, client: FlaskClient):
    several()
    page = text_of(client, "/")
    current, _, folded = page.partition("<details>")

    assert LINK.findall(current) == [SLUG, "is-paused", "is-closed", "is-delivered"]
    assert LINK.findall(folded) == ["is-archived"]
    assert "1 archived petition<" in page


def test_a_single_petition_is_the_front_page_whatever_its_state(app: Flask, client: FlaskClient):
    with begin_work(OPERATOR) as work:
        petitions.by_slug(work, SLUG).state = State.ARCHIVED

    assert "<details>" not in text_of(client, "/")
    assert "Read the petition" in text_of(client, "/")
