"""An empty site as browsers get it: what strangers see, and the way in behind the set-up link, on both engines."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import State
from petition_app.models import Organiser
from petition_app.services import settingup
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import change_petition
from tests.cast import PASSWORD, an_organiser, is_signed_in, set_up_a_code, text_of, token_in


def the_way_in() -> str:
    with begin_work(OPERATOR) as work:
        link = settingup.link(work)
    return link.removeprefix("http://127.0.0.1:8000")


def come_in(client: FlaskClient, page: str, **changes: str) -> TestResponse:
    token = token_in(text_of(client, page))
    form = {"token": token, "email": "olu@example.org", "name": "Olu", "password": PASSWORD, "again": PASSWORD}
    return client.post(page, data=form | changes)


def organisers_there() -> int:
    with begin_reading(OPERATOR) as work:
        return work.session.scalar(select(func.count()).select_from(Organiser)) or 0


def test_an_empty_site_says_what_it_is_and_offers_nothing_to_attack(app: Flask, client: FlaskClient):
    change_petition(state=State.DRAFT)
    way_in, page = the_way_in(), text_of(client, "/")

    assert "Here employees of one or many companies put their names to an appeal" in page
    assert way_in not in page
    assert "<form" not in page.partition("<main")[2]
    an_organiser("Olu")
    assert text_of(client, "/") == page


def test_a_scanner_that_opens_the_link_changes_nothing(app: Flask, client: FlaskClient):
    page = the_way_in()
    for _ in range(3):
        assert client.get(page).status_code == 200
        assert client.head(page).status_code == 200

    assert organisers_there() == 0
    assert the_way_in() == page


def test_the_first_organiser_comes_in_by_the_second_factor_to_the_checklist_and_a_new_petition(
    app: Flask, client: FlaskClient, clock: Clock
):
    answer = come_in(client, the_way_in())
    assert (answer.status_code, answer.location) == (303, "/organise")
    assert not is_signed_in(client)
    led = client.get("/organise").location
    assert led.startswith("/sign-in/set-up")

    set_up_a_code(client, led, clock)

    workshop = text_of(client, "/organise")
    for words in ("Set-up of this site: 3 things to do", "A copy of the key", 'href="/organise/new"'):
        assert words in workshop
    assert client.get("/organise/new").status_code == 200


def test_the_link_works_once(app: Flask, client: FlaskClient):
    page = the_way_in()
    come_in(client, page)

    visitor = app.test_client()
    assert visitor.get(page).status_code == 410
    assert visitor.post(page).status_code == 410
    assert organisers_there() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "olu at example"},
        {"name": ""},
        {"name": "see https://evil.example"},
        {"password": "short", "again": "short"},
        {"again": "another one"},
        {"password": "olu@example.org olu", "again": "olu@example.org olu"},
        {"token": "forged"},
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed_and_the_link_stays(
    app: Flask, client: FlaskClient, wrong: dict[str, str]
):
    page = the_way_in()
    answer = come_in(client, page, **wrong)

    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert PASSWORD not in answer.text
    assert ("email" in wrong) or 'value="olu@example.org"' in answer.text
    assert organisers_there() == 0
    assert client.get(page).status_code == 200


def test_fields_that_the_form_does_not_have_give_nothing(app: Flask, client: FlaskClient):
    come_in(client, the_way_in(), is_demo="1", totp_confirmed="1", may_found="0")

    with begin_reading(OPERATOR) as work:
        olu = work.session.scalars(select(Organiser)).one()
    assert (olu.is_demo, olu.totp_confirmed, olu.may_found) == (False, False, True)


@pytest.mark.parametrize("secret", ["x", "A" * 43, "é" * 43])
def test_an_invented_link_looks_like_a_spent_one(app: Flask, client: FlaskClient, secret: str):
    spent = the_way_in()
    come_in(client, spent)
    visitor = app.test_client()

    answers = [visitor.get(spent), visitor.get(f"/set-up/{secret}")]
    mains = [answer.text.partition("<main")[2].partition("</main>")[0] for answer in answers]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert mains[0] == mains[1]
