"""The API is as its description says, for whatever a program may send."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.api.describing import DESCRIPTION, operations, schema_of, tried
from tests.application import Clock
from tests.builders import SLUG
from tests.published import released, signed_at


def test_the_description_is_openapi_itself(app: Flask, client: FlaskClient):
    answer = client.get(DESCRIPTION)

    assert answer.get_json()["openapi"] == "3.1.0"
    assert answer.mimetype == "application/openapi+json"
    schema_of(app).validate()


def test_every_address_of_the_api_is_described(app: Flask, client: FlaskClient):
    described = {
        (method.upper(), "/api/v1" + path)
        for path, methods in client.get(DESCRIPTION).get_json()["paths"].items()
        for method in methods
    }
    ours = {
        (method, _braced(str(rule)))
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/api/v1/") and str(rule) != DESCRIPTION
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    same = {("GET", "/api/v1/petitions"), ("GET", "/api/v1/petitions/{key}")}

    assert described == ours - same


def _braced(rule: str) -> str:
    parts = (each.partition(":")[2] or each for each in rule.replace(">", "}").split("<"))
    return "{".join(parts)


def test_all_attributes_are_described_and_none_besides(client: FlaskClient, clock: Clock):
    signed_at("Google", 12)
    released(clock)
    description = client.get(DESCRIPTION).get_json()["components"]["schemas"]["Petition"]

    found = client.get(f"/api/v1/petitions/{SLUG}.json").get_json()["data"]["attributes"]

    assert found.keys() == description["properties"].keys()
    assert found["claims"].keys() == {"release", "as_of", "sha256", "lines"}


def test_the_public_api_answers_as_described_whatever_is_asked(app: Flask, clock: Clock):
    signed_at("Google", 12)
    released(clock)
    schema = schema_of(app)

    statuses = {each.label: tried(each, {"key": SLUG}) for each in operations(schema, "public")}

    assert len(statuses) == 6
    assert all(200 in found for found in statuses.values()), statuses
