"""A forgotten password as browsers get it, and an organiser's browsers and recovery codes, on both engines."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from petition_app.database import begin_reading
from petition_app.models import Base
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import claim_letters
from tests.cast import (
    PASSWORD,
    an_organiser,
    browser_of,
    code_of,
    enrol,
    give_code,
    give_password,
    is_signed_in,
    text_of,
    token_in,
)
from tests.teams import press, said, secret_in, told

NEW = "nine slow rivers cross the plain"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def ask(client: FlaskClient, email: str) -> TestResponse:
    return client.post(
        "/sign-in/forgotten", data={"token": token_in(text_of(client, "/sign-in/forgotten")), "email": email}
    )


def choose(client: FlaskClient, link: str, code: str, new: str = NEW) -> TestResponse:
    page = f"/sign-in/new-password/{link}"
    form = {"token": token_in(text_of(client, page)), "new": new, "again": new, "code": code}
    return client.post(page, data=form)


def rows() -> dict[str, int]:
    with begin_reading(OPERATOR) as work:
        tables = Base.metadata.tables.items()
        return {name: work.session.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables}


def test_a_letter_and_a_code_lead_to_a_new_password(app: Flask, client: FlaskClient, clock: Clock):
    olu = an_organiser()
    secret, elsewhere = enrol(olu, clock), browser_of(app, olu)
    ask(client, "olu@example.org")
    (letter,) = claim_letters()
    link = secret_in(letter.text)
    clock.move(minutes=1)
    assert choose(client, link, "000000").status_code == 422
    assert is_signed_in(elsewhere)

    answer = choose(client, link, code_of(secret, clock))

    assert answer.location == "/sign-in?changed=1"
    assert "Your password is changed" in text_of(client, answer.location)
    assert not is_signed_in(elsewhere)
    assert client.get(f"/sign-in/new-password/{link}").status_code == 410
    assert give_password(app.test_client(), password=PASSWORD).status_code == 422
    assert give_password(client, password=NEW).status_code == 303


def test_the_same_is_said_for_every_address(app: Flask, client: FlaskClient):
    an_organiser("Olu")
    answers = []
    for email in ("olu@example.org", "nobody@example.org", "olu@example.org", "not an address"):
        answer = ask(app.test_client(), email)
        headers = sorted(answer.headers.keys())
        answers.append((answer.status_code, answer.location, headers, text_of(client, answer.location)))

    assert answers == [answers[0]] * 4
    assert [letter.to for letter in claim_letters()] == ["olu@example.org"]


def test_asking_leaves_as_many_lines_in_the_log_for_every_address(app: Flask):
    an_organiser("Olu")
    lines = []
    for email in ("olu@example.org", "nobody@example.org"):
        before = rows()
        ask(app.test_client(), email)
        after = rows()
        lines.append({name: after[name] - before[name] for name in ("audit_line", "hit")})

    assert lines[0]["audit_line"] == lines[1]["audit_line"] == 1


def test_opening_the_link_changes_nothing(app: Flask, client: FlaskClient):
    an_organiser()
    ask(client, "olu@example.org")
    link = secret_in(claim_letters()[0].text)
    before = rows()
    for _ in range(3):
        text_of(client, f"/sign-in/new-password/{link}")

    assert rows() == before


def test_a_link_that_is_over_and_one_that_never_was_look_alike(app: Flask, client: FlaskClient, clock: Clock):
    an_organiser()
    ask(client, "olu@example.org")
    link = secret_in(claim_letters()[0].text)
    clock.move(minutes=30)

    answers = [client.get(f"/sign-in/new-password/{each}") for each in (link, "A" * 43, "x")]
    assert {(answer.status_code, said(answer)) for answer in answers} == {(410, said(answers[0]))}


def test_a_weak_password_comes_back_with_the_link_unspent(app: Flask, client: FlaskClient):
    an_organiser()
    ask(client, "olu@example.org")
    link = secret_in(claim_letters()[0].text)

    assert choose(client, link, "", "short").status_code == 422
    assert choose(client, link, "").status_code == 303


def test_a_new_password_is_told_by_letter(app: Flask):
    browser = browser_of(app, an_organiser())
    token = token_in(text_of(browser, "/account/password"), "<h1")
    form = {"token": token, "current": PASSWORD, "new": NEW, "again": NEW}
    assert browser.post("/account/password", data=form).status_code == 303

    (sentence,) = told()
    assert sentence.startswith("the password of your account was changed")


def test_a_recovery_code_is_counted_and_told_by_letter(app: Flask, client: FlaskClient, clock: Clock):
    olu = an_organiser()
    enrol(olu, clock)
    browser = browser_of(app, olu)
    page = browser.post("/account/recovery-codes", data={
        "token": token_in(text_of(browser, "/account/recovery-codes"), "<h1")}).text  # fmt: skip
    codes = re.findall(r"<code>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</code>", page)
    assert len(codes) == 10
    (made,) = told()
    assert made.startswith("new recovery codes were made")

    give_password(client)
    assert give_code(client, codes[0]).status_code == 303

    (used,) = told()
    assert used.startswith("one of your recovery codes was used")
    assert re.search(r"Recovery codes left</dt><dd>9<", text_of(client, "/account"))


def test_new_recovery_codes_ask_for_a_fresh_second_factor(app: Flask, clock: Clock):
    olu = an_organiser()
    enrol(olu, clock)
    browser = browser_of(app, olu)
    clock.move(minutes=10)

    assert browser.get("/account/recovery-codes").location.startswith("/account/second-factor")


def test_another_authenticator_app_is_told_by_letter_and_the_first_is_not(app: Flask, clock: Clock):
    olu = an_organiser()
    enrol(olu, clock)
    assert claim_letters() == []
    browser = browser_of(app, olu)
    page = text_of(browser, "/account/authenticator")
    key = "".join(re.findall(r'<code translate="no">([A-Z2-7 ]+)</code>', page)[0].split())
    offered = re.search(r'name="offered" type="hidden" value="([^"]+)"', page)
    assert offered
    form = {"token": token_in(page, "<h1"), "offered": offered.group(1), "code": code_of(key, clock)}
    assert browser.post("/account/authenticator", data=form).status_code == 200

    (sentence,) = told()
    assert sentence.startswith("the second factor of your account was set up again")


def test_browsers_are_told_apart_by_their_kind_through_the_second_factor(app: Flask, clock: Clock):
    secret = enrol(an_organiser(), clock)
    clock.move(minutes=1)
    client = app.test_client()
    form = {"token": token_in(text_of(client, "/sign-in")), "email": "olu@example.org", "password": PASSWORD}
    client.post("/sign-in", data=form, headers={"User-Agent": FIREFOX})
    give_code(client, code_of(secret, clock))

    page = text_of(client, "/account")
    assert "Firefox, Linux" in page
    assert "128" not in page


def test_one_browser_and_all_others_can_be_signed_out(app: Flask):
    olu = an_organiser()
    here, *others = (browser_of(app, olu) for _ in range(4))
    handle = re.search(r'name="handle" value="([^"]+)"', text_of(here, "/account"))
    assert handle
    press(here, "/account/sessions/end", "/account", handle=handle.group(1))
    assert [is_signed_in(each) for each in others].count(False) == 1

    press(here, "/account/sessions/end-others", "/account")

    assert is_signed_in(here)
    assert not any(is_signed_in(each) for each in others)
