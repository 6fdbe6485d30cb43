"""Signing in and out, and an organiser's own account, as a browser gets them, on both engines."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_reading
from petition_app.models import Organiser, OrganiserSession
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.cast import (
    PASSWORD,
    an_organiser,
    browser_of,
    code_of,
    cookie_of,
    enrol,
    give_password,
    is_signed_in,
    open_session,
    text_of,
    token_in,
)

TOKENS = r'name="token" value="[^"]+"'


def test_signing_out_ends_the_session_and_not_only_the_cookie(app: Flask):
    client = browser_of(app, an_organiser())
    stolen = cookie_of(client)
    answer = client.post("/sign-out", data={"token": token_in(text_of(client, "/account"), "/sign-out")})

    assert answer.headers["Clear-Site-Data"] == '"cache","cookies","storage"'
    assert client.get_cookie("ws") is None
    client.set_cookie("ws", stolen)
    assert not is_signed_in(client)


def test_the_idle_and_the_absolute_end_are_felt_by_the_browser(app: Flask, clock: Clock):
    client = browser_of(app, an_organiser())
    for _ in range(35):
        clock.move(minutes=20)
        assert is_signed_in(client)
    clock.move(minutes=20)
    assert not is_signed_in(client)

    idle = browser_of(app, an_organiser("Ren", None))
    clock.move(minutes=30)
    assert not is_signed_in(idle)


def test_being_there_is_written_down_at_most_once_a_minute(app: Flask, clock: Clock):
    client = browser_of(app, an_organiser())
    seen = []
    for _ in range(5):
        clock.move(seconds=25)
        client.get("/account")
        with begin_reading(OPERATOR) as work:
            seen.append(work.session.query(OrganiserSession.seen_at).scalar())

    assert len(set(seen)) == 2


def test_another_browser_can_be_signed_out_from_the_account(app: Flask):
    olu = an_organiser()
    here, there = browser_of(app, olu), browser_of(app, olu)
    page = text_of(here, "/account")
    handle = re.search(r'name="handle" value="([^"]+)"', page)
    assert handle
    here.post("/account/sessions/end", data={"token": token_in(page, "/sessions/end"), "handle": handle.group(1)})

    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_a_new_password_signs_every_other_browser_out(app: Flask):
    olu = an_organiser()
    here, there = browser_of(app, olu), browser_of(app, olu)
    new = "nine slow rivers cross the plain"
    form = {"token": token_in(text_of(here, "/account/password"), "<h1"), "new": new, "again": new}

    assert here.post("/account/password", data={**form, "current": "wrong"}).status_code == 422
    weak = {"current": PASSWORD, "new": "short", "again": "short"}
    assert here.post("/account/password", data={**form, **weak}).status_code == 422
    assert is_signed_in(there)
    assert here.post("/account/password", data={**form, "current": PASSWORD}).status_code == 303
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert give_password(app.test_client(), "Olu", PASSWORD).status_code == 422
    assert give_password(app.test_client(), "Olu", new).status_code == 303


def test_the_second_factor_is_asked_for_again_after_ten_minutes(app: Flask, clock: Clock):
    olu = an_organiser()
    secret = enrol(olu, clock)
    client = browser_of(app, olu)
    assert client.get("/account/authenticator").status_code == 200
    clock.move(minutes=10)

    asked = client.get("/account/authenticator")
    assert asked.location == "/account/second-factor?next=/account/authenticator"
    page = text_of(client, asked.location)
    form = {"token": token_in(page, "<h1"), "next": "/account/authenticator"}
    assert client.post("/account/second-factor", data={**form, "code": "000000"}).status_code == 422
    back = client.post("/account/second-factor", data={**form, "code": code_of(secret, clock)})

    assert back.location == "/account/authenticator"
    assert client.get("/account/authenticator").status_code == 200


def test_no_form_works_without_its_token(app: Flask, client: FlaskClient, clock: Clock):
    olu = an_organiser()
    signed_in = browser_of(app, olu)
    before = text_of(signed_in, "/account")
    forms = {
        "/sign-out": {},
        "/account/sessions/end": {"handle": "0" * 16},
        "/account/sessions/end-others": {},
        "/account/password": {"current": PASSWORD, "new": "n" * 20, "again": "n" * 20},
        "/account/second-factor": {"code": "000000"},
    }
    for address, form in forms.items():
        for token in ({}, {"token": "forged"}, {"token": token_in(text_of(client, "/sign-in"))}):
            assert signed_in.post(address, data={**form, **token}).status_code in (400, 422), address
    assert client.post("/sign-in", data={"email": "olu@example.org", "password": PASSWORD}).status_code == 422
    assert re.sub(TOKENS, "", text_of(signed_in, "/account")) == re.sub(TOKENS, "", before)


def test_a_token_of_one_session_is_worth_nothing_in_another(app: Flask):
    olu, ren = browser_of(app, an_organiser("Olu")), browser_of(app, an_organiser("Ren", None))
    token = token_in(text_of(ren, "/account"), "/sign-out")

    assert olu.post("/sign-out", data={"token": token}).status_code == 400
    assert is_signed_in(olu)


def test_posts_from_another_site_are_refused(app: Flask):
    client = browser_of(app, an_organiser())
    form = {"token": token_in(text_of(client, "/account"), "/sign-out")}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post("/sign-out", data=form, headers=headers).status_code == 403
    assert is_signed_in(client)


def test_fields_that_no_form_has_change_nothing(app: Flask, clock: Clock):
    olu = an_organiser()
    client = browser_of(app, olu)
    extra = {column.name: "1" for model in (Organiser, OrganiserSession) for column in model.__table__.columns}
    new = "nine slow rivers cross the plain"
    form = {"token": token_in(text_of(client, "/account/password"), "<h1"), "current": PASSWORD, "new": new}
    with begin_reading(OPERATOR) as work:
        before = {c.name: getattr(work.session.get_one(Organiser, olu), c.name) for c in Organiser.__table__.columns}
    client.post("/account/password", data={**extra, **form, "again": new})

    with begin_reading(OPERATOR) as work:
        after = {c.name: getattr(work.session.get_one(Organiser, olu), c.name) for c in Organiser.__table__.columns}
    assert {name for name in before if before[name] != after[name]} == {"password_hash"}


def test_no_page_sets_any_other_cookie_and_pages_that_depend_on_it_say_so(app: Flask, client: FlaskClient):
    signed_in = browser_of(app, an_organiser())
    for browser in (client, signed_in):
        for address in ("/sign-in", "/account", "/organise", "/organise/letter", "/account/password"):
            answer = browser.get(address)
            assert "Set-Cookie" not in answer.headers, address
            assert "Cookie" in answer.headers.get("Vary", ""), address
            assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" not in signed_in.get("/healthz").headers.get("Vary", "")


def test_a_foreign_cookie_of_any_shape_is_no_session(app: Flask, client: FlaskClient):
    open_session(an_organiser())
    for value in ("x", "a" * 43, "é", "a" * 3000, "' OR 1=1"):
        client.set_cookie("ws", value)
        assert client.get("/account").status_code == 303
    client.set_cookie("remember_token", "1|0")
    client.set_cookie("session", "x.y.z")
    assert client.get("/account").status_code == 303
