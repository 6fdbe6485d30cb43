"""A petition that waits for its launch can be signed by whoever has its address, and shows nothing else to anybody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import State
from petition_app.domain.signature import DisplayMode
from petition_app.services import lifecycle_clock, petitions, releases
from petition_app.services.work import OPERATOR
from tests.application import Clock, Mailbox
from tests.builders import SLUG, a_request, a_signature, change_petition, secret_in
from tests.cast import a_member, browser_of, text_of
from tests.web.signer import confirm_by_link, submit
from tests.web.visits import Visit, go, visits

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
#: Where it can be read, as it was before too, and signed; everything else about it is not there.
OPEN_TO_SIGN = {
    "public.petition", "public.sign", "public.sign_form", "public.sent", "text_history.history", "text_history.change",
}  # fmt: skip
SECRETS = ("Nadia Named", "Head of Secrets")


@pytest.fixture
def digest(app: Flask) -> str:
    """Hidden from now on, with signers and, against all rules, a table whose digest this is."""
    a_signature(a_request(display=DisplayMode.NAME_TITLE, name="Nadia Named", title="Head of Secrets"))
    for number in range(12):
        a_signature(a_request(f"sam{number}@example.org", employer="Google", network=f"192.0.2.{number}"))
    with begin_work(OPERATOR) as work:
        made = releases.release(work, petitions.by_slug(work, SLUG))
    change_petition(hidden_until=500)
    return made.digest


def of_the_petition(app: Flask) -> list[Visit]:
    """Every public address that names it."""
    found = [visit for visit in visits(app) if visit.is_public and SLUG in visit.path]
    assert len(found) > 20
    return found


def test_no_public_address_but_its_own_page_knows_it(app: Flask, client: FlaskClient, digest: str):
    for visit in of_the_petition(app):
        if visit.endpoint in OPEN_TO_SIGN or visit.method == "OPTIONS":
            continue
        # A form without its token or its text is refused before anything is looked up.
        expected = (404, 400, 422) if visit.method == "POST" else (404,)
        answer = go(client, visit)
        assert answer.status_code in expected, str(visit)


def test_no_public_page_says_who_or_how_many_have_signed(app: Flask, client: FlaskClient, digest: str):
    for visit in visits(app):
        if visit.is_public and visit.endpoint != "assets.asset":
            text = go(client, visit).get_data(as_text=True)
            assert [secret for secret in (*SECRETS, digest) if secret in text] == [], str(visit)


def test_no_list_names_it(app: Flask, client: FlaskClient, digest: str):
    for address in ("/", "/privacy", "/api/v1/petitions"):
        assert "An appeal to our leaders" not in text_of(client, address), address
    assert client.get("/api/v1/petitions").get_json()["data"] == []


def test_its_id_leads_nowhere_either(app: Flask, client: FlaskClient, digest: str):
    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id

    assert client.get(f"/api/v1/petitions/{petition}").status_code == 404


def test_its_page_says_so_kindly_and_is_not_indexed(app: Flask, client: FlaskClient, digest: str):
    answer = client.get(f"/p/{SLUG}")

    assert answer.status_code == 200
    assert "This petition becomes public when enough people have signed." in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, noarchive"
    # Not even as a suggestion in the form.
    assert "Google" not in answer.text
    assert 'id="figures"' not in answer.text
    assert 'id="roster"' not in answer.text


def test_it_is_signed_and_confirmed_and_launched_as_any_other(
    app: Flask, client: FlaskClient, clock: Clock, mailbox: Mailbox
):
    change_petition(hidden_until=5, threshold=5)
    for number in range(4):
        a_signature(a_request(f"sam{number}@example.org", network=f"192.0.2.{number}"))
    assert submit(client, clock).status_code == 303
    assert client.get(f"/p/{SLUG}/sent").status_code == 200
    assert confirm_by_link(client, secret_in(mailbox.letters()[-1]))
    lifecycle_clock.move_what_is_due(begin_work)

    page = text_of(client, f"/p/{SLUG}")
    assert "becomes public" not in page
    # As of any other: launching it says no more than that enough have signed.
    assert "The first figures have not been published yet." in page
    assert "X-Robots-Tag" not in client.get(f"/p/{SLUG}").headers
    assert "An appeal to our leaders" in text_of(client, "/")


def test_organisers_see_its_figures(app: Flask, digest: str):
    olu = browser_of(app, a_member("Olu"))

    assert "Google" in text_of(olu, f"/organise/{SLUG}")
    answer = text_of(olu, f"/organise/{SLUG}/state")
    assert "hidden until 500 have confirmed; 13 have so far" in answer


def test_a_draft_is_nowhere_at_all(app: Flask, client: FlaskClient):
    change_petition(state=State.DRAFT)
    for visit in of_the_petition(app):
        if visit.method in ("GET", "HEAD") and visit.endpoint != "public.sign_form":
            assert go(client, visit).status_code == 404, str(visit)
