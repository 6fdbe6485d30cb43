"""The list of petitions in the public JSON API, page by page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.domain.petition import State
from petition_app.services.work import OPERATOR
from tests.api.problems import problem
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

    assert (answer.status_code, answer.get_json()) == (400, problem(400, "Bad Request", sentence))


def listed(client: FlaskClient, query: str) -> list[str]:
    return [each["attributes"]["slug"] for each in client.get(f"{LIST}?{query}").get_json()["data"]]


@pytest.mark.parametrize("query", ["appeal", "APPEAL+act", "l%C3%A9aders", "you+LEADERS"])
def test_petitions_are_found_by_words_of_title_and_summary(client: FlaskClient, query: str):
    assert listed(client, f"q={query}") == [SLUG]
    assert listed(client, f"q={query}+nothing") == []


def test_a_list_is_narrowed_to_a_state_and_says_how_many_there_are_of_each(client: FlaskClient):
    with begin_work(OPERATOR) as work:
        a_petition(work, "over", state=State.CLOSED)
        a_petition(work, "secret", state=State.DRAFT)

    assert listed(client, "state=closed") == ["over"]
    assert listed(client, "state=with_response") == []
    assert sorted(listed(client, "state=awaiting_response&count=2")) == [SLUG, "over"]
    answer = client.get(f"{LIST}?q=appeal&state=closed&count=1").get_json()
    assert {name: count for name, count in answer["meta"]["states"].items() if count} == {
        "all": 2, "open": 1, "closed": 1, "awaiting_response": 2,
    }  # fmt: skip
    assert answer["links"]["self"].endswith("?page=1&count=1&q=appeal&state=closed")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("state=draft", "state must be one of: all, open, paused, closed, delivered, archived, with_response, "
         "awaiting_response."),
        ("q=" + "x" * 101, "q must be a text of at most 100 characters."),
        ("q=%00", "q must be a text of at most 100 characters."),
        ("limit=5", "There is no parameter “limit” here; there are: q, state, page, count."),
    ],
)  # fmt: skip
def test_a_wrong_search_is_refused_with_a_sentence(client: FlaskClient, query: str, sentence: str):
    answer = client.get(f"{LIST}?{query}")

    assert (answer.status_code, answer.get_json()) == (400, problem(400, "Bad Request", sentence))
