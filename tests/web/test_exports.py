"""The organisers' exports as a browser gets them, on both engines."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.events import Action
from petition_app.domain.petition import Custody
from petition_app.domain.signature import DisplayMode, Purpose
from petition_app.models import Membership, Organiser
from petition_app.services import audit, petitions
from petition_app.services.sessions import OpenSession
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_petition, a_request, a_signature

PASSPHRASE = "correct horse battery staple"
OLU = UUID(int=7)

SignIn = Callable[..., None]


@pytest.fixture
def signed_in(app: Flask, clock: Clock) -> SignIn:
    """Signs Olu in with a role: `signed_in(Role.OWNER)`; the code was given at `code_at`, now unless said."""

    def sign_in(role: Role | None, slug: str = SLUG, code_at: datetime | None = None) -> None:
        with begin_work(OPERATOR) as work:
            work.session.merge(
                Organiser(id=OLU, email="olu@example.org", name="Olu", password_hash="-", created_at=work.now)
            )
            work.session.flush()
            if role:
                petition = petitions.by_slug(work, slug).id
                work.session.merge(Membership(organiser_id=OLU, petition_id=petition, role=role))
        moment = code_at or clock.now
        session = OpenSession(OLU, "Olu", "olu@example.org", False, True, b"\1" * 32, moment, moment, moment)
        manager: Any = app.extensions.get("login_manager") or app.login_manager  # type: ignore[attr-defined]
        manager.request_loader(lambda _: session)

    return sign_in


def page(client: FlaskClient, slug: str = SLUG, kind: str = "") -> str:
    address = f"/organise/{slug}/exports" + (f"/{kind}" if kind in ("signatories", "tool") else "")
    return client.get(address).get_data(as_text=True)


def take(client: FlaskClient, kind: str, slug: str = SLUG, **fields: str) -> TestResponse:
    """What the button on the page does."""
    token = re.search(r'/exports/[^>]+>\s*<input type="hidden" name="token" value="([^"]+)"', page(client, slug, kind))
    form = {"token": token.group(1) if token else "", **fields}
    return client.post(f"/organise/{slug}/exports/{kind}", data=form)


def test_a_viewer_downloads_the_public_roster(client: FlaskClient, signed_in: SignIn):
    a_signature(a_request(display=DisplayMode.NAME, name="Sam Signer", employer="Google"))
    signed_in(Role.VIEWER)

    answer = take(client, "roster")

    assert answer.data.decode() == "\ufeffname,title,employer\r\nSam Signer,,Google\r\n"
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter-roster-2026-11-22.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # The length is not known when the first byte leaves; a break in the chunks is an error in the browser.
    assert "Content-Length" not in answer.headers


def test_an_owner_downloads_all_signatories_for_a_purpose(client: FlaskClient, signed_in: SignIn):
    a_signature(a_request("sam@canary.example"))
    signed_in(Role.OWNER)

    answer = take(client, "signatories", purpose="To write to everybody", format="csv")

    assert answer.status_code == 200
    assert "sam@canary.example" in answer.data.decode()
    shown = page(client)
    assert "To write to everybody" in shown
    assert "Olu" in shown
    assert "sam@canary.example" not in shown


ALLOWED = {
    "roster": set(Role),
    "tallies": set(Role),
    "signatories": {Role.EXPORTER, Role.OWNER},
    "tool": {Role.EXPORTER, Role.OWNER},
}
FILLED_IN = {"purpose": "Hand-over", "format": "csv", "profile": "ghost"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", ALLOWED)
def test_each_role_takes_what_it_may(client: FlaskClient, signed_in: SignIn, role: Role, kind: str):
    signed_in(role)

    answer = take(client, kind, **FILLED_IN)

    assert answer.status_code == (200 if role in ALLOWED[kind] else 403)


@pytest.mark.parametrize("kind", ALLOWED)
def test_a_petition_of_others_is_not_there(client: FlaskClient, signed_in: SignIn, kind: str):
    signed_in(None)

    assert client.get(f"/organise/{SLUG}/exports").status_code == 404
    assert take(client, kind, **FILLED_IN).status_code == 404


@pytest.mark.parametrize("kind", ALLOWED)
def test_nobody_exports_without_signing_in(client: FlaskClient, kind: str):
    answer = client.post(f"/organise/{SLUG}/exports/{kind}", data=FILLED_IN)

    assert (answer.status_code, answer.mimetype) != (200, "text/csv")
    assert Action.EXPORT_STARTED not in actions()


@pytest.mark.parametrize("kind", ALLOWED)
def test_a_form_of_another_session_takes_nothing(client: FlaskClient, signed_in: SignIn, kind: str):
    signed_in(Role.OWNER)

    answer = client.post(f"/organise/{SLUG}/exports/{kind}", data={**FILLED_IN, "token": "forged"})

    assert answer.status_code in (400, 422)
    assert Action.EXPORT_STARTED not in actions()


@pytest.mark.parametrize("private", ["signatories", "tool"])
def test_private_fields_ask_for_a_second_factor_within_ten_minutes(
    client: FlaskClient, signed_in: SignIn, clock: Clock, private: str
):
    code_at = clock.now
    clock.move(minutes=11)
    signed_in(Role.OWNER, code_at=code_at)

    answer = take(client, private, **FILLED_IN)

    assert answer.status_code == 303
    assert "next=" in answer.headers["Location"]
    assert Action.EXPORT_STARTED not in actions()
    assert take(client, "roster").status_code == 200


def test_without_a_purpose_the_form_comes_back(client: FlaskClient, signed_in: SignIn):
    signed_in(Role.OWNER)

    answer = take(client, "signatories", purpose=" ", format="csv")

    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert '<a href="#purpose">Please say what this export is for.' in text
    assert Action.EXPORT_STARTED not in actions()


def test_under_organiser_custody_a_wrong_passphrase_brings_the_form_back(client: FlaskClient, signed_in: SignIn):
    with begin_work(OPERATOR) as work:
        a_petition(work, "sealed", kept_by=Custody.ORGANISERS, passphrase=PASSPHRASE)
    a_signature(a_request("hidden@canary.example"), "sealed")
    signed_in(Role.OWNER, "sealed")

    wrong = take(client, "signatories", "sealed", **FILLED_IN, passphrase="not this one")
    none = take(client, "signatories", "sealed", **FILLED_IN)
    right = take(client, "signatories", "sealed", **FILLED_IN, passphrase=PASSPHRASE)

    assert (wrong.status_code, none.status_code, right.status_code) == (422, 422, 200)
    assert '<a href="#passphrase">That passphrase does not open' in wrong.get_data(as_text=True)
    assert "not this one" not in wrong.get_data(as_text=True)
    assert "canary" not in wrong.get_data(as_text=True) + none.get_data(as_text=True)
    assert "hidden@canary.example" in right.get_data(as_text=True)


TYPES = {
    ("roster", "xlsx"): ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "letter-roster-", b"PK"),
    ("roster", "jsonl"): ("application/jsonl; charset=utf-8", "letter-roster-", b'{"name"'),
    ("tallies", "json"): ("application/json", "letter-tallies-", b"[\n{"),
}


@pytest.mark.parametrize(("kind", "form"), TYPES)
def test_each_form_comes_under_its_own_name_and_type(client: FlaskClient, signed_in: SignIn, kind: str, form: str):
    a_signature(a_request(display=DisplayMode.NAME, name="Sam Signer"))
    signed_in(Role.VIEWER)
    content_type, name, start = TYPES[kind, form]

    answer = take(client, kind, format=form)

    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}2026-11-22.{form}"'
    assert answer.data.startswith(start)


@pytest.mark.parametrize(
    ("kind", "form"), [("roster", "json"), ("tallies", "jsonl"), ("roster", "pdf"), ("roster", "")]
)
def test_a_form_that_is_not_offered_is_refused(client: FlaskClient, signed_in: SignIn, kind: str, form: str):
    signed_in(Role.OWNER)

    assert take(client, kind, format=form).status_code == 422
    assert Action.EXPORT_STARTED not in actions()


def test_a_file_for_a_tool_is_chosen_on_its_own_page(client: FlaskClient, signed_in: SignIn):
    a_signature(replace(a_request("sam@canary.example"), consents=frozenset({Purpose.COUNT, Purpose.UPDATES})))
    a_signature(a_request("silent@canary.example"))
    signed_in(Role.EXPORTER)

    foretold = page(client, kind="tool")
    answer = take(client, "tool", profile="ghost", purpose="Letters")

    assert "Left out: Did not agree to letters" in " ".join(foretold.split())
    assert "canary" not in foretold
    assert answer.data.decode().splitlines()[0] == "email,name,note,subscribed_to_emails,labels,created_at"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter-ghost-2026-11-22.csv"'
    assert [address in answer.data for address in (b"sam@canary", b"silent@canary")] == [True, False]


def test_a_split_file_comes_as_a_zip(client: FlaskClient, signed_in: SignIn):
    a_signature(a_request())
    signed_in(Role.OWNER)

    answer = take(client, "signatories", format="csv", rows_a_part="5", purpose="Check")

    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist()[0] == "letter-signatories-2026-11-22-001.csv"


WRONG = [
    ("tool", {"purpose": "Letters"}, "#profile-0"),
    ("tool", {"purpose": "Letters", "profile": "own"}, "#profile-0"),
    ("tool", {"purpose": "Letters", "profile": "ghost", "employer": "nobody"}, "#employer"),
    ("tool", {"purpose": "Letters", "profile": "ghost", "since": "yesterday"}, "#since"),
    ("tool", {"purpose": "Letters", "profile": "ghost", "rows_a_part": "0"}, "#rows_a_part"),
    ("signatories", {"purpose": "Letters", "format": "csv", "rows_a_part": "many"}, "#rows_a_part"),
    ("signatories", {"purpose": "Letters", "format": "xlsx", "rows_a_part": "5"}, "#rows_a_part"),
    ("signatories", {"purpose": "Letters", "format": "pdf"}, "#format-0"),
    ("signatories", {"purpose": "Letters", "format": "csv", "status": "pending"}, "#status"),
]


@pytest.mark.parametrize(("kind", "typed", "field"), WRONG)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, signed_in: SignIn, kind: str, typed: dict[str, str], field: str
):
    signed_in(Role.OWNER)

    answer = take(client, kind, **typed)

    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert f'<a href="{field}">' in text
    assert 'value="Letters"' in text
    assert Action.EXPORT_STARTED not in actions()


def test_everybody_in_the_team_can_read_what_an_export_said_of_itself(client: FlaskClient, signed_in: SignIn):
    signed_in(Role.OWNER)
    take(client, "signatories", format="csv", purpose="Check").get_data()
    signed_in(Role.VIEWER)
    (link,) = re.findall(r'href="([^"]+exports/[0-9a-f-]{36}[.]json)"', page(client))

    answer = client.get(link)

    assert answer.get_json()["files"][0]["name"] == "letter-signatories-2026-11-22.csv"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/organise/{SLUG}/exports/{UUID(int=9)}.json").status_code == 404


def test_the_eleventh_export_of_a_day_is_refused(client: FlaskClient, signed_in: SignIn):
    signed_in(Role.VIEWER)
    taken = [take(client, "tallies").status_code for _ in range(11)]

    assert taken == [200] * 10 + [429]


def actions() -> set[str]:
    with begin_reading(OPERATOR) as work:
        return {line.action for line in audit.lines(work)}
