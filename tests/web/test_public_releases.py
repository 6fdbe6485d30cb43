"""The public history of releases: pages and files that anybody can check."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.domain.petition import State
from petition_app.domain.signature import DisplayMode
from petition_app.services import petitions, releases
from petition_app.services.releases import StoredRelease
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, change_petition

ADDRESS = f"/p/{SLUG}/releases"
FILES = (ADDRESS, f"{ADDRESS}.csv", f"{ADDRESS}/1.json", f"{ADDRESS}/1.csv", f"/api/v1/petitions/{SLUG}/releases")


@pytest.fixture
def two(app: Flask, clock: Clock) -> list[StoredRelease]:
    """Ten at Google and ten elsewhere; a day later seventeen and ten."""
    made = []
    for first, last in ((0, 10), (10, 17)):
        for number in range(first, last):
            a_signature(a_request(f"g{number}@example.org", employer="Google", network=f"192.0.2.{number}"))
            if number < 10:
                a_signature(a_request(f"e{number}@example.org", employer="", network=f"192.0.3.{number}"))
        with begin_work(OPERATOR) as work:
            made.append(releases.release(work, petitions.by_slug(work, SLUG)))
        clock.move(days=1)
    return made


def test_the_page_lists_every_release_with_its_digest_newest_first(client: FlaskClient, two: list[StoredRelease]):
    page = client.get(ADDRESS).get_data(as_text=True).replace("<wbr>", "")

    assert page.index(two[1].digest) < page.index(two[0].digest)
    assert f'href="{ADDRESS}/2.json"' in page


def test_the_digest_is_that_of_the_file(client: FlaskClient, two: list[StoredRelease]):
    for made in two:
        body = client.get(f"{ADDRESS}/{made.number}.json").data
        assert hashlib.sha256(body).hexdigest() == made.digest


def test_the_file_holds_the_rules_and_no_key_of_ours(client: FlaskClient, two: list[StoredRelease]):
    read = json.loads(client.get(f"{ADDRESS}/2.json").data)

    assert read["policy"] == {"threshold": 10, "employment_proof": False, "live_total": True}
    assert read["rows"] == [
        {"employer": "Google", "slug": "google", "at_least": 15, "as_of": "2026-11-23", "includes": ["YouTube"]}
    ]
    assert (read["rules"], read["other"], read["total"]) == (1, 10, 25)


def lines(client: FlaskClient, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(address).data.decode("utf-8-sig"))))


def test_the_long_form_has_every_figure_of_every_release(client: FlaskClient, two: list[StoredRelease]):
    assert lines(client, f"{ADDRESS}.csv") == [
        ["release", "date", "employer", "at_least", "as_of"],
        ["1", "2026-11-22", "Google", "10", "2026-11-22"],
        ["1", "2026-11-22", "", "10", "2026-11-22"],
        ["2", "2026-11-23", "Google", "15", "2026-11-23"],
        ["2", "2026-11-23", "", "10", "2026-11-23"],
    ]


def test_a_release_has_lines_of_its_own_which_sum_to_its_total(client: FlaskClient, two: list[StoredRelease]):
    head, *rows = lines(client, f"{ADDRESS}/2.csv")

    assert [row[0] for row in rows] == ["2", "2"]
    assert sum(int(row[head.index("at_least")]) for row in rows) == two[1].tally.total


def test_programs_find_every_release_and_its_files(client: FlaskClient, two: list[StoredRelease]):
    answer = client.get(f"/api/v1/petitions/{SLUG}/releases").get_json()

    assert [each["id"] for each in answer["data"]] == ["2", "1"]
    newest = answer["data"][0]
    assert newest["attributes"] == {
        "number": 2, "as_of": "2026-11-23", "signature_count": 25, "rows": 1, "rows_changed": 1,
        "sha256": two[1].digest, "rules": 1,
    }  # fmt: skip
    for kind in ("json", "csv"):
        assert client.get(newest["links"][kind]).status_code == 200


@pytest.mark.parametrize("address", FILES)
def test_what_is_not_public_has_no_history(client: FlaskClient, two: list[StoredRelease], address: str):
    assert client.get(address).status_code == 200
    change_petition(state=State.DRAFT)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "name", ["3.json", "0.csv", "99999999999999999999.json", "99999999999999999999.csv", "-1.json"]
)
def test_a_release_that_never_was_is_not_there(client: FlaskClient, two: list[StoredRelease], name: str):
    assert client.get(f"{ADDRESS}/{name}").status_code == 404


def test_before_the_first_release_the_history_says_why_it_is_empty(client: FlaskClient):
    assert "until nobody could be singled out" in client.get(ADDRESS).get_data(as_text=True)


def test_nobody_unnamed_and_no_exact_figure_is_in_any_file(client: FlaskClient, clock: Clock, two: list[StoredRelease]):
    a_signature(
        a_request("x@example.org", employer="Google", display=DisplayMode.NAME, name="Ada", network="192.0.9.1")
    )
    for address in FILES[1:]:
        text = client.get(address).get_data(as_text=True)
        assert "unnamed" not in text
        assert "17" not in text.replace(two[0].digest, "").replace(two[1].digest, "")
