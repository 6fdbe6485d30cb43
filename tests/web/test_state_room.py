"""The room of a petition's life, as its organisers meet it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.lifecycle import Step, leads_to, steps_from
from petition_app.domain.petition import State
from petition_app.models import Demand, Petition
from petition_app.services import organisers, petitions
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_signature, change_petition
from tests.cast import OTHER_SLUG, a_member, another_petition, browser_of, text_of, token_in

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOM = f"/organise/{SLUG}/state"


@pytest.fixture
def olu(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Olu"))


def seen(slug: str = SLUG) -> Petition:
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, slug)


def post(browser: FlaskClient, where: str = "", **fields: str) -> TestResponse:
    token = token_in(text_of(browser, ROOM), 'class="work"')
    return browser.post(ROOM + where, data={"token": token, **fields})


def press(browser: FlaskClient, step: Step) -> TestResponse:
    return post(browser, "/review" if step in (Step.SUBMIT, Step.SEND_BACK) else "", step=step)


def steps_offered(page: str) -> set[str]:
    return set(re.findall(r'name="step" value="([\w-]+)"', page))


@pytest.mark.parametrize("state", State)
def test_the_room_offers_the_steps_that_can_be_taken_and_says_what_each_means(
    app: Flask, olu: FlaskClient, state: State
):
    change_petition(state=state, delivered_at=NOW)
    page = text_of(olu, ROOM)

    assert steps_offered(page) == set(steps_from(state))
    assert page.count('aria-current="step"') == 1


@pytest.mark.parametrize("state", State)
def test_a_step_from_the_wrong_state_is_a_conflict_told_above_the_room(app: Flask, olu: FlaskClient, state: State):
    change_petition(state=state)
    for step in [each for each in Step if leads_to(each, state) is None]:
        answer = press(olu, step)
        assert answer.status_code == 409, step
        assert "That cannot be done: the petition is" in answer.text
    assert seen().state is state


def test_an_owner_takes_a_petition_from_draft_to_open_and_is_told_what_was_done(app: Flask, olu: FlaskClient):
    change_petition(state=State.DRAFT, opened_at=None)
    assert press(olu, Step.SUBMIT).headers["Location"] == f"{ROOM}?done=submit"
    page = text_of(olu, f"{ROOM}?done=submit")
    assert "It is in review. Tell your team" in page
    assert "Nobody else has said yet that it looks good." in page
    assert press(olu, Step.OPEN).status_code == 303

    assert seen().state is State.OPEN
    assert seen().opened_at == NOW


def test_what_is_missing_is_listed_and_keeps_it_from_opening(app: Flask, olu: FlaskClient):
    change_petition(state=State.DRAFT)
    with begin_work(OPERATOR) as work:
        work.session.execute(delete(Demand))
    answer = press(olu, Step.SUBMIT)

    assert answer.status_code == 409
    assert "Before that, the petition needs: at least one demand." in answer.text
    assert "<li>at least one demand</li>" in answer.text
    assert steps_offered(text_of(olu, ROOM)) == set()


def test_a_moderator_reviews_and_changes_nothing_else(app: Flask, olu: FlaskClient):
    change_petition(state=State.REVIEW)
    mo = browser_of(app, a_member("Mo"))
    page = text_of(mo, ROOM)
    assert steps_offered(page) == set()
    assert "An owner of this petition can change its state." in page
    assert post(mo, "/notes", kind="note", text="Name the day.\n<b>Please</b>").status_code == 303
    assert post(mo, "/notes", kind="looks good").status_code == 303

    page = text_of(olu, ROOM)
    assert "Name the day.\n&lt;b&gt;Please&lt;/b&gt;" in page
    assert "Looks good" in page
    assert press(mo, Step.OPEN).status_code == 403


def test_a_note_that_is_too_long_comes_back_whole(app: Flask, olu: FlaskClient):
    change_petition(state=State.REVIEW)
    answer = post(olu, "/notes", kind="note", text="x" * 2001)

    assert answer.status_code == 422
    assert "x" * 2001 in answer.text
    assert 'href="#text"' in answer.text


def test_a_viewer_sees_the_room_without_a_button(app: Flask):
    page = text_of(browser_of(app, a_member("Vera")), ROOM)

    assert "<button" not in page.partition('class="work"')[2].partition("</main>")[0]


def test_opening_and_closing_are_planned_in_utc(app: Flask, olu: FlaskClient):
    change_petition(state=State.REVIEW, opened_at=None)
    answer = post(olu, "/times", opens_on="2026-12-01", opens_time="09:00", closes_on="2027-01-31", closes_time="18:30")
    page = text_of(olu, ROOM)

    assert answer.status_code == 303
    assert seen().opens_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert seen().closes_at == datetime(2027, 1, 31, 18, 30, tzinfo=UTC)
    assert 'value="09:00"' in page
    assert "Sunday, 31 January 2027, 18:30 UTC" in page


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"closes_on": "2026-11-21", "closes_time": "18:00"}, "closes_on", "This time is over."),
        ({"closes_on": "2026-12-21"}, "closes_time", "both the day and the time"),
        ({"closes_time": "18:00"}, "closes_on", "both the day and the time"),
        ({"closes_on": "soon", "closes_time": "18:00"}, "closes_on", "Please give a day"),
        ({"closes_on": "2026-12-21", "closes_time": "late"}, "closes_time", "Please give a time"),
    ],
)
def test_a_wrong_time_comes_back_with_its_field_named(
    app: Flask, olu: FlaskClient, fields: dict[str, str], field: str, sentence: str
):
    answer = post(olu, "/times", **fields)

    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert sentence in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in fields.values())
    assert seen().closes_at is None


def test_the_deadline_is_taken_away_by_leaving_it_empty(app: Flask, olu: FlaskClient):
    change_petition(closes_at=NOW + timedelta(days=3))
    post(olu, "/times", closes_on="", closes_time="")

    assert seen().closes_at is None


def test_a_petition_is_hidden_lowered_and_launched_by_hand(app: Flask, olu: FlaskClient):
    change_petition(state=State.REVIEW, opened_at=None)
    wrong = post(olu, "/hidden", hidden_until="9")
    assert (wrong.status_code, "Please give a number from 10 on" in wrong.text) == (422, True)
    assert post(olu, "/hidden", hidden_until="50").status_code == 303
    press(olu, Step.OPEN)
    assert "hidden until 50 have confirmed; 0 have so far" in text_of(olu, ROOM)
    assert post(olu, "/hidden", hidden_until="60").status_code == 422
    assert post(olu, "/hidden", hidden_until="20").status_code == 303
    assert post(olu, "/launch").status_code == 303
    assert post(olu, "/launch").status_code == 409

    assert (seen().hidden_until, seen().launched_at) == (20, NOW)


@pytest.mark.parametrize("days", ["", "x", "-1", "366", "9" * 30])
def test_private_data_are_kept_for_a_number_of_days(app: Flask, olu: FlaskClient, days: str):
    assert post(olu, "/keeping", kept_days="30").status_code == 303
    assert post(olu, "/keeping", kept_days=days).status_code == 422

    assert seen().kept_days == 30


def test_organisers_are_reminded_two_weeks_before_private_data_go(app: Flask, olu: FlaskClient, clock: Clock):
    press(olu, Step.CLOSE)
    change_petition(erase_on=clock.now.date() + timedelta(days=15))
    early = text_of(olu, ROOM)
    change_petition(erase_on=clock.now.date() + timedelta(days=14))

    assert "Private data are erased soon" not in early
    assert "Private data are erased soon" in text_of(olu, ROOM)


def test_who_opened_too_early_takes_it_back_until_somebody_has_signed(app: Flask, olu: FlaskClient):
    assert press(olu, Step.TAKE_BACK).status_code == 303
    press(olu, Step.OPEN)
    a_signature()
    assert "take-back" not in steps_offered(text_of(olu, ROOM))

    answer = press(olu, Step.TAKE_BACK)
    assert (answer.status_code, "somebody has signed" in answer.text) == (409, True)


def test_the_list_of_petitions_tells_of_each_what_waits(app: Flask, olu: FlaskClient):
    assert olu.get("/organise").headers["Location"].endswith(f"/organise/{SLUG}")
    another_petition()
    with begin_work(OPERATOR) as work:
        found = organisers.by_email(work, "olu@example.org")
        assert found
        organisers.give_role(work, found.id, petitions.by_slug(work, OTHER_SLUG).id, Role.VIEWER)
    a_signature()
    change_petition(state=State.PAUSED)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text_of(olu, "/organise")))

    assert "An appeal to our leaders Paused Owner 1 0 1" in page
    assert "An appeal to our leaders Open Viewer 0 0 0" in page


def test_the_list_can_be_asked_for_where_there_is_only_one(app: Flask, olu: FlaskClient):
    assert "My petitions" in text_of(olu, "/organise?all=1")
