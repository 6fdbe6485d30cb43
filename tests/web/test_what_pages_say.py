"""What pages tell people beyond the bare outcome: mistakes in the order of the page, and what has just changed."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from petition_app.domain.signature import DisplayMode
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature
from tests.cast import a_member, browser_of, text_of, token_in
from tests.web.signer import open_with, submit


def test_mistakes_are_listed_in_the_order_in_which_the_page_asks(client: FlaskClient, clock: Clock):
    wrong = {"email": "sam", "employer": "http://x.example", "relation": "", "display": "name", "consent_count": ""}

    page = submit(client, clock, **wrong).text

    summary = page[page.index('class="error-summary"') : page.index("</ul>")]
    listed = re.findall(r'<a href="#([\w-]+)"', summary)
    assert listed == ["email", "employer", "relation-0", "name", "consent_count", "consent_publish"]
    asked = [page.index(f'id="{control}"') for control in listed]
    assert asked == sorted(asked)


def test_the_holder_of_a_receipt_reads_the_name_and_title_that_everybody_sees(client: FlaskClient):
    named = a_request(display=DisplayMode.NAME_TITLE, name="Sam Signer", title="Baker")

    page = open_with(client, a_signature(named).text).text

    held = page[page.index("What we hold") : page.index("Change how you appear")]
    assert "<bdi>Sam Signer</bdi>" in held
    assert "<bdi>Baker</bdi>" in held


def test_after_a_step_the_page_says_where_the_signature_stands(app: Flask):
    a_signature()
    client = browser_of(app, a_member("Mo"))
    found = re.search(
        rf'href="(/organise/{SLUG}/signatories/[0-9a-f-]+)"', text_of(client, f"/organise/{SLUG}/signatories")
    )
    assert found
    address = found.group(1)
    form = {"token": token_in(text_of(client, address), f"{address}/hold"), "hold-reason": "other"}

    page = client.post(f"{address}/hold", data=form, follow_redirects=True).get_data(as_text=True)

    assert "This signature is now: Held for review." in page
    assert "This signature is now" not in text_of(client, address)
