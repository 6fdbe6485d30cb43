"""Behind the link of an invitation, as browsers and mail scanners get it, on both engines."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from petition_app.database import begin_reading
from petition_app.domain.access import Role
from petition_app.models import Invitation, Organiser
from petition_app.services import invitations
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG
from tests.cast import PASSWORD, a_member, an_organiser, browser_of, is_signed_in, set_up_a_code, text_of, token_in
from tests.teams import ROOM, do, invited, roles_now, said


def page_of(secret: str) -> str:
    return f"/account/join/{secret}"


def join(client: FlaskClient, secret: str, **changes: str) -> TestResponse:
    """Fill in the form for somebody new."""
    token = token_in(text_of(client, page_of(secret)), "/new")
    form = {"token": token, "name": "Ida", "password": PASSWORD, "again": PASSWORD, **changes}
    return client.post(f"{page_of(secret)}/new", data=form)


def accept(client: FlaskClient, secret: str, **fields: str) -> TestResponse:
    token = token_in(text_of(client, page_of(secret)), "/accept")
    return client.post(f"{page_of(secret)}/accept", data={"token": token, **fields})


def the_id() -> object:
    with begin_reading(OPERATOR) as work:
        return work.session.scalar(select(Invitation.id))


def test_a_scanner_that_opens_the_link_changes_nothing(app: Flask, client: FlaskClient):
    secret = invited(an_organiser("Olu"))
    for _ in range(5):
        assert client.get(page_of(secret)).status_code == 200
        assert client.head(page_of(secret)).status_code == 200

    assert the_id()
    assert len(roles_now()) == 1


def test_the_page_says_what_it_is_about_and_who_asks(app: Flask, client: FlaskClient):
    page = text_of(client, page_of(invited(an_organiser("Olu"), role=Role.EXPORTER)))

    for words in ("An appeal to our leaders", "Olu", "Exporter"):
        assert words in page
    assert "ida@example.org" not in page


def test_somebody_new_chooses_a_password_and_sets_up_the_second_factor_first(
    app: Flask, client: FlaskClient, clock: Clock
):
    secret = invited(an_organiser("Olu"))
    answer = join(client, secret)
    assert answer.location == ROOM
    assert not is_signed_in(client)
    led = client.get(ROOM).location
    assert led.startswith("/sign-in/set-up")

    set_up_a_code(client, led, clock)

    assert "Ida" in text_of(client, ROOM)
    assert client.get(f"/organise/{SLUG}/responses").status_code == 200
    assert client.get(f"/organise/{SLUG}/audit").status_code == 403


def test_a_wrong_form_comes_back_and_the_invitation_stays(app: Flask, client: FlaskClient):
    secret = invited(an_organiser("Olu"))

    guessable = "ida@example.org ida"
    for wrong in (
        {"name": ""},
        {"name": "see https://evil.example"},
        {"password": "short", "again": "short"},
        {"again": "another one"},
        {"password": guessable, "again": guessable},
    ):
        answer = join(client, secret, **wrong)
        assert answer.status_code == 422, wrong
        assert PASSWORD not in answer.text
    assert the_id()
    assert len(roles_now()) == 1


def test_somebody_with_an_account_signs_in_on_the_way_and_accepts(app: Flask, client: FlaskClient):
    secret = invited(an_organiser("Olu"), "otto@example.org")
    otto = a_member("Otto")
    way = re.search(r'href="(/sign-in\?next=[^"]+)"', text_of(client, page_of(secret)))
    assert way
    assert f'name="next" value="{page_of(secret)}"' in text_of(client, way.group(1))
    browser = browser_of(app, otto)
    page = text_of(browser, page_of(secret))
    assert "otto@example.org" in page
    assert 'name="sure"' not in page

    assert accept(browser, secret).location == ROOM

    assert roles_now()[otto] is Role.MODERATOR
    assert text_of(browser, ROOM)


def test_another_account_than_the_invited_one_joins_only_knowingly(app: Flask):
    secret = invited(an_organiser("Olu"))
    otto = a_member("Otto")
    browser = browser_of(app, otto)
    assert "another mailbox than the one of this account" in text_of(browser, page_of(secret))

    answer = accept(browser, secret)
    assert answer.status_code == 422
    assert otto not in roles_now()
    assert accept(browser, secret, sure="y").status_code == 303
    assert roles_now()[otto] is Role.MODERATOR


def test_the_form_of_one_session_accepts_nothing_in_another(app: Flask):
    secret = invited(an_organiser("Olu"), "otto@example.org")
    otto, vera = browser_of(app, a_member("Otto")), browser_of(app, an_organiser("Vera", None))
    token = token_in(text_of(otto, page_of(secret)), "/accept")

    answer = vera.post(f"{page_of(secret)}/accept", data={"token": token, "sure": "y"})

    assert answer.status_code == 422
    assert len(roles_now()) == 1


def test_a_mailbox_with_an_account_gets_no_second_one(app: Flask, client: FlaskClient):
    secret = invited(an_organiser("Olu"), "otto@example.org")
    a_member("Otto")

    assert join(client, secret).status_code == 409
    assert the_id()
    with begin_reading(OPERATOR) as work:
        assert len(work.session.scalars(select(Organiser)).all()) == 2


def test_links_that_are_spent_revoked_or_invented_look_alike(app: Flask, client: FlaskClient, clock: Clock):
    olu = an_organiser("Olu")
    used, revoked = invited(olu), invited(olu, "ola@example.org")
    join(client, used)
    do(olu, invitations.revoke, the_id())
    over = invited(olu, "late@example.org")
    clock.move(hours=72)

    visitor = app.test_client()
    answers = [visitor.get(page_of(secret)) for secret in (used, revoked, over, "A" * 43, "x", "é" * 43)]
    assert {answer.status_code for answer in answers} == {410}
    assert len({said(answer) for answer in answers}) == 1


def test_fields_that_the_form_does_not_have_give_nothing(app: Flask, client: FlaskClient):
    secret = invited(an_organiser("Olu"), role=Role.VIEWER)
    join(client, secret, role="owner", may_found="y", email="other@example.org", active="0", totp_confirmed="1")

    with begin_reading(OPERATOR) as work:
        ida = work.session.scalars(select(Organiser).where(Organiser.name == "Ida")).one()
    assert (ida.email, ida.may_found, ida.totp_confirmed) == ("ida@example.org", False, False)
    assert roles_now()[ida.id] is Role.VIEWER
