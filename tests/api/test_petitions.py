"""The public JSON API, on both engines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_reading, begin_work
from petition_app.domain.handover import Delivery, Way
from petition_app.domain.petition import State
from petition_app.domain.signature import DisplayMode
from petition_app.services import handovers, petitions, releases
from petition_app.services.work import OPERATOR
from tests.api.problems import problem
from tests.application import Clock
from tests.builders import SLUG, a_petition, a_request, a_signature, change_petition

SILENCE = {
    "kind": "none", "date": "2026-11-22", "summary": "No public statement.", "quotation": None, "source_url": None,
}  # fmt: skip
LIST, ONE = "/api/v1/petitions", f"/api/v1/petitions/{SLUG}"

#: What the API says of the test petition, but for the note on what is suppressed.
IN_FULL = {
    "action": "An appeal to our leaders",
    "title": "An appeal to our leaders",
    "background": "We ask you to act.",
    "summary": "We ask you to act.",
    "additional_details": "Dear leaders,\n\nplease act.",
    "body": "Dear leaders,\n\nplease act.",
    "slug": SLUG,
    "state": "open",
    "opened_at": "2026-11-22T12:00:00.000Z",
    "launched_at": None,
    "closing_at": None,
    "closing_date": None,
    "closed_at": None,
    "delivered_at": None,
    "updated_at": "2026-11-22T12:00:00.000Z",
    "signature_count": 0,
    "text": {"version": 1, "sha256": "0" * 64},
    "demands": ["Act."],
    "precedents": [{"title": "It was done before", "summary": "Last autumn.", "source_url": None}],
    "targets": [
        {
            "name": "Chief executive",
            "organisation": "Acme",
            "retired_on": None,
            "state": "none",
            "as_of": "2026-11-22",
            "delivered_on": None,
            "handovers": [],
            "responded_on": None,
            "summary": "No public statement.",
            "quotation": None,
            "source_url": None,
            "responses": [SILENCE],
        }
    ],
    "responses": [{"name": "Chief executive", "organisation": "Acme", **SILENCE}],
    "updates": [],
    "signatures_by_employer": [],
    "signatures_by_day": [],
    "release": None,
    "claims": None,
    "policy": {"threshold": 10, "employment_proof": False, "total_is_live": True},
    "verification_policy": {
        "mailbox_confirmed": True,
        "employment_proof_for_employer_rows": False,
        "employment_proofs": ["document", "vouched", "work_address"],
    },
    "data_policy": {
        "names_are_public_by_choice_only": True,
        "least_unnamed_signers_of_an_employer": 10,
        "figures_rounded_down_to": 5,
        "custody": "instance",
        "private_fields_kept_days_after_closing": 90,
        "private_fields_erased_on": None,
    },
}


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
    note = answer.get_json()["data"]["attributes"]["suppressed"]["note"]

    assert answer.get_json() == {
        "links": {
            "self": f"http://127.0.0.1:8000{ONE}",
            "page": f"http://127.0.0.1:8000/p/{SLUG}",
            "count": f"http://127.0.0.1:8000{ONE}/count.json",
            "privacy": "http://127.0.0.1:8000/privacy",
        },
        "data": {
            "type": "petition",
            "id": key,
            "attributes": IN_FULL | {"suppressed": {"signatures": 0, "note": note}},
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

    def shown() -> set[int]:
        with begin_reading(OPERATOR) as work:
            page = petitions.public_page(work, SLUG).total
        listed = client.get(LIST).get_json()["data"][0]["attributes"]["signature_count"]
        count = client.get(f"{ONE}/count.json").get_json()["signature_count"]
        return {page, listed, count, attributes(client)["signature_count"]}

    signers(12, "Google")
    assert shown() == {0}
    release()
    signers(1, "Google", start=12)

    assert shown() == {13 if live else 10}


def test_no_address_and_no_name_of_a_signer_is_in_the_api(client: FlaskClient):
    for number, mode in enumerate(DisplayMode):
        request = a_request(f"s{number}@canary.example", display=mode, name="Canary Name", title="Canary Title")
        a_signature(request)
    release()

    for address in (LIST, ONE, f"{ONE}/count.json"):
        text = client.get(address).get_data(as_text=True)
        assert "canary" not in text.lower()


@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW])
def test_what_is_not_public_is_not_there(client: FlaskClient, state: State):
    with begin_work(OPERATOR) as work:
        key = a_petition(work, "secret", state=state).id

    for name in ("secret", str(key), "nobody", "0" * 32, "%00", "a" * 3_000):
        answer = client.get(f"{LIST}/{name}")
        assert answer.status_code == 404
        assert answer.get_json() == problem(404, "Not Found", "There is nothing here under that address.")
        assert answer.mimetype == "application/problem+json"
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
    signers(12, "Google")
    release()
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=120, stale-if-error=300"
    assert (again.status_code, again.data) == (304, b"")
    assert changed.status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_api_changes_nothing(client: FlaskClient, method: str):
    answer = client.open(ONE, method=method)

    assert answer.status_code == 405
    assert json.loads(answer.data)["status"] == 405


def test_errors_are_not_kept(client: FlaskClient):
    assert client.get(f"{LIST}/nobody").headers["Cache-Control"] == "no-store"


def test_addresses_that_end_in_json_are_the_same(client: FlaskClient):
    assert client.get(f"{ONE}.json").get_json() == client.get(ONE).get_json()
    assert client.get(f"{LIST}.json").get_json() == client.get(LIST).get_json()


def test_the_figure_alone_is_the_one_on_the_page(client: FlaskClient, clock: Clock):
    signers(12, "Google")
    release()
    signers(1, "Google", start=12)

    count = client.get(f"{ONE}/count.json").get_json()

    assert (count["signature_count"], count["state"], count["release"]["signature_count"]) == (13, "open", 10)


def test_what_reached_an_addressee_in_public_is_told_and_who_brought_it_is_not(client: FlaskClient):
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG)
        (addressee,) = petitions.addressees(work, petition.id)
        for is_public in (True, False):
            brought = Delivery(work.today, Way.IN_PERSON, "Canary Carrier", "canary note", is_public=is_public)
            handovers.record(work, petition.id, addressee.target.id, brought)

    (target,) = attributes(client)["targets"]

    assert target["delivered_on"] == "2026-11-22"
    assert target["handovers"] == [{"date": "2026-11-22", "way": "in_person", "evidence_url": None, "package": None}]
    assert "canary" not in client.get(ONE).text.lower()


def test_the_moment_of_a_signature_is_not_told(client: FlaskClient, clock: Clock):
    before = client.get(ONE)
    clock.move(hours=3, seconds=7)
    a_signature()
    clock.move(minutes=5)

    after = client.get(ONE)

    assert attributes(client)["updated_at"] == before.get_json()["data"]["attributes"]["updated_at"]
    assert after.headers["Last-Modified"] == "Sun, 22 Nov 2026 15:05:00 GMT"


@pytest.mark.parametrize("address", [ONE, f"{ONE}/count.json", f"{ONE}/releases", f"{ONE}/claims"])
def test_a_parameter_that_means_nothing_is_refused_with_a_sentence(client: FlaskClient, address: str):
    answer = client.get(f"{address}?counts=5")

    sentence = "This address takes no parameters, so “counts” means nothing here."
    assert (answer.status_code, answer.get_json()) == (400, problem(400, "Bad Request", sentence))


def test_a_petition_that_waits_for_its_launch_is_not_there(client: FlaskClient):
    change_petition(hidden_until=100)

    for address in (ONE, f"{ONE}.json", f"{ONE}/count.json", f"{ONE}/claims", f"{ONE}/releases"):
        assert client.get(address).status_code == 404
    assert client.get(f"{LIST}?q=appeal").get_json()["data"] == []
