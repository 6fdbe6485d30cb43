"""The room of releases: planning them is for owners, and a form that makes no sense changes nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from petition_app.database import begin_reading
from petition_app.domain.access import Role
from petition_app.domain.rhythm import Plan, Rhythm
from petition_app.services import petitions, release_schedule
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, change_petition
from tests.cast import an_organiser, browser_of, text_of, token_in

ROOM = f"/organise/{SLUG}/releases"
SENSE = {"rhythm": "weekly", "weekday": "2", "hour": "9"}


def planned() -> Plan:
    with begin_reading(OPERATOR) as work:
        return release_schedule.plan_of(work, petitions.by_slug(work, SLUG).id)


def test_an_owner_plans_weekly_releases_and_sees_when_the_next_comes(app: Flask):
    client = browser_of(app, an_organiser())
    token = token_in(text_of(client, ROOM), f'action="{ROOM}/schedule"')

    answer = client.post(f"{ROOM}/schedule", data={**SENSE, "token": token}, follow_redirects=True)

    assert planned() == Plan(Rhythm.WEEKLY, 2, 9)
    assert "due on Wednesday, 25 November 2026 at 09:00 UTC" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "wrong", [{"rhythm": "hourly"}, {"weekday": "7"}, {"weekday": "x"}, {"hour": "24"}, {"hour": ""}, {"rhythm": ""}]
)
def test_a_plan_that_makes_no_sense_is_not_kept(app: Flask, wrong: dict[str, str]):
    client = browser_of(app, an_organiser())
    token = token_in(text_of(client, ROOM), f'action="{ROOM}/schedule"')

    assert client.post(f"{ROOM}/schedule", data={**SENSE, **wrong, "token": token}).status_code == 422
    assert planned() == Plan()


def test_only_owners_plan(app: Flask):
    client = browser_of(app, an_organiser("Ed", Role.EXPORTER))

    assert "Save the plan" not in text_of(client, ROOM)
    assert client.post(f"{ROOM}/schedule", data=SENSE).status_code == 403
    assert planned() == Plan()


def test_every_week_is_recommended_while_an_employer_is_small(app: Flask):
    for number in range(12):
        for employer in ("Google", ""):
            email = f"s{number}{employer}@example.org"
            a_signature(a_request(email, employer=employer, network=f"192.0.{len(employer)}.{number}"))

    assert "every week is the better choice" in text_of(browser_of(app, an_organiser()), ROOM)


def test_nothing_is_published_under_rules_changed_after_opening(app: Flask, clock: Clock):
    client = browser_of(app, an_organiser())
    assert client.post(ROOM, data={"token": token_in(text_of(client, ROOM), f'action="{ROOM}"')}).status_code == 303
    change_petition(threshold=5)
    clock.move(days=1)
    client = browser_of(app, an_organiser("Ann", Role.OWNER))

    answer = client.post(ROOM, data={"token": token_in(text_of(client, ROOM), f'action="{ROOM}"')})

    assert answer.status_code == 409
    assert "They cannot change once it is open" in answer.get_data(as_text=True)
