"""The cast of organisers, and their browsers: Vera views, Mo moderates, Ed exports, Olu owns, Otto has no role, and Ren
owns another petition."""

from __future__ import annotations

import re
from uuid import UUID

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_work
from petition_app.domain.access import Role
from petition_app.services import organisers, petitions, second_factor, sessions
from petition_app.services.sessions import OpenSession
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_petition

PASSWORD = "seven quiet lanterns drift north"
OTHER_SLUG = "other-letter"
ROLES = {"Vera": Role.VIEWER, "Mo": Role.MODERATOR, "Ed": Role.EXPORTER, "Olu": Role.OWNER}
TOKEN = re.compile(r'name="token" value="([^"]+)"')


def an_organiser(name: str = "Olu", role: Role | None = Role.OWNER, slug: str = SLUG, *, is_demo: bool = False) -> UUID:
    with begin_work(OPERATOR) as work:
        organiser = organisers.add(work, address_of(name), name, PASSWORD, is_demo=is_demo)
        if role:
            organisers.give_role(work, organiser, petitions.by_slug(work, slug).id, role)
    return organiser


def address_of(name: str) -> str:
    return f"{name.lower()}@example.org"


def another_petition() -> None:
    with begin_work(OPERATOR) as work:
        a_petition(work, OTHER_SLUG)


def a_member(name: str) -> UUID:
    """Somebody of the cast, with what makes them who they are."""
    if name == "Otto":
        return an_organiser("Otto", None)
    if name == "Ren":
        another_petition()
        return an_organiser("Ren", Role.OWNER, OTHER_SLUG)
    return an_organiser(name, ROLES[name])


def open_session(organiser: UUID) -> str:
    """The cookie of a browser that has given both factors."""
    with begin_work(OPERATOR) as work:
        return sessions.pass_second_factor(work, found(sessions.find(work, sessions.start(work, organiser))))


def found(session: OpenSession | None) -> OpenSession:
    assert session
    return session


def browser_of(app: Flask, organiser: UUID) -> FlaskClient:
    """A browser in which the organiser is signed in."""
    client = app.test_client()
    client.set_cookie("ws", open_session(organiser))
    return client


def enrol(organiser: UUID, clock: Clock) -> str:
    """Set up an authenticator app as in life; the secret it holds. The code of the present step is used up."""
    with begin_work(OPERATOR) as work:
        session = found(sessions.find(work, sessions.start(work, organiser)))
        offered = second_factor.offer(work, session)
        assert second_factor.accept(work, session, offered, code_of(offered.secret, clock))
    return offered.secret


def code_of(secret: str, clock: Clock) -> str:
    """What the app shows now."""
    return pyotp.TOTP(secret).at(clock.now)


def token_in(page: str, near: str = "") -> str:
    """The token of the first form after `near`."""
    match = TOKEN.search(page, max(page.find(near), 0))
    assert match, page
    return match.group(1)


def text_of(client: FlaskClient, address: str) -> str:
    """The page at this address, which must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("ws")
    assert cookie
    return cookie.value


def give_password(client: FlaskClient, name: str = "Olu", password: str = PASSWORD, **fields: str) -> TestResponse:
    page = client.get("/sign-in").get_data(as_text=True)
    form = {"token": token_in(page), "email": address_of(name), "password": password, **fields}
    return client.post("/sign-in", data=form)


def set_up_a_code(client: FlaskClient, address: str, clock: Clock) -> None:
    """On the page where the first second factor is chosen: the key is taken into an app, and its code typed."""
    page = text_of(client, address)
    key = "".join(re.findall(r'<code translate="no">([A-Z2-7 ]+)</code>', page)[0].split())
    offered = re.search(r'name="offered" type="hidden" value="([^"]+)"', page)
    assert offered
    form = {"token": token_in(page), "offered": offered.group(1), "code": code_of(key, clock)}
    assert client.post("/sign-in/set-up", data=form).status_code == 200


def give_code(client: FlaskClient, code: str) -> TestResponse:
    page = client.get("/sign-in/code").get_data(as_text=True)
    return client.post("/sign-in/code", data={"token": token_in(page), "code": code})
