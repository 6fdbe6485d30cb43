"""The pages and forms of passkeys, as a browser with a device gets and sends them, on both engines."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.app import create_app
from petition_app.database import begin_work
from petition_app.services.work import OPERATOR
from tests.application import Clock, Site, close
from tests.authenticator import Authenticator
from tests.cast import an_organiser, browser_of, cookie_of, enrol, give_password, is_signed_in, text_of, token_in
from tests.passkeys import give_passkey, stored

NEW, OWN = "/account/passkeys/new", "/account/passkeys"


def form_in(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent there."""
    form = page[page.index(f'action="{action}"') :].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def asked(client: FlaskClient, action: str, page: str) -> tuple[dict[str, str], str]:
    """The fields of the form on this page, and the options its script gets."""
    fields = form_in(text_of(client, page), action)
    answer = client.post(f"{action}/options", data={"token": fields["token"]})
    assert answer.status_code == 200, answer.text
    assert answer.is_json
    return fields, answer.text


def use(client: FlaskClient, device: Authenticator, action: str, page: str) -> TestResponse:
    fields, options = asked(client, action, page)
    return client.post(action, data={**fields, "answer": device.use(options)})


def sign_in(client: FlaskClient, device: Authenticator) -> TestResponse:
    return use(client, device, "/sign-in/passkey", "/sign-in?next=/account")


def test_a_passkey_alone_signs_in_and_leads_on(app: Flask, client: FlaskClient):
    device = give_passkey(an_organiser())
    answer = sign_in(client, device)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert is_signed_in(client)
    assert client.get_cookie("pk") is None


def test_the_cookie_of_a_challenge_is_short_lived_and_for_nobody_else(app: Flask, client: FlaskClient):
    token = form_in(text_of(client, "/sign-in"), "/sign-in/passkey")["token"]
    cookie = client.post("/sign-in/passkey/options", data={"token": token}).headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=300"} <= set(cookie.split("; "))


def test_an_answer_is_worth_nothing_in_another_browser(app: Flask, client: FlaskClient):
    device = give_passkey(an_organiser())
    fields, options = asked(client, "/sign-in/passkey", "/sign-in")
    form = {**fields, "answer": device.use(options)}
    thief = app.test_client()

    assert thief.post("/sign-in/passkey", data=form).status_code == 422
    assert not is_signed_in(thief)
    assert client.post("/sign-in/passkey", data=form).status_code == 303


def test_an_unknown_a_removed_and_a_wrong_passkey_look_alike(app: Flask, client: FlaskClient):
    olu, ren = an_organiser("Olu"), an_organiser("Ren", None)
    device, removed = give_passkey(olu), give_passkey(ren)
    with begin_work(OPERATOR) as work:
        work.session.delete(next(each for each in stored() if each.organiser_id == ren))
    pages = []
    for each in (Authenticator(handle=olu.bytes), removed, replace(device, origin="https://evil.example")):
        answer = sign_in(client, each)
        assert answer.status_code == 422
        pages.append(re.sub(r'value="[^"]*"', "", answer.text))

    assert pages[0] == pages[1] == pages[2]
    assert "did not work here" in pages[0]


def test_after_the_password_a_passkey_is_the_second_step(app: Flask, client: FlaskClient):
    device = give_passkey(an_organiser())
    give_password(client)
    assert client.get("/account").location.startswith("/sign-in/code")
    assert client.get("/sign-in/set-up").status_code == 303
    assert client.get("/sign-in/set-up/passkey").status_code == 303
    half = cookie_of(client)
    wrong = use(client, replace(device, is_verified=False), "/sign-in/second-factor/passkey", "/sign-in/code")
    assert (wrong.status_code, is_signed_in(client)) == (422, False)
    right = use(client, device, "/sign-in/second-factor/passkey", "/sign-in/code?next=/account")

    assert right.location == "/account"
    assert is_signed_in(client)
    assert cookie_of(client) != half


def test_who_has_the_password_alone_can_add_none(app: Flask, client: FlaskClient, clock: Clock):
    enrol(an_organiser(), clock)
    give_password(client)
    page = text_of(client, "/sign-in/code")
    for address in ("/sign-in/set-up/passkey", "/sign-in/set-up/passkey/options"):
        assert client.post(address, data={"token": token_in(page)}).status_code == 403
    for address in (NEW, f"{NEW}/options"):
        assert client.post(address, data={"token": token_in(page)}).location.startswith("/sign-in/code")
    assert stored() == []


def test_somebody_new_can_have_a_passkey_instead_of_an_app(app: Flask, client: FlaskClient):
    an_organiser()
    give_password(client)
    assert "Use a passkey instead" in text_of(client, "/sign-in/set-up")
    fields, options = asked(client, "/sign-in/set-up/passkey", "/sign-in/set-up/passkey")
    made = Authenticator().make(options)
    unnamed = client.post("/sign-in/set-up/passkey", data={**fields, "answer": made, "name": "  "})
    assert unnamed.status_code == 422
    assert 'href="#name"' in unnamed.text
    answer = client.post("/sign-in/set-up/passkey", data={**fields, "answer": made, "name": "Phone"})

    assert len(re.findall(r"<code>[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}</code>", answer.text)) == 10
    assert is_signed_in(client)


def test_adding_and_removing_ask_for_a_fresh_second_factor(app: Flask, clock: Clock):
    olu = an_organiser()
    device = give_passkey(olu)
    client = browser_of(app, olu)
    removal = f"{OWN}/{stored()[0].id}/remove"
    clock.move(minutes=10)
    for address in (NEW, removal):
        assert client.get(address).location == f"/account/second-factor?next={address}"
    for address in (NEW, f"{NEW}/options", removal):
        assert client.post(address).location.startswith("/account/second-factor")
    answer = use(client, device, "/sign-in/second-factor/passkey", f"/account/second-factor?next={NEW}")

    assert answer.location == NEW
    assert client.get(NEW).status_code == 200


def test_a_further_passkey_is_listed_and_removed(app: Flask, clock: Clock):
    olu = an_organiser()
    enrol(olu, clock)
    client = browser_of(app, olu)
    fields, options = asked(client, NEW, NEW)
    added = client.post(NEW, data={**fields, "answer": Authenticator().make(options), "name": "<b>Key</b>"})
    assert added.location == f"{OWN}?done=added"
    page = text_of(client, added.location)
    assert "&lt;b&gt;Key&lt;/b&gt;" in page
    removal = f"{OWN}/{stored()[0].id}/remove"
    assert removal in page
    token = token_in(text_of(client, removal), "<h1")

    assert client.post(removal, data={"token": token}).location == f"{OWN}?done=removed"
    assert client.post(removal, data={"token": token}).status_code == 404
    assert stored() == []


def test_a_name_says_nothing_to_a_terminal_and_turns_no_text_around(app: Flask, clock: Clock):
    olu = an_organiser()
    enrol(olu, clock)
    client = browser_of(app, olu)
    fields, options = asked(client, NEW, NEW)
    client.post(NEW, data={**fields, "answer": Authenticator().make(options), "name": " \x1b[2JMy\n\u202eke\x00y "})

    assert stored()[0].name == "[2JMy key"


def test_the_only_second_factor_cannot_be_removed(app: Flask):
    olu = an_organiser()
    give_passkey(olu)
    client = browser_of(app, olu)
    removal = f"{OWN}/{stored()[0].id}/remove"

    assert removal not in text_of(client, OWN)
    assert "button-danger" not in text_of(client, removal)
    assert len(stored()) == 1


def test_somebody_elses_passkey_is_not_there(app: Flask):
    give_passkey(an_organiser("Olu"))
    ren = browser_of(app, an_organiser("Ren", None))

    assert ren.get(f"{OWN}/{stored()[0].id}/remove").status_code == 404
    assert "Phone" not in text_of(ren, OWN)


def test_a_passkey_that_may_be_copied_signs_everybody_out_and_says_so(app: Flask, client: FlaskClient):
    olu = an_organiser()
    device = give_passkey(olu, Authenticator(counter=7))
    copy = replace(device)
    here = browser_of(app, olu)
    sign_in(client, device)
    answer = sign_in(app.test_client(), copy)

    assert answer.status_code == 403
    assert "may have been copied" in answer.text
    assert not is_signed_in(client)
    assert not is_signed_in(here)
    assert "A passkey is blocked" in text_of(browser_of(app, olu), "/account")


@pytest.mark.parametrize(
    ("base_url", "words"),
    [
        ("https://192.0.2.7", "Passkeys are not offered"),
        ("http://127.0.0.1:8000", "http://localhost:8000/en/sign-in"),
    ],
)
def test_where_browsers_make_none_the_page_says_why(app: Flask, site: Site, base_url: str, words: str):
    other = create_app(replace(site.settings, base_url=base_url))
    shown = other.test_client().get("/en/sign-in", headers={"Host": base_url.partition("//")[2]}).text
    close(other)

    assert words in shown
    assert "data-passkey" not in shown


def test_in_the_demo_it_works_without_a_second_factor(app: Flask, site: Site):
    demo = create_app(replace(site.settings, demo=True))
    with demo.app_context():
        olu = an_organiser("Olu", is_demo=True)
        device = give_passkey(olu)
        client = demo.test_client()
        assert sign_in(client, device).status_code == 303
        assert "Remove" in text_of(client, OWN)
        close(demo)
