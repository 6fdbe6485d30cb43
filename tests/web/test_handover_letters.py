"""Letters to the offices of addressees, as browsers get them; on both engines."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.application import Clock, Mailbox
from tests.builders import SLUG
from tests.cast import a_member, browser_of, text_of, token_in
from tests.services.handing import ledger, target_id
from tests.web.handingover import ROOM, a_release_with_names, made, public_page, send


@pytest.fixture
def olu(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Olu"))


@pytest.fixture
def with_a_release(app: Flask, clock: Clock) -> None:
    a_release_with_names(clock)


@pytest.mark.usefixtures("with_a_release")
def test_a_letter_is_written_looked_at_and_sent_into_the_ledger(
    olu: FlaskClient, client: FlaskClient, mailbox: Mailbox
):
    digest = re.search(r'<code title="([0-9a-f]{64})"', (made(olu), text_of(olu, ROOM))[1])
    assert digest
    mailbox.letters()
    letters = f"{ROOM}/letters/{target_id()}"
    assert "please pass this letter on to: Chief executive, Acme" in unescape(text_of(olu, letters))

    answer = send(olu, letters, letter="Good day,\r\n\r\nplease act.")
    assert answer.headers["Location"] == f"{letters}/preview"
    preview = text_of(olu, f"{letters}/preview")
    assert "please act." in preview
    assert digest[1] in preview
    answer = send(olu, f"{letters}/send", f"{letters}/preview", office="office@acme.example", is_public="y")

    assert answer.status_code == 303
    (text,) = mailbox.letters()[-1:]
    letter = mailbox.transport.sent[-1]
    assert (letter.to, letter.subject) == ("office@acme.example", "An appeal to our leaders")
    for part in (text, letter.html):
        assert all(word in part for word in ("please act.", f"/p/{SLUG}", digest[1]))
    assert "office@acme.example" in text_of(olu, ROOM)
    assert "By e-mail" in public_page(client)
    assert "office@acme" not in public_page(client) + text_of(client, f"/p/{SLUG}/hand-overs")


@pytest.mark.usefixtures("with_a_release")
def test_the_same_letter_is_not_sent_twice_a_day(olu: FlaskClient, mailbox: Mailbox, clock: Clock):
    letters = f"{ROOM}/letters/{target_id()}"
    before = len(mailbox.letters())
    sent = [
        send(olu, f"{letters}/send", f"{letters}/preview", office="office@acme.example").status_code for _ in range(2)
    ]

    assert sent == [303, 409]
    assert len(mailbox.letters()) == before + 1


@pytest.mark.usefixtures("with_a_release")
@pytest.mark.parametrize("office", ["", "office", "office@", "a@b@c.example", "x" * 300 + "@acme.example",
                                    "office@acme.example\r\nBcc: sam@example.org"])  # fmt: skip
def test_an_address_that_is_none_is_refused_and_nothing_leaves(olu: FlaskClient, mailbox: Mailbox, office: str):
    letters = f"{ROOM}/letters/{target_id()}"
    before = len(mailbox.letters())

    answer = send(olu, f"{letters}/send", f"{letters}/preview", office=office)

    assert answer.status_code == 422
    assert len(mailbox.letters()) == before
    assert ledger().lines == ()


def test_no_letter_leaves_for_a_petition_without_published_figures(olu: FlaskClient, mailbox: Mailbox):
    letters = f"{ROOM}/letters/{target_id()}"

    answer = send(olu, f"{letters}/send", f"{letters}/preview", office="office@acme.example")

    assert answer.status_code == 409
    assert mailbox.letters() == []


@pytest.mark.usefixtures("with_a_release")
def test_sending_takes_an_owner_and_a_fresh_code(app: Flask, clock: Clock, olu: FlaskClient):
    letters = f"{ROOM}/letters/{target_id()}"
    ed = browser_of(app, a_member("Ed"))
    assert "Owners can send it." in text_of(ed, f"{letters}/preview")
    assert ed.post(f"{letters}/send", data={"office": "office@acme.example"}).status_code == 403
    token = token_in(text_of(olu, f"{letters}/preview").partition("Sign out")[2])
    clock.move(minutes=11)

    answer = olu.post(f"{letters}/send", data={"token": token, "office": "office@acme.example"})

    assert answer.status_code in (303, 403)
    assert ledger().lines == ()
    assert "Confirm with my code" in text_of(olu, f"{letters}/preview")


@pytest.mark.usefixtures("with_a_release")
def test_a_letter_can_be_printed(app: Flask):
    page = text_of(browser_of(app, a_member("Ed")), f"{ROOM}/letters/{target_id()}/print")

    assert "please pass this letter on" in page
