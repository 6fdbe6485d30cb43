"""Letters to organisers are in the language of the pages at which they signed in last, on both engines."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.domain.access import Role
from petition_app.mail.letters import Letter
from petition_app.services import invitations, mailproof, password_reset, second_factor
from petition_app.services.work import OPERATOR, VISITOR
from tests.application import Clock
from tests.builders import claim_letters
from tests.cast import PASSWORD, address_of, an_organiser, enrol, text_of, token_in
from tests.teams import do

GREETINGS = {"es": "Hola:", "fr": "Bonjour,", "en": "Hello,"}


def sign_in_at(client: FlaskClient, language: str) -> None:
    page = f"/{language}/sign-in"
    form = {"token": token_in(text_of(client, page)), "email": address_of("Olu"), "password": PASSWORD}
    assert client.post(page, data=form).status_code == 303


def the_letter() -> Letter:
    (letter,) = claim_letters()
    return letter


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_letter_about_the_account_is_in_the_language_of_the_last_signing_in(
    app: Flask, client: FlaskClient, clock: Clock, language: str
):
    olu = an_organiser("Olu")
    enrol(olu, clock)
    claim_letters()
    sign_in_at(client, language)

    with begin_work(OPERATOR) as work:
        second_factor.remove_all(work, olu)

    letter = the_letter()
    assert letter.text.startswith(GREETINGS[language])
    assert f"/{language}/account" in letter.text
    assert f'lang="{language}"' in letter.html


def test_the_way_to_a_new_password_and_the_test_letter_are_in_it_too(app: Flask, client: FlaskClient):
    an_organiser("Olu")
    sign_in_at(client, "es")

    with begin_work(VISITOR) as work:
        password_reset.ask(work, address_of("Olu"), "192.0.2.1")
        mailproof.send(work, address_of("Olu"))

    letters = claim_letters()
    assert [letter.text.startswith(GREETINGS["es"]) for letter in letters] == [True, True]
    assert any("/es/sign-in/new-password/" in letter.text for letter in letters)


def test_who_is_invited_reads_the_language_of_who_invites(app: Flask, client: FlaskClient):
    olu = an_organiser("Olu")
    sign_in_at(client, "fr")

    do(olu, invitations.invite, "ida@example.org", Role.VIEWER, may_found=False)

    letter = the_letter()
    assert (letter.to, letter.text.startswith(GREETINGS["fr"])) == ("ida@example.org", True)


def test_signing_in_at_an_english_page_brings_english_letters_back(app: Flask, client: FlaskClient):
    an_organiser("Olu")
    sign_in_at(client, "es")
    sign_in_at(client, "en")

    with begin_work(OPERATOR) as work:
        mailproof.send(work, address_of("Olu"))

    assert the_letter().text.startswith(GREETINGS["en"])
