"""What is asked for in a way that cannot be stored or understood gets a plain answer, never an error of ours."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from petition_app.web.assets import digest_of
from tests.web.visits import ASSET


@pytest.mark.parametrize("path", ["/p/%00", "/p/%00/signatories", "/c/%00", "/p/letter/signatories?after_name=%00"])
def test_a_nul_in_an_address_is_answered_plainly(client: FlaskClient, path: str):
    answer = client.get(path)

    assert answer.status_code in (200, 400, 404, 410)


def test_a_nul_in_a_form_is_answered_plainly(client: FlaskClient):
    answers = [
        client.post("/sign-in", data={"email": "olu\x00@example.org", "password": "x\x00" * 9}),
        client.post("/receipt", data={"receipt": "\x00"}),
        client.post("/confirm", data={"code": "\x00"}),
        client.post("/p/letter/sign", data={"email": "sam\x00@example.org", "employer": "\x00", "token": "\x00"}),
    ]

    assert all(400 <= answer.status_code < 500 for answer in answers)


def test_a_file_has_one_address_and_no_other_spelling_of_it(client: FlaskClient):
    digest = digest_of(ASSET)
    folder, name = ASSET.rsplit("/", 1)
    spellings = [f"{folder}/./{name}", f"./{ASSET}", f"{folder}/x/../{name}", f"{folder}/../{ASSET}", f"{ASSET}/."]

    with client.get(f"/static/{digest}/{ASSET}") as answer:
        assert answer.status_code == 200
    client.get("/nothing")  # The page of an error reads files of its own.
    read = digest_of.cache_info().currsize
    assert {client.get(f"/static/{digest}/{each}").status_code for each in spellings} == {404}
    assert digest_of.cache_info().currsize == read
