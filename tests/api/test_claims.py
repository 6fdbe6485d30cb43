"""Claims in the JSON API: lines ready to be quoted, and a verdict on each claim of a text."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_reading, begin_work
from petition_app.services import petitions, releases
from petition_app.services.work import OPERATOR
from tests.api.problems import problem
from tests.builders import SLUG, a_request, a_signature

LINES = f"/api/v1/petitions/{SLUG}/claims"
CHECK = f"{LINES}/check"


@pytest.fixture
def digest(app: Flask) -> str:
    """Of a release with ten or more signers at Google, and of all."""
    for number in range(12):
        a_signature(a_request(f"google{number}@canary.example", employer="Google"))
        a_signature(a_request(f"other{number}@canary.example", employer=""))
    with begin_work(OPERATOR) as work:
        return releases.release(work, petitions.by_slug(work, SLUG)).digest


def checked(client: FlaskClient, text: str) -> dict[str, Any]:
    answer = client.post(CHECK, json={"text": text})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()["data"]["attributes"]
    return found


def test_the_lines_come_with_the_release_they_are_made_from(client: FlaskClient, digest: str):
    answer = client.get(LINES)

    attributes = answer.get_json()["data"]["attributes"]
    assert {name: attributes[name] for name in ("release", "as_of", "sha256")} == {
        "release": 1,
        "as_of": "2026-11-22",
        "sha256": digest,
    }
    assert {
        "kind": "total",
        "text": "At least 20 people have signed, as of 22 November 2026.",
        "employers": [],
    } in attributes["lines"]
    assert answer.get_json()["links"] == {
        "self": f"http://127.0.0.1:8000{LINES}",
        "check": f"http://127.0.0.1:8000{CHECK}",
        "method": "http://127.0.0.1:8000/how-we-count",
    }
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(LINES, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_every_line_sent_back_passes(client: FlaskClient, digest: str):
    for line in client.get(LINES).get_json()["data"]["attributes"]["lines"]:
        claims = checked(client, line["text"])["claims"]
        assert {claim["verdict"] for claim in claims} == {"pass"}, line


def test_a_claim_is_returned_with_all_there_is_to_it(client: FlaskClient, digest: str):
    answer = checked(client, "Hear this: nearly 100 signers at Google.")

    (claim,) = answer["claims"]
    figure = claim["figure"]
    assert answer["sha256"] == digest
    assert claim == {
        "text": "nearly 100 signers at Google",
        "start": 11,
        "end": 39,
        "topic": "count",
        "subject": "Google",
        "noun": "signers",
        "phrase": "nearly 100",
        "verdict": "fail",
        "figure": figure,
        "reason": f"Nearly 100 means 95 to 99; the published figure for Google is at least {figure}, "
        "so the phrase does not hold.",
    }
    assert answer["text"][claim["start"] : claim["end"]] == claim["text"]


def test_a_form_is_as_good_as_json(client: FlaskClient, digest: str):
    answer = client.post(CHECK, data={"text": "Over 1,000 have signed."})

    assert [claim["verdict"] for claim in answer.get_json()["data"]["attributes"]["claims"]] == ["fail"]


def test_the_id_works_in_place_of_the_slug(client: FlaskClient, digest: str):
    with begin_reading(OPERATOR) as work:
        key = petitions.by_slug(work, SLUG).id

    assert client.post(f"/api/v1/petitions/{key}/claims/check", json={"text": "x"}).status_code == 200
    assert client.get(f"/api/v1/petitions/{key}/claims").get_json()["data"]["id"] == str(key)


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '"text"', '{"text": 1}', '{"text": null}', '{"text": ""}', '{"txt": "x"}', "[" * 60_000,
     '{"text": "' + "x" * 2001 + '"}', '{"text": ' + "9" * 6000 + "}"],
    ids=range(12),
)  # fmt: skip
def test_a_body_that_is_no_text_is_refused_with_a_reason(client: FlaskClient, digest: str, body: str):
    answer = client.post(CHECK, data=body, content_type="application/json")

    assert answer.status_code == 400
    sentence = "text must be a string of 1 to 2000 characters."
    assert answer.get_json() == problem(400, "Bad Request", sentence)


@pytest.mark.parametrize(
    "text", ["<script>95 at Google</script>", "\u202e95", "\ud800", "\x00", "😀" * 2000, "\u0301" * 2000]
)
def test_no_text_breaks_it(client: FlaskClient, digest: str, text: str):
    assert checked(client, text)["release"] == 1


def test_too_much_is_refused_as_everywhere(client: FlaskClient, digest: str):
    answer = client.post(CHECK, json={"text": "x" * 100_000})

    assert answer.status_code in (400, 413)
    assert answer.get_json()["status"] == answer.status_code


def test_where_nothing_is_published_there_is_nothing_to_check(client: FlaskClient, app: Flask):
    for answer in (client.get(LINES), client.post(CHECK, json={"text": "Over 20 have signed."})):
        assert answer.status_code == 409
        assert "published" in answer.get_json()["detail"]


def test_a_petition_that_is_not_public_is_not_there(client: FlaskClient, app: Flask):
    for key in ("nowhere", "%00", "00000000-0000-0000-0000-000000000000"):
        assert client.get(f"/api/v1/petitions/{key}/claims").status_code == 404
        assert client.post(f"/api/v1/petitions/{key}/claims/check", json={"text": "x"}).status_code == 404
