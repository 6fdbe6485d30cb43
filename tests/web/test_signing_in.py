"""Signing in, as a browser gets it, on both engines."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from petition_app.app import create_app
from tests.application import Clock, Site, close
from tests.cast import (
    PASSWORD,
    an_organiser,
    code_of,
    cookie_of,
    enrol,
    give_code,
    give_password,
    is_signed_in,
    text_of,
    token_in,
)


def test_an_organiser_signs_in_with_password_and_code(app: Flask, client: FlaskClient, clock: Clock):
    secret = enrol(an_organiser(), clock)
    clock.move(minutes=1)
    answer = give_password(client)
    assert answer.status_code == 303
    assert not is_signed_in(client)
    half = cookie_of(client)

    answer = give_code(client, code_of(secret, clock))
    assert answer.status_code == 303
    assert is_signed_in(client)
    assert cookie_of(client) != half


def test_nothing_opens_between_the_password_and_the_code(app: Flask, client: FlaskClient, clock: Clock):
    enrol(an_organiser(), clock)
    give_password(client)

    for address in ("/account", "/organise", "/organise/letter", "/account/authenticator", "/account/second-factor"):
        assert client.get(address).location.startswith("/sign-in/code"), address
    # Setting up another app must not be a way around the one that is set.
    assert client.get("/sign-in/set-up").status_code == 303


def test_an_organiser_without_a_second_factor_sets_one_up_before_anything_else(
    app: Flask, client: FlaskClient, clock: Clock
):
    an_organiser()
    give_password(client)
    assert client.get("/organise").location.startswith("/sign-in/set-up")
    page = text_of(client, "/sign-in/set-up")
    secret = "".join(re.findall(r'<code translate="no">([A-Z2-7 ]+)</code>', page)[0].split())
    offered = re.search(r'name="offered" type="hidden" value="([^"]+)"', page)
    assert offered
    form = {"token": token_in(page), "offered": offered.group(1)}

    wrong = client.post("/sign-in/set-up", data={**form, "code": "000000"})
    assert wrong.status_code == 422
    assert '<a href="#code">The code is not right.' in wrong.text
    assert not is_signed_in(client)
    half = cookie_of(client)
    right = client.post("/sign-in/set-up", data={**form, "code": code_of(secret, clock)})

    assert len(re.findall(r"<code>[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}</code>", right.get_data(as_text=True))) == 10
    assert is_signed_in(client)
    assert cookie_of(client) != half


def test_an_unknown_address_and_a_wrong_password_look_alike(app: Flask, clock: Clock):
    an_organiser("Olu")
    answers = []
    for name, password in (("Olu", "wrong " + PASSWORD), ("Nobody", PASSWORD)):
        answer = give_password(app.test_client(), name, password)
        page = answer.get_data(as_text=True).replace(f"{name.lower()}@example.org", "ADDRESS")
        answers.append((answer.status_code, sorted(answer.headers.keys()), re.sub(r'value="[^"]*\.[^"]*"', "", page)))

    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "is not right" in answers[0][2]


def test_the_password_is_hashed_for_an_unknown_address_too(app: Flask, monkeypatch: pytest.MonkeyPatch):
    an_organiser("Olu")
    hashed = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, stored: str, password: bytes) -> bool:
        hashed.append(stored)
        return verify(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    give_password(app.test_client(), "Olu", "wrong " + PASSWORD)
    give_password(app.test_client(), "Nobody", PASSWORD)

    assert len(hashed) == 2


def test_a_session_id_somebody_planted_is_worth_nothing(app: Flask, client: FlaskClient, clock: Clock):
    secret = enrol(an_organiser(), clock)
    clock.move(minutes=1)
    client.set_cookie("ws", "planted")
    give_password(client)
    give_code(client, code_of(secret, clock))
    attacker = app.test_client()
    attacker.set_cookie("ws", "planted")

    assert is_signed_in(client)
    assert not is_signed_in(attacker)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/account",
        "//evil.example/account",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "///evil.example/account",
        "/account/../../evil.example",
        "/account\r\nLocation: //evil.example",
        "javascript:alert(1)",
        "/sign-in",
        "/p/letter",
        "account",
        " /account",
        "/account@evil.example",
    ],
)
def test_signing_in_leads_only_to_pages_of_the_workshop(app: Flask, client: FlaskClient, clock: Clock, address: str):
    an_organiser()

    assert give_password(client, next=address).location == "/organise"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(app: Flask, client: FlaskClient):
    an_organiser()
    asked = client.get("/organise/letter/signatories?status=held&q=")

    assert asked.location.startswith("/sign-in?next=/organise/letter/signatories")
    page = text_of(client, asked.location)
    assert 'name="next" value="/organise/letter/signatories?status=held&amp;q="' in page
    back = give_password(client, next="/organise/letter/signatories?status=held&q=")
    assert back.location == "/organise/letter/signatories?status=held&q="


def test_the_cookie_is_for_this_site_and_not_for_scripts(app: Flask, client: FlaskClient):
    an_organiser()
    set_cookie = give_password(client).headers.getlist("Set-Cookie")

    assert len(set_cookie) == 1
    assert re.fullmatch(r"ws=[\w-]{43}; HttpOnly; Path=/; SameSite=Strict", set_cookie[0])


def test_over_https_the_cookie_is_bound_to_this_host(site: Site, clock: Clock):
    app = create_app(replace(site.settings, base_url="https://petition.example.org"), clock)
    with app.app_context():
        an_organiser()
        client, base = app.test_client(), "https://petition.example.org"
        page = client.get("/sign-in", base_url=base).get_data(as_text=True)
        form = {"token": token_in(page), "email": "olu@example.org", "password": PASSWORD}
        answer = client.post("/sign-in", data=form, base_url=base)
    close(app)

    cookie = answer.headers.getlist("Set-Cookie")
    assert len(cookie) == 1
    assert re.fullmatch(r"__Host-ws=[\w-]{43}; Secure; HttpOnly; Path=/; SameSite=Strict", cookie[0])


def test_the_demo_shows_its_sign_in_and_asks_for_no_code(site: Site, clock: Clock):
    app = create_app(replace(site.settings, demo=True), clock)
    with app.app_context():
        an_organiser(is_demo=True)
        client = app.test_client()
        assert "every voice in this house counts" in text_of(client, "/sign-in")
        give_password(client)
        assert is_signed_in(client)

        clock.move(minutes=11)
        page = text_of(client, "/account/second-factor")
        assert client.post("/account/second-factor", data={"token": token_in(page, "<h1")}).status_code == 303
        assert client.get("/account/authenticator").status_code == 200
    close(app)


def test_outside_the_demo_a_demo_organiser_needs_a_code_like_everybody(app: Flask, client: FlaskClient):
    an_organiser(is_demo=True)
    assert "every voice in this house counts" not in text_of(client, "/sign-in")
    give_password(client)

    assert not is_signed_in(client)
    page = text_of(client, "/sign-in/set-up")
    assert client.post("/account/second-factor", data={"token": token_in(page)}).location.startswith("/sign-in")
