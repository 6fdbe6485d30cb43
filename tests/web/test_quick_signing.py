"""A form that is in order is taken before Flask sees it: with Flask's own answer, and only where Flask takes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, request_started
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.domain.signature import Status
from petition_app.domain.throttle import SIGN_SOON
from petition_app.models import Signature
from tests.application import Clock
from tests.builders import SLUG
from tests.counts import by_status
from tests.web.signer import FORM, PAGE, signatures, submit, token_in

LONGEST = 64 * 1024


@contextmanager
def seen_by_flask(app: Flask) -> Iterator[list[str]]:
    """The addresses of requests that reach Flask meanwhile."""
    seen: list[str] = []

    def note(sender: Flask, **_: Any) -> None:
        seen.append(sender.name)

    with request_started.connected_to(note, app):
        yield seen


@pytest.fixture
def form(client: FlaskClient, clock: Clock) -> dict[str, str]:
    """A form that was read for five seconds, after somebody else has signed."""
    submit(client, clock, email="early@example.org")
    token = token_in(client.get(PAGE))
    clock.move(seconds=5)
    return {**FORM, "token": token}


def told(answer: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    return answer.status_code, sorted(answer.headers), answer.data


def test_the_second_signature_gets_the_answer_of_the_first_without_flask(
    app: Flask, client: FlaskClient, form: dict[str, str]
):
    by_flask = client.post(f"{PAGE}/sign", data={**form, "website": "filled in by a machine"})

    with seen_by_flask(app) as seen:
        answers = [
            client.post(f"{PAGE}/sign", data={**form, "email": f"{name}@example.org"}) for name in ("sam", "ada")
        ]

    assert seen == []
    assert [told(answer) for answer in answers] == [told(by_flask)] * 2
    assert by_flask.headers["Location"] == f"{PAGE}/sent"
    assert by_status() == {Status.PENDING: 3}


def test_an_answer_is_in_the_language_of_the_form(client: FlaskClient, form: dict[str, str]):
    answers = [
        client.post(f"{prefix}{PAGE}/sign", data={**form, "email": f"{number}@example.org"})
        for number, prefix in enumerate(("/es", "", "/es", ""))
    ]

    assert [answer.headers["Location"] for answer in answers] == [f"{prefix}{PAGE}/sent" for prefix in ("/es", "") * 2]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "elsewhere.example"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_what_flask_refuses_is_refused(client: FlaskClient, form: dict[str, str], headers: dict[str, str], status: int):
    assert client.post(f"{PAGE}/sign", data=form, headers=headers).status_code == status
    assert by_status() == {Status.PENDING: 1}


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://localhost"}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}]
)
def test_a_form_of_our_own_page_is_taken(
    app: Flask, client: FlaskClient, form: dict[str, str], headers: dict[str, str]
):
    with seen_by_flask(app) as seen:
        assert client.post(f"{PAGE}/sign", data=form, headers=headers).status_code == 303
    assert seen == []


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"email": "nobody"}, 422),
        ({"consent_count": ""}, 422),
        ({"token": "forged"}, 422),
        ({"employer": "x" * LONGEST}, 413),
        ({"email": ["sam@example.org", "ada@example.org"]}, 303),
    ],
)
def test_what_is_unusual_is_for_flask_to_say(
    app: Flask, client: FlaskClient, form: dict[str, str], changes: dict[str, Any], status: int
):
    with seen_by_flask(app) as seen:
        assert client.post(f"{PAGE}/sign", data={**form, **changes}).status_code == status
    assert len(seen) == 1


def test_a_token_serves_its_own_petition_and_age(client: FlaskClient, form: dict[str, str], clock: Clock):
    elsewhere = client.post("/p/other/sign", data=form)
    clock.move(hours=5)

    assert elsewhere.status_code in (404, 422)
    assert client.post(f"{PAGE}/sign", data=form).status_code == 422


def test_a_refusal_of_the_desk_is_told_with_all_that_was_typed(client: FlaskClient, form: dict[str, str]):
    answers = [
        client.post(f"{PAGE}/sign", data={**form, "email": f"sam{number}@example.org"})
        for number in range(SIGN_SOON.most + 1)
    ]

    assert {answer.status_code for answer in answers[: SIGN_SOON.most - 1]} == {303}
    assert (answers[-1].status_code, answers[-1].headers["Cache-Control"]) == (422, "no-store")
    assert "altcha" in answers[-1].text.lower() or "challenge" in answers[-1].text.lower()
    assert f"sam{SIGN_SOON.most}@example.org" in answers[-1].text


def test_a_text_that_has_changed_is_shown_again(client: FlaskClient, form: dict[str, str]):
    answer = client.post(f"{PAGE}/sign", data={**form, "read": "7.7"})

    assert answer.status_code == 409
    assert [row for row in signatures() if row.text_version == 7] == []


def test_what_stands_in_the_row_is_what_was_sent(client: FlaskClient, form: dict[str, str]):
    named = {"display": "name", "name": " Sam  Signer ", "consent_publish": "y", "consent_updates": "y"}
    client.post(f"{PAGE}/sign", data={**form, **named})

    found = next(row for row in signatures() if row.public_name)
    assert isinstance(found, Signature)
    assert (found.public_name, found.consents, found.role_band) == (
        "Sam Signer",
        "count,publish,updates",
        "engineering",
    )


def test_a_petition_that_was_never_there_is_not_found(client: FlaskClient, form: dict[str, str]):
    assert client.post(f"/p/{SLUG}-2/sign", data=form).status_code in (404, 422)
