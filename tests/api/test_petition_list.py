"""The list of petitions in the public JSON API, page by page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_petition

LIST, ONE = "/api/v1/petitions", f"/api/v1/petitions/{SLUG}"


def test_the_list_is_read_page_by_page(client: FlaskClient, clock: Clock):
    for number in range(4):
        clock.move(days=1)
        with begin_work(OPERATOR) as work:
            a_petition(work, f"p{number}")

    seen, address, links = [], f"{LIST}?count=2", []
    while address:
        answer = client.get(address.removeprefix("http://127.0.0.1:8000")).get_json()
        seen += [each["attributes"]["slug"] for each in answer["data"]]
        links.append(answer["links"])
        address = answer["links"]["next"]

    assert seen == ["p3", "p2", "p1", "p0", SLUG]
    assert links[1] == {
        "self": f"http://127.0.0.1:8000{LIST}?page=2&count=2",
        "first": f"http://127.0.0.1:8000{LIST}?page=1&count=2",
        "last": f"http://127.0.0.1:8000{LIST}?page=3&count=2",
        "prev": f"http://127.0.0.1:8000{LIST}?page=1&count=2",
        "next": f"http://127.0.0.1:8000{LIST}?page=3&count=2",
    }
    assert (links[0]["prev"], links[2]["next"]) == (None, None)


def test_the_list_leads_to_each_petition(client: FlaskClient):
    (only,) = client.get(LIST).get_json()["data"]

    assert only["links"]["self"] == f"http://127.0.0.1:8000{ONE}"
    assert "body" not in only["attributes"]


def test_a_page_after_the_last_is_empty(client: FlaskClient):
    answer = client.get(f"{LIST}?page=9").get_json()

    assert answer["data"] == []
    assert answer["links"]["prev"].endswith("page=1&count=25")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("count=51", "count must be a whole number from 1 to 50."),
        ("count=0", "count must be a whole number from 1 to 50."),
        ("count=", "count must be a whole number from 1 to 50."),
        ("count=²", "count must be a whole number from 1 to 50."),
        ("page=-1", "page must be a whole number from 1 to 1000000."),
        ("page=1.5", "page must be a whole number from 1 to 1000000."),
        ("page=" + "9" * 5_000, "page must be a whole number from 1 to 1000000."),
        ("page=1;drop", "page must be a whole number from 1 to 1000000."),
    ],
)
def test_a_wrong_page_is_refused_with_a_sentence(client: FlaskClient, query: str, sentence: str):
    answer = client.get(f"{LIST}?{query}")

    assert (answer.status_code, answer.get_json()) == (400, {"errors": [{"status": 400, "detail": sentence}]})
