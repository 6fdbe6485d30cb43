"""The hand-over room as an organiser uses it."""

from __future__ import annotations

from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.application import Clock
from tests.builders import SLUG
from tests.cast import text_of, token_in
from tests.published import released, signed_at
from tests.services.handing import a_named_signature, target_id, the_line

ROOM = f"/organise/{SLUG}/hand-over"
LINE = {"on": "2026-11-22", "way": "in_person", "by_whom": "Two of us", "note": "At the front desk.",
        "evidence_url": "https://news.example/desk", "package": ""}  # fmt: skip


def send(client: FlaskClient, address: str, form_at: str = "", **fields: str) -> TestResponse:
    """The form at `form_at`, filled with these and sent to `address`."""
    token = token_in(text_of(client, form_at or address).partition("Sign out")[2])
    return client.post(address, data={"token": token, **fields})


def made(client: FlaskClient, whom: str = "", paper: str = "a4") -> TestResponse:
    return send(client, f"{ROOM}/make", ROOM, whom=whom, paper=paper)


def recorded(client: FlaskClient, **fields: str) -> TestResponse:
    return send(client, f"{ROOM}/ledger/to/{target_id()}", **{**LINE, **fields})


def pressed(client: FlaskClient, step: str, number: int | None = None) -> TestResponse:
    line = the_line()
    address = f"{ROOM}/ledger/{line.id}"
    return send(client, f"{address}/{step}", address, number=str(number or line.number))


def public_page(client: FlaskClient) -> str:
    return unescape(text_of(client, f"/p/{SLUG}"))


def a_release_with_names(clock: Clock) -> None:
    """One signer agreed to be shown to addressees, one to be named in public only."""
    a_named_signature("Ada Agreed")
    a_named_signature("Nora Nodelivery", may_be_delivered=False)
    signed_at("Google", 11)
    released(clock)
