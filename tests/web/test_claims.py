"""The public page that checks a claim, and the organisers' room of press lines."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import State
from petition_app.domain.pressline import readable
from petition_app.services import claims, petitions, releases
from petition_app.services.work import OPERATOR
from petition_app.web.claims import passages
from tests.builders import SLUG, a_petition, a_request, a_signature
from tests.cast import a_member, browser_of, text_of, token_in

PAGE, ROOM = f"/p/{SLUG}/check", f"/organise/{SLUG}/press"
CHIP = re.compile(r'<span class="chip chip-\w+">([^<]+)</span> <q>')


@pytest.fixture
def released(app: Flask) -> Flask:
    """Twelve signers at Google and twelve elsewhere, released today."""
    for number in range(12):
        a_signature(a_request(f"google{number}@canary.example", employer="Google"))
        a_signature(a_request(f"other{number}@canary.example", employer=""))
    with begin_work(OPERATOR) as work:
        releases.release(work, petitions.by_slug(work, SLUG))
    return app


def ask(client: FlaskClient, text: str, address: str = PAGE) -> TestResponse:
    token = token_in(text_of(client, address), f'action="{address}')
    return client.post(address, data={"token": token, "text": text})


def test_each_claim_is_marked_and_judged_in_words(released: Flask, client: FlaskClient):
    answer = ask(client, "At least 20 people have signed, 12 of them at Google; more than a dozen from Acme did.")

    page = html.unescape(answer.text)
    assert answer.status_code == 200
    assert re.findall("<mark>(.*?)</mark>", page) == [
        "At least 20 people",
        "12 of them at Google",
        "more than a dozen from Acme",
    ]
    assert CHIP.findall(page) == ["Holds", "Does not hold", "With care"]
    assert "At least 20 means 20 or more; the published figure is at least 20." in page


def test_the_page_offers_lines_that_hold(released: Flask, client: FlaskClient):
    page = text_of(client, PAGE)

    lines = re.findall(r'<p class="press-line"><bdi>(.*?)</bdi>', page)
    assert "At least 20 people have signed, as of 22 November 2026." in lines
    assert "http://127.0.0.1:8000/how-we-count" in page
    for line in lines:
        assert set(CHIP.findall(ask(client, html.unescape(line)).text)) == {"Holds"}, line


def test_what_a_journalist_pastes_goes_into_no_address_and_no_cookie(released: Flask, client: FlaskClient):
    answer = ask(client, "Over 20 have signed.")

    assert 'method="post"' in answer.text
    assert "Location" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_without_its_token_keeps_what_was_typed_and_answers_nothing(released: Flask, client: FlaskClient):
    answer = client.post(PAGE, data={"token": "forged", "text": "Over 20 have signed."})

    assert answer.status_code == 422
    assert "Over 20 have signed.</textarea>" in answer.text
    assert CHIP.findall(answer.text) == []


@pytest.mark.parametrize(("text", "message"), [("", "type or paste"), (" \n ", "type or paste"), ("a" * 2001, "2000")])
def test_too_little_and_too_much_come_back_with_a_word_why(
    released: Flask, client: FlaskClient, text: str, message: str
):
    answer = ask(client, text)

    assert answer.status_code == 422
    assert message in answer.text


def test_two_thousand_characters_on_many_lines_are_taken(released: Flask, client: FlaskClient):
    assert ask(client, "95 at Google\r\n" * 153).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> 95 at <b onclick=x>Google</b>",
        "\u202e95 at Google\u202c مرحبا",
        "😀 95 at Google \x00\x07 '\"><img src=x>",
        "{{ 95 at Google }} {% raw %}",
        "a" + "\u0301" * 1900,
    ],
)
def test_whatever_is_pasted_is_shown_and_never_run(released: Flask, client: FlaskClient, text: str):
    answer = ask(client, text)

    assert answer.status_code == 200
    for raw in ("<script>alert", "<b onclick", "<img src=x"):
        assert raw not in answer.text


def test_a_text_without_a_claim_is_told_what_a_claim_is(released: Flask, client: FlaskClient):
    assert "nothing in it" in ask(client, "The weather is fine.").text


def test_where_nothing_is_published_the_page_says_so_kindly(app: Flask, client: FlaskClient):
    page = text_of(client, PAGE)

    assert "come back after the first release" in page
    assert "<textarea" not in page
    assert client.post(PAGE, data={"text": "Over 20"}).status_code == 422


def test_only_public_petitions_have_the_page(app: Flask, client: FlaskClient):
    with begin_work(OPERATOR) as work:
        petition = a_petition(work, "hidden")
        petition.state = State.DRAFT

    assert client.get("/p/hidden/check").status_code == 404
    assert client.get("/p/nowhere/check").status_code == 404


def test_the_petitions_page_leads_there(released: Flask, client: FlaskClient):
    assert f'href="{PAGE}"' in text_of(client, f"/p/{SLUG}")


def test_the_answers_of_leaders_come_from_the_tracker(released: Flask):
    with begin_reading(OPERATOR) as work:
        facts = claims.facts(work, petitions.by_slug(work, SLUG))

    assert [(each.who, str(each.kind)) for each in facts.responses] == [("the chief executive of Acme", "none")]


def test_the_passages_of_a_text_are_all_of_it(released: Flask):
    with begin_reading(OPERATOR) as work:
        facts = claims.facts(work, petitions.by_slug(work, SLUG))
    text = "Led by Google, with 10 signers, over 20 have signed. <b>Dozens</b> from Acme."

    parts = passages(text, facts)

    assert "".join(part.text for part in parts) == readable(text)
    assert [len(part.findings) for part in parts if part.findings] == [1, 1, 1]


def test_organisers_find_lines_and_the_box_in_their_room(released: Flask):
    olu = browser_of(released, a_member("Vera"))

    page = text_of(olu, ROOM)
    answer = ask(olu, "Over 20 people have signed.", ROOM)

    assert "At least 20 people have signed, as of 22 November 2026." in page
    assert f'href="{ROOM}"' in page
    assert answer.status_code == 200
    assert CHIP.findall(answer.text) == ["Does not hold"]  # 24 have signed, and 20 are published


def test_before_the_first_release_the_room_sends_organisers_to_it(app: Flask):
    page = text_of(browser_of(app, a_member("Olu")), ROOM)

    assert "nothing has been released yet" in page
    assert f'href="/organise/{SLUG}/releases"' in page
