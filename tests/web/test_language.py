"""The language of a page is said by its address, or by the browser, and by nothing that is kept."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.said import said
from tests.application import Clock
from tests.builders import claim_letters
from tests.cast import text_of, token_in
from tests.published import released, signed_at
from tests.web.signer import FORM


def test_a_page_is_read_in_the_language_of_its_address(client: FlaskClient):
    assert '<html lang="es"' in text_of(client, "/es/p/letter")
    assert '<html lang="fr"' in text_of(client, "/fr/how-we-count")
    assert '<html lang="fr"' in text_of(client, "/fr")


def test_without_a_language_in_the_address_the_browser_chooses(client: FlaskClient):
    answer = client.get("/p/letter", headers={"Accept-Language": "de, fr;q=0.8, en;q=0.5"})

    assert '<html lang="fr"' in answer.get_data(as_text=True)
    assert "Accept-Language" in answer.vary


def test_a_browser_that_wants_none_of_ours_gets_english(client: FlaskClient):
    answer = client.get("/p/letter", headers={"Accept-Language": "de, it"})

    assert '<html lang="en-GB"' in answer.get_data(as_text=True)


def test_an_address_with_a_language_is_the_same_page_for_every_browser(client: FlaskClient):
    answer = client.get("/es/p/letter", headers={"Accept-Language": "fr"})

    assert '<html lang="es"' in answer.get_data(as_text=True)
    assert "Accept-Language" not in answer.vary


def test_every_link_and_form_of_a_page_keeps_its_language(client: FlaskClient):
    page = text_of(client, "/es/p/letter")

    local = [
        address for address in re.findall(r'(?:href|action)="(/[^"]*)"', page) if not address.startswith("/static")
    ]
    others = [address for address in local if not address.startswith("/es")]
    assert local
    assert others == ["/en/p/letter", "/fr/p/letter"]


def test_a_style_sheet_has_one_address_in_all_languages(client: FlaskClient):
    assert 'href="/static/' in text_of(client, "/fr")
    assert 'href="/fr/static/' not in text_of(client, "/fr")


def test_the_switch_leads_to_the_same_page_with_the_same_question(client: FlaskClient):
    page = text_of(client, "/es/p/letter/check?claim=1")

    assert '<a href="/fr/p/letter/check?claim=1" lang="fr" hreflang="fr">Français</a>' in page
    assert '<a href="/es/p/letter/check?claim=1" lang="es" hreflang="es" aria-current="true">Español</a>' in page


def test_choosing_a_language_sets_no_cookie(client: FlaskClient):
    assert "Set-Cookie" not in client.get("/es/p/letter").headers


def test_a_language_we_do_not_have_is_no_page(client: FlaskClient):
    assert client.get("/de/p/letter").status_code == 404


def test_dates_and_numbers_are_written_as_the_language_writes_them(client: FlaskClient, clock: Clock):
    signed_at("Google", 12)
    released(clock)

    assert "23 de noviembre de 2026" in text_of(client, "/es/p/letter")
    assert "23 novembre 2026" in text_of(client, "/fr/p/letter")


@given(st.text(), st.text())
def test_a_sentence_without_values_is_taken_as_it_is(text: str, name: str):
    assert said(text) == text
    assert said("Hello, %(name)s.", name=name) == f"Hello, {name}."


def test_a_refusal_is_said_in_the_language_of_the_page(client: FlaskClient):
    answer = client.get("/es/p/nowhere")

    assert answer.status_code == 404
    assert "No hay nada en esta dirección." in answer.get_data(as_text=True)


def test_what_is_wrong_with_a_form_is_said_in_the_language_of_the_page(client: FlaskClient):
    form = {"token": token_in(text_of(client, "/fr/receipt")), "receipt": ""}
    page = client.post("/fr/receipt", data=form).get_data(as_text=True)

    assert "Veuillez saisir ou coller votre reçu." in page


def test_the_letter_comes_in_the_language_of_the_form_and_leads_back_to_it(client: FlaskClient, clock: Clock):
    token = token_in(text_of(client, "/es/p/letter"))
    clock.move(seconds=5)
    client.post("/es/p/letter/sign", data={**FORM, "token": token})

    letter = claim_letters()[0]
    assert letter.subject == "Confirma tu dirección de correo, por favor"
    assert "/es/c/" in letter.text
    assert '<html lang="es">' in letter.html
