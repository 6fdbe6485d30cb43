"""Wrong passwords in a row: waits that grow, and a lock that no outsider can hold against an organiser."""

from __future__ import annotations

import html
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_work
from petition_app.domain.signintries import ACCOUNT_KEPT, MOST_OF_ACCOUNT
from petition_app.services import signintries
from petition_app.services.work import VISITOR
from tests.application import Clock, Mailbox
from tests.cast import PASSWORD, an_organiser, code_of, enrol, give_code, is_signed_in, text_of, token_in

HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"
NEW_PASSWORD = "seven quiet herons cross the bay"


def tries(client: FlaskClient, name: str = "Olu", password: str = "wrong", network: str = HERE) -> TestResponse:
    form = {"token": token_in(text_of(client, "/sign-in")), "email": f"{name.lower()}@example.org"}
    answer = client.post("/sign-in", data={**form, "password": password}, environ_overrides={"REMOTE_ADDR": network})
    assert isinstance(answer, TestResponse)
    return answer


def guessed_elsewhere(times: int, name: str = "Olu") -> None:
    """Somebody has guessed so often, from many networks."""
    for number in range(times):
        with begin_work(VISITOR) as work:
            signintries.note_failure(work, f"{name.lower()}@example.org", f"network {number}")


def in_a_known_browser(app: Flask, clock: Clock) -> tuple[FlaskClient, str]:
    """Olu's own browser, after their session is over, and the secret of their app."""
    secret = enrol(an_organiser("Olu"), clock)
    client = app.test_client()
    clock.move(minutes=1)
    assert tries(client, password=PASSWORD).status_code == 303
    give_code(client, code_of(secret, clock))
    assert is_signed_in(client)
    clock.move(hours=13)
    return client, secret


def test_five_wrong_passwords_are_free_and_then_each_makes_the_next_wait(app: Flask, clock: Clock):
    an_organiser("Olu")
    for name, network in (("Olu", HERE), ("Nobody", ELSEWHERE)):
        client, met = app.test_client(), list[int]()
        while len(met) < 13:
            answer = tries(client, name, network=network)
            met.append(int(answer.headers.get("Retry-After", 0)))
            clock.move(seconds=met[-1])

        # No account, the same waits: nothing tells whether there is one.
        assert met == [0] * 5 + [1, 0, 2, 0, 4, 0, 8, 0]


def test_a_try_that_comes_too_early_is_told_how_long_to_wait_and_keeps_the_address(app: Flask, client: FlaskClient):
    an_organiser("Olu")
    for _ in range(5):
        tries(client)
    answer = tries(client, password=PASSWORD)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert "Please wait 1 seconds" in answer.text
    assert 'value="olu@example.org"' in answer.text


def test_a_clock_that_was_put_back_keeps_nobody_out(app: Flask, client: FlaskClient, clock: Clock):
    an_organiser("Olu")
    for _ in range(6):
        tries(client)
    clock.move(hours=-1)

    assert tries(client, password=PASSWORD).status_code == 303


def test_after_ten_tries_in_a_quarter_of_an_hour_even_waiting_helps_no_more(app: Flask, clock: Clock):
    statuses = []
    for _ in range(11):
        statuses.append(tries(app.test_client()).status_code)
        clock.move(seconds=31)

    assert statuses == [422] * 10 + [429]


def test_the_right_password_ends_the_row(app: Flask, client: FlaskClient, clock: Clock):
    an_organiser("Olu")
    for _ in range(4):
        tries(client)
    assert tries(client, password=PASSWORD).status_code == 303
    other = app.test_client()

    assert [tries(other).status_code for _ in range(4)] == [422] * 4


def test_a_hundred_wrong_passwords_in_a_row_end_passwords_for_known_and_unknown_accounts_alike(
    app: Flask, client: FlaskClient
):
    an_organiser("Olu")
    answers = []
    for name in ("Olu", "Nobody"):
        guessed_elsewhere(MOST_OF_ACCOUNT, name)
        answers.append(tries(client, name, PASSWORD, network=HERE))

    assert [each.status_code for each in answers] == [403, 403]
    masked = [re.sub(r'value="[^"]+"', "", each.text) for each in answers]
    assert masked[0] == masked[1]
    assert "so many wrong passwords" in masked[0]


def test_ninety_nine_do_not(app: Flask, client: FlaskClient):
    an_organiser("Olu")
    guessed_elsewhere(MOST_OF_ACCOUNT - 1)

    assert tries(client, password=PASSWORD).status_code == 303


def test_the_owner_signs_in_from_a_known_browser_whatever_others_tried(app: Flask, clock: Clock):
    client, secret = in_a_known_browser(app, clock)
    guessed_elsewhere(MOST_OF_ACCOUNT)
    # From the owner's own office, too.
    for _ in range(25):
        tries(app.test_client(), network=HERE)
        clock.move(seconds=1)

    assert tries(client, password=PASSWORD, network=HERE).status_code == 303
    give_code(client, code_of(secret, clock))
    assert is_signed_in(client)


def test_a_known_browser_is_known_to_its_own_account_alone_and_cannot_be_forged(app: Flask, clock: Clock):
    client, _ = in_a_known_browser(app, clock)
    an_organiser("Ren", None)
    cookie = client.get_cookie("known")
    assert cookie
    guessed_elsewhere(MOST_OF_ACCOUNT, "Ren")
    guessed_elsewhere(MOST_OF_ACCOUNT)
    forger = app.test_client()
    forger.set_cookie("known", cookie.value[:-2] + "xx")

    assert tries(client, "Ren", PASSWORD).status_code == 403
    assert tries(forger, password=PASSWORD).status_code == 403
    assert "olu" not in cookie.value


def test_the_cookie_of_a_known_browser_is_the_strictest_there_is_and_ends(app: Flask, clock: Clock):
    client, _ = in_a_known_browser(app, clock)
    cookie = client.get_cookie("known")
    assert cookie
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Strict", "/")
    guessed_elsewhere(MOST_OF_ACCOUNT)
    clock.move(days=91)
    guessed_elsewhere(MOST_OF_ACCOUNT)

    client.set_cookie("known", cookie.value)
    assert tries(client, password=PASSWORD).status_code == 403


def test_signing_out_takes_the_cookie_away_in_browsers_that_clear_nothing_when_told(app: Flask, clock: Clock):
    client, secret = in_a_known_browser(app, clock)
    tries(client, password=PASSWORD)
    give_code(client, code_of(secret, clock))
    client.post("/sign-out", data={"token": token_in(text_of(client, "/account"), 'action="/sign-out"')})

    assert not is_signed_in(client)
    assert client.get_cookie("known") is None


def test_a_new_password_by_letter_and_second_factor_opens_the_account_again(
    app: Flask, client: FlaskClient, clock: Clock, mailbox: Mailbox
):
    secret = enrol(an_organiser("Olu"), clock)
    guessed_elsewhere(MOST_OF_ACCOUNT)
    assert tries(client, password=PASSWORD).status_code == 403
    page = text_of(client, "/sign-in/forgotten")
    client.post("/sign-in/forgotten", data={"token": token_in(page), "email": "olu@example.org"})
    link = re.findall(r"/sign-in/new-password/[\w-]+", mailbox.letters()[-1])[0]
    clock.move(minutes=1)
    token = token_in(text_of(client, link))
    form: dict[str, Any] = {"token": token, "new": NEW_PASSWORD, "again": NEW_PASSWORD, "code": code_of(secret, clock)}
    answer = client.post(link, data=form)

    assert answer.status_code == 303, html.unescape(answer.text)
    assert tries(client, password=NEW_PASSWORD).status_code == 303


def test_a_row_of_failures_is_forgotten_in_time(app: Flask, client: FlaskClient, clock: Clock):
    an_organiser("Olu")
    guessed_elsewhere(MOST_OF_ACCOUNT)
    clock.move(seconds=ACCOUNT_KEPT + 1)

    # One more is the first of a new row.
    assert tries(client).status_code == 422
    assert tries(client, password=PASSWORD).status_code == 303
