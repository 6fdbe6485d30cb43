"""The form to sign with: what it takes, what it gives back, and that nothing of bad input is kept."""

from __future__ import annotations

import html
import time
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.domain.petition import State
from petition_app.domain.signature import DisplayMode, Purpose, Relation, RoleBand, Status
from tests.application import Clock, Mailbox
from tests.builders import change_petition, secret_in
from tests.web.signer import (
    FORM,
    PAGE,
    confirm_by_link,
    confirmed_total,
    everything_stored,
    signatures,
    submit,
    token_in,
)

HUGE = "x" * 10_000
NAMED = {"display": "name_title", "name": "Sam Signer", "title": "Engineer", "consent_publish": "y"}

# What is typed, and the field that is to be complained about.
BAD = {
    "no address": ({"email": ""}, "email"),
    "half an address": ({"email": "sam@"}, "email"),
    "two addresses": ({"email": "sam@example.org, ren@example.org"}, "email"),
    "an address with a name": ({"email": "Sam <sam@example.org>"}, "email"),
    "a machine's number": ({"email": "sam@[127.0.0.1]"}, "email"),
    "a header in an address": ({"email": "sam@example.org\r\nBcc: ren@example.org"}, "email"),
    "a huge address": ({"email": HUGE + "@example.org"}, "email"),
    "a one-time mailbox": ({"email": "sam@mailinator.com"}, "email"),
    "a one-time mailbox below": ({"email": "sam@sub.mailinator.com"}, "email"),
    "script for an address": ({"email": '"><script>alert(1)</script>'}, "email"),
    "a huge employer": ({"employer": HUGE}, "employer"),
    "an employer one too long": ({"employer": "é" * 201}, "employer"),
    "a link for an employer": ({"employer": "Acme https://spam.example"}, "employer"),
    "no relation": ({"relation": ""}, "relation"),
    "an unknown relation": ({"relation": "owner"}, "relation"),
    "an unknown kind of work": ({"role_band": "wizard"}, "role_band"),
    "an unknown appearance": ({"display": "everything"}, "display"),
    "no appearance": ({"display": ""}, "display"),
    "no agreement": ({"consent_count": ""}, "consent_count"),
    "a false agreement": ({"consent_count": "false"}, "consent_count"),
    "no agreement to appear": ({**NAMED, "consent_publish": ""}, "consent_publish"),
    "anonymous without agreement": ({"display": "anonymous"}, "consent_publish"),
    "no name": ({**NAMED, "name": ""}, "name"),
    "a name of nothing": ({**NAMED, "name": "\u200b\u2800 \u202e"}, "name"),
    "a name of marks": ({**NAMED, "name": "🙂 :-)"}, "name"),
    "a huge name": ({**NAMED, "name": HUGE}, "name"),
    "a link for a name": ({**NAMED, "name": "Sam www.spam.example"}, "name"),
    "a path for a name": ({**NAMED, "name": "Sam spam.example/x"}, "name"),
    "no title": ({**NAMED, "title": ""}, "title"),
    "a huge title": ({**NAMED, "title": HUGE}, "title"),
    "a title alone missing": ({"display": "title", "consent_publish": "y"}, "title"),
}


def form_with(client: FlaskClient, clock: Clock, mailbox: Mailbox, **changes: str) -> None:
    """Signed and confirmed through the pages."""
    assert submit(client, clock, **changes).status_code == 303
    confirm_by_link(client, secret_in(mailbox.letters()[-1]))


def test_a_signature_is_taken_confirmed_and_counted(client: FlaskClient, clock: Clock, mailbox: Mailbox):
    answer = submit(client, clock, employer="Facebook", consent_updates="y")
    before = [row.status for row in signatures()]
    confirm_by_link(client, secret_in(mailbox.letters()[-1]))
    (row,) = signatures()

    assert answer.status_code == 303
    assert answer.location == f"{PAGE}/sent"
    assert before == [Status.PENDING]
    assert row.status is Status.CONFIRMED
    assert row.relation is Relation.CURRENT
    assert row.role_band is RoleBand.ENGINEERING
    assert row.display is DisplayMode.COUNTED
    assert set(row.consents.split(",")) == {Purpose.COUNT, Purpose.UPDATES}
    assert confirmed_total() == 1


@pytest.mark.parametrize("case", BAD)
def test_bad_input_comes_back_with_what_was_typed_and_nothing_is_stored(
    client: FlaskClient, clock: Clock, mailbox: Mailbox, case: str
):
    changes, field = BAD[case]
    answer = submit(client, clock, **changes)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'<a href="#{field}' in answer.text
    assert "<script" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    kept = {**FORM, **changes}["employer"]
    assert f'value="{html.escape(kept)}"' in answer.text
    assert signatures() == []
    assert mailbox.letters() == []


@pytest.mark.parametrize("field", ["relation", "email", "consent_count"])
def test_a_field_that_is_missing_altogether_is_asked_for(client: FlaskClient, clock: Clock, field: str):
    token = token_in(client.get(PAGE))
    clock.move(seconds=5)
    data = {name: value for name, value in FORM.items() if name != field}

    answer = client.post(f"{PAGE}/sign", data={**data, "token": token})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_without_a_word_about_appearance_a_signer_is_counted_and_no_more(client: FlaskClient, clock: Clock):
    token = token_in(client.get(PAGE))
    clock.move(seconds=5)
    data = {name: value for name, value in FORM.items() if name not in ("display", "role_band")}

    answer = client.post(f"{PAGE}/sign", data={**data, "token": token, "name": "Canary"})

    assert answer.status_code == 303
    assert [(row.display, row.role_band) for row in signatures()] == [(DisplayMode.COUNTED, RoleBand.UNSAID)]


def test_an_empty_form_comes_back_whole(client: FlaskClient):
    answer = client.post(f"{PAGE}/sign", data={})

    assert answer.status_code == 422
    assert "Please check what you typed" in answer.text


def test_more_than_a_form_may_hold_is_refused(client: FlaskClient):
    answer = client.post(f"{PAGE}/sign", data={**FORM, "employer": "x" * 100_000})

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Zoë Éxample", "Zoë Éxample"),
        ("  Sam \t Signer\r\n", "Sam Signer"),
        ("Sam\u202e\u0000 Sig\u200bner\x1b", "Sam Signer"),
        ("محمد علي", "محمد علي"),
        ("李小龍", "李小龍"),
        ("O’Brien-Šmídová, Jr.", "O’Brien-Šmídová, Jr."),
        ("Sam 🙂 Signer", "Sam 🙂 Signer"),
        ("Sam <script>alert(1)</script>", "Sam <script>alert(1)</script>"),
        ("'; DROP TABLE signature; --", "'; DROP TABLE signature; --"),
        ("{{ 7*7 }}{% raw %}", "{{ 7*7 }}{% raw %}"),
        ("x" * 120, "x" * 120),
    ],
)
def test_names_of_all_scripts_are_kept_and_shown_as_text(
    client: FlaskClient, clock: Clock, mailbox: Mailbox, typed: str, shown: str
):
    form_with(client, clock, mailbox, **{**NAMED, "name": typed, "title": typed, "employer": typed})
    page = client.get(PAGE).text

    assert [(row.public_name, row.public_title) for row in signatures()] == [(shown, shown)]
    assert page.count(f"<bdi>{html.escape(shown).replace('&#x27;', '&#39;')}</bdi>") == 3
    assert "<script" not in page


@pytest.mark.parametrize("display", ["counted", "anonymous", "anonymous_role"])
def test_a_name_given_with_an_unnamed_appearance_is_stored_nowhere(
    client: FlaskClient, clock: Clock, mailbox: Mailbox, display: str
):
    typed = {"display": display, "consent_publish": "y", "name": "Canary Name", "title": "Canary Title"}
    form_with(client, clock, mailbox, **typed)

    assert len(signatures()) == 1
    assert "Canary" not in everything_stored()


def test_a_title_appearance_does_not_store_the_name(client: FlaskClient, clock: Clock, mailbox: Mailbox):
    form_with(client, clock, mailbox, **{**NAMED, "display": "title", "name": "Canary Name", "title": "Baker"})

    assert signatures()[0].public_title == "Baker"
    assert "Canary" not in everything_stored()


def test_whoever_is_only_counted_agrees_to_no_appearance(client: FlaskClient, clock: Clock, app: Flask):
    submit(client, clock, consent_publish="y")

    assert signatures()[0].consents == Purpose.COUNT


def test_the_address_is_stored_in_no_table_in_the_clear(client: FlaskClient, clock: Clock, app: Flask):
    submit(client, clock, email="canary@example.org")

    assert len(signatures()) == 1
    assert "canary@" not in everything_stored()


@pytest.mark.parametrize("wait", [0, 1, 4 * 3600 + 5])
def test_a_form_sent_too_soon_or_too_late_comes_back_once(client: FlaskClient, clock: Clock, wait: int):
    token = token_in(client.get(PAGE))
    clock.move(seconds=wait)
    answer = client.post(f"{PAGE}/sign", data={**FORM, "employer": "Kept text", "token": token})
    again_token = token_in(answer)
    clock.move(seconds=5)
    again = client.post(f"{PAGE}/sign", data={**FORM, "token": again_token})

    assert answer.status_code == 422
    assert "This form is too old or was sent too quickly." in answer.text
    assert 'value="Kept text"' in answer.text
    assert again.status_code == 303


@pytest.mark.parametrize("forged", ["", "x", "MTIz.c2ln", "of another purpose", "of another petition"])
def test_a_forged_token_stores_nothing(client: FlaskClient, clock: Clock, forged: str):
    if forged == "of another purpose":
        forged = token_in(client.get("/receipt"))
    elif forged == "of another petition":
        forged = token_in(client.get(PAGE)).swapcase()
    clock.move(seconds=5)

    answer = client.post(f"{PAGE}/sign", data={**FORM, "token": forged})

    assert answer.status_code == 422
    assert signatures() == []


def test_a_machine_that_fills_in_everything_is_thanked_and_forgotten(client: FlaskClient, clock: Clock):
    honest = submit(client, clock, email="honest@example.org")
    machine = submit(client, clock, website="https://spam.example")

    assert (machine.status_code, machine.data) == (honest.status_code, honest.data)
    assert len(signatures()) == 1


@pytest.mark.parametrize("changes", [{}, {"email": "nonsense"}])
def test_a_closed_petition_takes_nothing(client: FlaskClient, clock: Clock, changes: dict[str, str]):
    token = token_in(client.get(PAGE))
    change_petition(state=State.CLOSED)
    clock.move(seconds=5)

    answer = client.post(f"{PAGE}/sign", data={**FORM, **changes, "token": token})

    assert answer.status_code == 409
    assert "not taking signatures" in answer.text
    assert signatures() == []


def test_the_form_begins_with_the_warning_and_the_safest_choice(client: FlaskClient):
    page = client.get(PAGE).text
    form = page[page.index('id="sign"') :]

    assert form.index("Do not sign from a work device") < form.index("<form") < form.index('id="email"')
    assert 'checked id="display-0" name="display" type="radio" value="counted"' in form
    assert 'name="relation" checked' not in form
    assert form.count("checked") == 1


def test_the_employers_addressed_are_suggested_without_a_script(client: FlaskClient):
    page = client.get(PAGE).text

    assert 'list="employers"' in page
    assert '<option value="Acme"></option>' in page
    assert "<script" not in page


def test_asking_again_for_the_address_of_the_form_leads_back_to_it(client: FlaskClient):
    assert client.get(f"{PAGE}/sign").location == f"{PAGE}#sign"


def test_a_text_made_to_be_slow_is_refused_at_once(client: FlaskClient, clock: Clock):
    # Putting many combining marks into order takes time that grows with the square of their number.
    token = token_in(client.get(PAGE))
    clock.move(seconds=5)
    body = (
        f"{urlencode({'token': token, 'email': FORM['email']})}&employer=".encode() + "\u0301\u0327".encode() * 14_000
    )
    since = time.process_time()
    answer = client.post(f"{PAGE}/sign", data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 422
    assert time.process_time() - since < 0.2
