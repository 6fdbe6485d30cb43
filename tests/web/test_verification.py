"""The link and the code of a confirmation letter."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.domain.signature import Status
from petition_app.domain.throttle import SECRET_TRIES
from tests.application import Clock, Mailbox
from tests.builders import a_request, secret_in, sign
from tests.web.signer import PAGE, confirm_by_link, open_with, post, receipt_in, signatures, submit, token_in

NEVER_GIVEN = "A" * 43


def statuses() -> list[Status]:
    return [row.status for row in signatures()]


def code_in(letter: str) -> str:
    found = re.search(r"code: (\S+)", letter)
    assert found, letter
    return found.group(1)


def test_a_mail_scanner_that_opens_the_link_confirms_nothing(client: FlaskClient, mailbox: Mailbox):
    sign()
    link = f"/c/{secret_in(mailbox.letters()[0])}"
    before = statuses()

    looks = [client.get(link, headers={"Purpose": "prefetch"}) for _ in range(10)]
    looks += [client.head(link) for _ in range(3)]

    assert {look.status_code for look in looks} == {200}
    assert {look.headers["Cache-Control"] for look in looks} == {"no-store"}
    assert before == statuses() == [Status.PENDING]


def test_the_link_shows_what_it_confirms_and_then_the_receipt_once(client: FlaskClient, clock: Clock, mailbox: Mailbox):
    submit(client, clock, display="name", name="Sam <b>", employer="Acme & Co", consent_publish="y")
    secret = secret_in(mailbox.letters()[0])

    asked = client.get(f"/c/{secret}")
    confirmed = post(client, f"/c/{secret}", asked)

    assert "<bdi>Sam &lt;b&gt;</bdi>" in asked.text
    assert "<bdi>Acme &amp; Co</bdi>" in asked.text
    assert confirmed.status_code == 200
    assert confirmed.headers["Cache-Control"] == "no-store"
    assert len(receipt_in(confirmed)) == 13 * 4 + 12
    assert statuses() == [Status.CONFIRMED]
    assert open_with(client, receipt_in(confirmed)).status_code == 200


def test_a_used_link_says_what_to_do(client: FlaskClient, clock: Clock, mailbox: Mailbox):
    sign()
    secret = secret_in(mailbox.letters()[0])
    token = token_in(client.get(f"/c/{secret}"))
    confirm_by_link(client, secret)
    clock.move(minutes=10)

    for answer in (client.get(f"/c/{secret}"), client.post(f"/c/{secret}", data={"token": token})):
        assert answer.status_code == 410
        assert "Have you confirmed already?" in answer.text
        assert '<code class="receipt-code"' not in answer.text
    assert statuses() == [Status.CONFIRMED]


@pytest.mark.parametrize("secret", [NEVER_GIVEN, "x", "K7QM-3XVD-9RTA-2WHE", "%00" * 43, "ü" * 43, "A" * 5000])
def test_a_link_that_was_never_given_is_like_a_used_one(client: FlaskClient, secret: str):
    assert client.get(f"/c/{secret}").status_code == 410
    assert client.post(f"/c/{secret}").status_code == 410


def test_a_link_that_only_begins_like_one_is_like_a_used_one(client: FlaskClient, mailbox: Mailbox):
    sign()
    secret = secret_in(mailbox.letters()[0])
    # The code is in the first fourteen characters.
    forged = secret[:20] + "".join(reversed(secret[20:-1])) + secret[-1]

    assert client.get(f"/c/{forged}").status_code == 410
    assert confirm_by_link(client, secret)


def test_a_code_does_not_work_as_a_link(client: FlaskClient, mailbox: Mailbox):
    sign()

    assert client.get(f"/c/{code_in(mailbox.letters()[0])}").status_code == 410


@pytest.mark.parametrize("wait", [5 * 3600, 0])
def test_confirming_needs_a_fresh_form(client: FlaskClient, clock: Clock, mailbox: Mailbox, wait: int):
    sign()
    link = f"/c/{secret_in(mailbox.letters()[0])}"
    token = token_in(client.get(link)) if wait else "forged"
    clock.move(seconds=wait)

    answer = client.post(link, data={"token": token})

    assert answer.status_code == 422
    assert statuses() == [Status.PENDING]
    assert post(client, link, answer).status_code == 200


def test_the_code_of_the_letter_does_what_its_link_does(client: FlaskClient, mailbox: Mailbox):
    sign()
    typed = f" {code_in(mailbox.letters()[0]).lower().replace('-', ' ')} "

    asked = post(client, "/confirm", client.get("/confirm"), code=typed)
    before = statuses()
    confirmed = post(client, "/confirm/now", asked, code=typed)

    assert "Is this right?" in asked.text
    assert before == [Status.PENDING]
    assert receipt_in(confirmed)
    assert statuses() == [Status.CONFIRMED]


def test_the_page_after_signing_takes_the_code_as_well(client: FlaskClient, mailbox: Mailbox):
    sign()

    asked = post(client, "/confirm", client.get(f"{PAGE}/sent"), code=code_in(mailbox.letters()[0]))

    assert "Is this right?" in asked.text


def test_the_page_after_signing_says_what_the_letter_looks_like(client: FlaskClient, mailbox: Mailbox):
    sign()
    mailbox.letters()
    page = client.get(f"{PAGE}/sent").text

    assert mailbox.transport.sent[0].subject in page
    assert "no-reply@127.0.0.1" in page


@pytest.mark.parametrize("typed", ["", "K7QM-3XVD-9RTA-2WHE", "x" * 10_000, "<script>", NEVER_GIVEN])
def test_a_wrong_code_comes_back_with_the_form(client: FlaskClient, typed: str):
    answer = post(client, "/confirm", client.get("/confirm"), code=typed)

    assert answer.status_code == 422
    assert '<a href="#code">' in answer.text
    assert "<script" not in answer.text


def test_guessing_codes_ends_after_a_few_tries_and_starts_again_later(
    client: FlaskClient, clock: Clock, mailbox: Mailbox
):
    sign()
    code = code_in(mailbox.letters()[0])
    form = client.get("/confirm")
    for _ in range(SECRET_TRIES.most):
        post(client, "/confirm", form, code="K7QM-3XVD-9RTA-2WHE")

    stopped = post(client, "/confirm", form, code=code)
    elsewhere = client.post(
        "/confirm", data={"token": token_in(form), "code": code}, environ_base={"REMOTE_ADDR": "192.0.2.9"}
    )
    clock.move(seconds=SECRET_TRIES.seconds)

    assert stopped.status_code == 429
    assert elsewhere.status_code == 200
    assert post(client, "/confirm", form, code=code).status_code == 200


def test_an_office_of_honest_people_is_never_stopped(client: FlaskClient, app: Flask, mailbox: Mailbox):
    for number in range(SECRET_TRIES.most + 5):
        sign(a_request(f"s{number}@example.org"))

    for letter in mailbox.letters():
        asked = post(client, "/confirm", client.get("/confirm"), code=code_in(letter))
        assert post(client, "/confirm/now", asked, code=code_in(letter)).status_code == 200
