"""The organiser API: exact figures and public fields, answers and drafts; as described, on both engines."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from petition_app.database import begin_reading
from petition_app.domain.accesstoken import Scope
from petition_app.domain.signature import DisplayMode
from petition_app.models import AuditLine, Update
from petition_app.services.work import OPERATOR
from tests.api.bringing import AT, Headers, a_token, bearer
from tests.api.describing import operations, schema_of, tried
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature
from tests.cast import an_organiser
from tests.published import signed_at

UPDATE = {"title": "News", "body": "They *answered*."}


@pytest.fixture
def brings(app: Flask) -> Headers:
    return bearer(a_token(an_organiser()))


def read(client: FlaskClient, path: str, headers: Headers) -> Any:
    answer = client.get(f"{AT}{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def send(client: FlaskClient, path: str, headers: Headers, body: Any, **more: str) -> TestResponse:
    return client.post(f"{AT}{path}", json=body, headers=headers | {k.replace("_", "-"): v for k, v in more.items()})


def drafts() -> list[str]:
    with begin_reading(OPERATOR) as work:
        return list(work.session.scalars(select(Update.title)))


def test_tallies_are_exact(client: FlaskClient, brings: Headers):
    signed_at("Google", 3)
    signed_at("", 1)

    found = read(client, "/tallies", brings)["data"]

    assert found["statuses"] == {"pending": 0, "confirmed": 4, "held": 0, "invalidated": 0, "withdrawn": 0}
    assert [(each["name"], each["signatures"]) for each in found["employers"]] == [("Google", 3), (None, 1)]
    assert found["days"] == [{"date": "2026-11-22", "signatures": 4}]


def test_signatories_are_shown_as_in_their_room_page_by_page(client: FlaskClient, brings: Headers):
    for number in range(52):
        a_signature(a_request(f"canary{number}@hidden.example", network=f"192.0.2.{number}"))
    a_signature(a_request("c@hidden.example", display=DisplayMode.NAME_TITLE, name="Sam Signer", title="Archivist"))

    first = read(client, "/signatories", brings)
    second = client.get(first["links"]["next"].removeprefix("http://127.0.0.1:8000"), headers=brings)
    sam = read(client, "/signatories?q=signer", brings)["data"]

    ids = [each["id"] for each in [*first["data"], *second.get_json()["data"]]]
    assert (len(ids), len(set(ids)), second.get_json()["links"]["next"]) == (53, 53, None)
    assert [(each["name"], each["title"], each["employer"]) for each in sam] == [("Sam Signer", "Archivist", "Acme")]
    assert "hidden.example" not in str(first) + second.text + str(sam)


def test_a_search_that_says_nothing_is_refused_with_a_sentence(client: FlaskClient, brings: Headers):
    for query in ("state:nonsense", "employer:Nowhere", "x" * 501):
        answer = client.get(f"{AT}/signatories", query_string={"q": query}, headers=brings)
        assert answer.status_code == 400, query
        assert answer.get_json()["detail"]
    for after in ("x", "1.x", "-1.x", "9" * 99):
        assert client.get(f"{AT}/employers/queue?after={after}", headers=brings).status_code == 400


def test_texts_that_mean_no_employer_yet_are_listed(client: FlaskClient, brings: Headers):
    signed_at("Gogle", 2)

    (line,) = read(client, "/employers/queue", brings)["data"]

    assert (line["text"], line["signatures"]) == ("Gogle", 2)
    assert {"slug": "google", "name": "Google"} in line["suggestions"]


def test_an_answer_of_an_addressee_is_public_at_once_and_has_its_maker_in_the_log(client: FlaskClient, brings: Headers):
    (addressee,) = read(client, "/addressees", brings)["data"]
    body = {
        "target": addressee["id"], "kind": "public", "date": "2026-11-22", "summary": "They spoke.",
        "source_url": "https://news.example.org/1",
    }  # fmt: skip
    made = send(client, "/responses", brings, body)

    public = client.get(f"/api/v1/petitions/{SLUG}").get_json()["data"]["attributes"]["targets"][0]
    assert (made.status_code, public["summary"], public["state"]) == (201, "They spoke.", "public")
    with begin_reading(OPERATOR) as work:
        lines = work.session.scalars(select(AuditLine).order_by(AuditLine.number)).all()[-2:]
    assert [each.action for each in lines] == ["response added", "token used"]
    assert all(each.actor.startswith("organiser:") for each in lines)
    assert made.get_json()["data"]["id"] in lines[1].details


def test_an_update_is_a_draft_that_the_public_does_not_see(client: FlaskClient, brings: Headers):
    assert send(client, "/updates", brings, UPDATE).status_code == 201

    assert drafts() == ["News"]
    assert client.get(f"/api/v1/petitions/{SLUG}").get_json()["data"]["attributes"]["updates"] == []


def test_the_same_request_with_the_same_key_is_carried_out_once(client: FlaskClient, brings: Headers, clock: Clock):
    first = send(client, "/updates", brings, UPDATE, Idempotency_Key="k1")
    again = send(client, "/updates", brings, UPDATE, Idempotency_Key="k1")
    other = send(client, "/updates", brings, UPDATE | {"title": "Else"}, Idempotency_Key="k1")
    new = send(client, "/updates", brings, UPDATE, Idempotency_Key="k2")

    assert (first.status_code, first.data) == (again.status_code, again.data)
    assert (other.status_code, new.status_code) == (422, 201)
    assert drafts() == ["News", "News"]


def test_a_key_of_a_refused_request_can_be_used_again(client: FlaskClient, brings: Headers):
    refused = send(client, "/updates", brings, UPDATE | {"body": ""}, Idempotency_Key="k1")
    mended = send(client, "/updates", brings, UPDATE, Idempotency_Key="k1")

    assert (refused.status_code, mended.status_code) == (422, 201)


def test_two_tokens_may_use_the_same_key(client: FlaskClient, brings: Headers):
    other = bearer(a_token(an_organiser("Ada")))
    statuses = [send(client, "/updates", each, UPDATE, Idempotency_Key="k").status_code for each in (brings, other)]

    assert (statuses, drafts()) == ([201, 201], ["News", "News"])


@pytest.mark.parametrize(
    "body", [[], {}, {"title": "x"}, {"title": 1, "body": "y"}, {"title": "x", "body": "y", "number": "1"}, "x", None]
)
def test_a_body_that_is_not_as_described_changes_nothing(client: FlaskClient, brings: Headers, body: object):
    answer = send(client, "/updates", brings, body)

    assert (answer.status_code, drafts()) == (400, [])
    assert answer.get_json()["detail"]


def test_no_other_site_may_read_the_organiser_api(client: FlaskClient, brings: Headers):
    answer = client.get(f"{AT}/tallies", headers=brings | {"Origin": "https://elsewhere.example"})

    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_organiser_api_answers_as_described_whatever_is_asked(app: Flask, client: FlaskClient, clock: Clock):
    signed_at("Google", 3)
    olu = an_organiser()

    statuses = {}
    for operation in operations(schema_of(app), "organiser"):
        # A token of its own: together they would ask too often.
        headers = bearer(a_token(olu, *Scope))
        statuses[operation.label] = tried(operation, {"slug": SLUG}, headers)

    assert len(statuses) == 6
    assert all({200, 201, 404} & found for found in statuses.values()), statuses
