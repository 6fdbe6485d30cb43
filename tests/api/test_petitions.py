"""The public JSON API, on both engines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import State
from petition_app.domain.signature import DisplayMode
from petition_app.services import petitions, releases
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_petition, a_request, a_signature

SILENCE = {
    "kind": "none", "date": "2026-11-22", "summary": "No public statement.", "quotation": None, "source_url": None,
}  # fmt: skip
LIST, ONE = "/api/v1/petitions", f"/api/v1/petitions/{SLUG}"


def attributes(client: FlaskClient, address: str = ONE) -> dict[str, Any]:
    found: dict[str, Any] = client.get(address).get_json()["data"]["attributes"]
    return found


def release() -> None:
    with begin_work(OPERATOR) as work:
        releases.release(work, petitions.by_slug(work, SLUG))


def signers(many: int, employer: str, start: int = 0) -> None:
    for number in range(start, start + many):
        a_signature(a_request(f"{employer.lower()}{number}@canary.example", employer=employer))


def test_a_petition_is_described_in_full(client: FlaskClient, app: Flask):
    with begin_reading(OPERATOR) as work:
        key = str(petitions.by_slug(work, SLUG).id)

    answer = client.get(ONE)

    assert answer.get_json() == {
        "links": {"self": f"http://127.0.0.1:8000{ONE}"},
        "data": {
            "type": "petition",
            "id": key,
            "attributes": {
                "title": "An appeal to our leaders",
                "summary": "We ask you to act.",
                "body": "Dear leaders,\n\nplease act.",
                "slug": SLUG,
                "state": "open",
                "opened_at": "2026-11-22T12:00:00.000Z",
                "closing_at": None,
                "closed_at": None,
                "signature_count": 0,
                "text": {"version": 1, "sha256": "0" * 64},
                "demands": ["Act."],
                "precedents": [{"title": "It was done before", "summary": "Last autumn.", "source_url": None}],
                "targets": [
                    {
                        "name": "Chief executive",
                        "organisation": "Acme",
                        "state": "none",
                        "as_of": "2026-11-22",
                        "responded_on": None,
                        "summary": "No public statement.",
                        "quotation": None,
                        "source_url": None,
                        "responses": [SILENCE],
                    }
                ],
                "updates": [],
                "signatures_by_employer": [],
                "signatures_by_day": [],
                "suppressed": {"signatures": 0, "note": answer.get_json()["data"]["attributes"]["suppressed"]["note"]},
                "release": None,
                "policy": {"threshold": 10, "employment_proof": False, "total_is_live": True},
            },
        },
    }


def test_a_petition_is_found_by_its_id_as_well(client: FlaskClient):
    by_slug = client.get(ONE).get_json()

    assert client.get(f"{LIST}/{by_slug['data']['id']}").get_json() == by_slug


def test_figures_are_those_of_the_last_release(client: FlaskClient, clock: Clock):
    signers(17, "Google")
    signers(12, "Meta")
    signers(10, "Acme")
    release()
    signers(9, "Google", start=17)

    found = attributes(client)

    rows = [(each["name"], each["slug"], each["signature_count"]) for each in found["signatures_by_employer"]]
    assert rows == [("Google", "google", 15), ("Meta", "meta", 10)]
    assert found["suppressed"]["signatures"] == 10
    assert found["release"]["signature_count"] == 35
    assert found["signatures_by_day"] == [{"date": "2026-11-22", "signature_count": 35}]
    assert found["signature_count"] == 48


def test_growth_is_told_by_releases_and_not_by_the_days_of_signing(client: FlaskClient, clock: Clock):
    signers(12, "Google")
    release()
    clock.move(days=1)
    signers(8, "Google", start=12)
    clock.move(days=1)
    release()

    assert attributes(client)["signatures_by_day"] == [
        {"date": "2026-11-22", "signature_count": 10},
        {"date": "2026-11-24", "signature_count": 20},
    ]


@pytest.mark.parametrize("live", [True, False])
def test_the_total_is_the_one_on_the_page(client: FlaskClient, live: bool):
    with begin_work(OPERATOR) as work:
        petitions.by_slug(work, SLUG).live_total = live
    signers(3, "Google")

    with begin_reading(OPERATOR) as work:
        shown = petitions.public_page(work, SLUG).total
    listed = client.get(LIST).get_json()["data"][0]["attributes"]["signature_count"]

    assert attributes(client)["signature_count"] == listed == shown == (3 if live else 0)


def test_no_address_and_no_name_of_a_signer_is_in_the_api(client: FlaskClient):
    for number, mode in enumerate(DisplayMode):
        request = a_request(f"s{number}@canary.example", display=mode, name="Canary Name", title="Canary Title")
        a_signature(request)
    release()

    for address in (LIST, ONE):
        text = client.get(address).get_data(as_text=True)
        assert "canary" not in text.lower()


@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW])
def test_what_is_not_public_is_not_there(client: FlaskClient, state: State):
    with begin_work(OPERATOR) as work:
        key = a_petition(work, "secret", state=state).id

    for name in ("secret", str(key), "nobody", "0" * 32, "%00", "a" * 3_000):
        answer = client.get(f"{LIST}/{name}")
        assert answer.status_code == 404
        assert answer.get_json() == {"errors": [{"status": 404, "detail": "There is nothing here under that address."}]}
    assert [each["attributes"]["slug"] for each in client.get(LIST).get_json()["data"]] == [SLUG]


@pytest.mark.parametrize("address", [LIST, ONE, f"{LIST}/nobody", f"{LIST}?page=x"])
def test_any_site_may_read_the_api_without_cookies(client: FlaskClient, address: str):
    answer = client.get(address, headers={"Origin": "https://elsewhere.example"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_other_pages_may_not_be_read_by_other_sites(client: FlaskClient):
    assert "Access-Control-Allow-Origin" not in client.get("/healthz").headers


@pytest.mark.parametrize("address", [LIST, ONE])
def test_an_answer_may_be_kept_for_a_minute_and_asked_for_again(client: FlaskClient, address: str):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    a_signature()
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, again.data) == (304, b"")
    assert changed.status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_api_changes_nothing(client: FlaskClient, method: str):
    answer = client.open(ONE, method=method)

    assert answer.status_code == 405
    assert json.loads(answer.data)["errors"][0]["status"] == 405


def test_errors_are_not_kept(client: FlaskClient):
    assert client.get(f"{LIST}/nobody").headers["Cache-Control"] == "no-store"
