"""What the holder of a receipt can do without asking anybody."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_work
from petition_app.domain.signature import DisplayMode, Purpose, Status
from petition_app.domain.throttle import SECRET_TRIES
from petition_app.models import Signature
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import a_request, a_signature
from tests.web.signer import PAGE, confirmed_total, everything_stored, open_with, post, signatures

UNKNOWN = "-".join(["0000"] * 13)


def a_receipt() -> str:
    named = a_request(employer="Google", display=DisplayMode.NAME_TITLE, name="Sam Signer", title="Baker")
    return a_signature(named).text


def change(client: FlaskClient, receipt: str, **wanted: str) -> TestResponse:
    fields = {"display": "counted", "role_band": "engineering", "name": "", "title": ""} | wanted
    return post(client, "/receipt/appearance", open_with(client, receipt), receipt=receipt, **fields)


def end(client: FlaskClient, receipt: str, how: str) -> TestResponse:
    asked = post(client, f"/receipt/ask/{how}", open_with(client, receipt), receipt=receipt)
    assert asked.status_code == 200
    return post(client, f"/receipt/{how}", asked, receipt=receipt)


@pytest.mark.parametrize("spelling", [str, str.lower, lambda text: text.replace("-", " "), lambda text: f" {text}\n"])
def test_the_receipt_opens_what_we_hold(client: FlaskClient, spelling: object):
    receipt = a_receipt()
    page = open_with(client, spelling(receipt))  # type: ignore[operator]

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    for expected in ("sam@example.org", "Google", "Sam Signer", "Baker", "Confirmed", "22 November 2026"):
        assert expected in page.text
    assert signatures()[0].status is Status.CONFIRMED


@pytest.mark.parametrize("typed", ["", "x", UNKNOWN, "0" * 10_000, "<script>alert(1)</script>", "\0"])
def test_a_wrong_receipt_comes_back_with_the_form(client: FlaskClient, typed: str):
    a_receipt()
    page = open_with(client, typed)

    assert page.status_code == 422
    assert '<a href="#receipt">' in page.text
    assert "<script" not in page.text
    assert "sam@example.org" not in page.text


def test_guessing_receipts_ends_after_a_few_tries(client: FlaskClient):
    receipt = a_receipt()
    for _ in range(SECRET_TRIES.most):
        open_with(client, UNKNOWN)

    assert open_with(client, receipt).status_code == 429


def test_the_life_of_a_signature_from_named_to_nothing(client: FlaskClient):
    receipt = a_receipt()
    assert "Sam Signer" in client.get(PAGE).text

    saved = change(client, receipt, display="title", title="Head Baker", name="Canary")
    (row,) = signatures()
    assert "Saved" in saved.text
    assert (row.display, row.public_name, row.public_title) == (DisplayMode.TITLE, None, "Head Baker")
    assert "Canary" not in everything_stored()
    assert "Sam Signer" not in client.get(PAGE).text

    assert change(client, receipt).status_code == 200
    (row,) = signatures()
    assert (row.display, row.public_name, row.public_title) == (DisplayMode.COUNTED, None, None)
    assert "Head Baker" not in everything_stored()

    withdrawn = end(client, receipt, "withdraw")
    (row,) = signatures()
    assert "Your signature is withdrawn" in withdrawn.text
    assert row.status is Status.WITHDRAWN
    assert (row.email_key, row.sealed, row.own_copy, row.employer_raw) == (None, None, None, None)
    assert confirmed_total() == 0

    assert "Withdrawn on" in open_with(client, receipt).text
    assert change(client, receipt).status_code == 409

    erased = end(client, receipt, "erase")
    assert "Everything is erased" in erased.text
    assert signatures() == []
    assert open_with(client, receipt).status_code == 422


def test_a_live_signature_can_be_erased_at_once(client: FlaskClient):
    receipt = a_receipt()

    assert end(client, receipt, "erase").status_code == 200
    assert signatures() == []
    assert confirmed_total() == 0


def test_a_person_who_withdrew_may_sign_again(client: FlaskClient, clock: Clock):
    end(client, a_receipt(), "withdraw")
    clock.move(minutes=11)

    a_signature(a_request(employer="Meta"))

    assert sorted(row.status for row in signatures()) == [Status.CONFIRMED, Status.WITHDRAWN]


def test_choosing_to_appear_is_an_agreement_to_be_published(client: FlaskClient):
    receipt = a_signature(a_request()).text

    change(client, receipt, display="name", name="Sam Signer")

    assert Purpose.PUBLISH in signatures()[0].consents.split(",")
    assert "<bdi>Sam Signer</bdi>" in client.get(PAGE).text


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"display": "name"}, "name"),
        ({"display": "name", "name": "x" * 10_000}, "name"),
        ({"display": "title", "title": "see https://spam.example"}, "title"),
        ({"display": "all"}, "display"),
        ({"role_band": "wizard"}, "role_band"),
    ],
)
def test_a_wrong_appearance_comes_back_and_changes_nothing(client: FlaskClient, wanted: dict[str, str], field: str):
    receipt = a_receipt()
    page = change(client, receipt, **wanted)

    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert signatures()[0].public_name == "Sam Signer"


def test_the_download_holds_everything_and_is_a_file(client: FlaskClient):
    receipt = a_receipt()

    file = post(client, "/receipt/download", open_with(client, receipt), receipt=receipt)
    held = json.loads(file.data)

    assert file.headers["Content-Disposition"] == 'attachment; filename="my-signature.json"'
    assert file.mimetype == "application/json"
    assert (held["email"], held["name"], held["employer"]) == ("sam@example.org", "Sam Signer", "Google")
    assert {each["purpose"] for each in held["consents"] if each["given"]} == {"count", "publish"}


@pytest.mark.parametrize("action", ["appearance", "download", "ask/withdraw", "ask/erase", "withdraw", "erase"])
def test_nothing_is_done_without_the_form(client: FlaskClient, action: str):
    receipt = a_receipt()
    good_elsewhere = open_with(client, receipt)

    forged = client.post(f"/receipt/{action}", data={"receipt": receipt, "token": "x", "display": "counted"})
    if action in ("withdraw", "erase"):
        # These take only the token of the page that asks whether it is meant.
        assert post(client, f"/receipt/{action}", good_elsewhere, receipt=receipt).status_code == 422

    assert forged.status_code == 422
    assert [(row.status, row.public_name) for row in signatures()] == [(Status.CONFIRMED, "Sam Signer")]


@pytest.mark.parametrize("action", ["appearance", "download", "ask/withdraw", "withdraw", "erase"])
def test_no_step_can_be_taken_by_an_address_alone(client: FlaskClient, action: str):
    receipt = a_receipt()

    assert client.get(f"/receipt/{action}?receipt={receipt}").status_code == 405
    assert "sam@example.org" not in client.get(f"/receipt?receipt={receipt}").text


def test_a_removed_signature_can_be_seen_and_erased_but_not_withdrawn(client: FlaskClient):
    receipt = a_signature().text
    with begin_work(OPERATOR) as work:
        held = work.session.query(Signature).one()
        held.status = Status.INVALIDATED

    page = open_with(client, receipt)

    assert "Removed by organisers" in page.text
    assert "Withdraw my signature" not in page.text
    assert "Erase everything" in page.text


def test_no_page_of_a_receipt_sets_a_cookie_or_puts_the_receipt_into_an_address(client: FlaskClient):
    receipt = a_receipt()
    pages = [open_with(client, receipt), change(client, receipt), end(client, receipt, "withdraw")]

    for page in pages:
        assert "Set-Cookie" not in page.headers
        assert page.status_code == 200
        assert f'"{receipt}"' in page.text or receipt not in page.text
        assert f"/{receipt}" not in page.text
