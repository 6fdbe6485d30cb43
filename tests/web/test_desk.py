"""The desk at which signatures are taken: one writer for all requests, and what it tells a signer who cannot wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import Refusal
from petition_app.domain.signature import Status
from petition_app.models import Petition, Signature
from petition_app.services.groupcommit import GroupCommit
from petition_app.services.signingrequest import Ready
from petition_app.services.work import OPERATOR
from petition_app.web.desk import signatures
from tests.application import Clock
from tests.builders import SLUG, a_petition, a_request
from tests.counts import by_status
from tests.faults.test_race import at_once
from tests.web.signer import FORM, PAGE, submit, token_in


@contextmanager
def a_full_desk() -> Iterator[None]:
    """A desk that has room for one, who waits."""
    desk, go_on = signatures(), Event()

    def carry_out(group: Sequence[Ready]) -> list[Refusal | None]:
        assert go_on.wait(20)
        return [None] * len(group)

    before, desk.writer = desk.writer, GroupCommit(carry_out, lambda failure: False, most_waiting=0)
    try:
        yield
    finally:
        go_on.set()
        desk.writer = before


def test_where_too_many_sign_at_once_nothing_typed_is_lost(client: FlaskClient, clock: Clock):
    with a_full_desk():
        answer = submit(client, clock, email="sam@example.org", employer="Borealis & Co")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert 'value="sam@example.org"' in answer.text
    assert 'value="Borealis &amp; Co"' in answer.text
    assert "The server is busy." in answer.text
    assert by_status() == {}


def test_the_form_that_was_told_to_wait_can_be_sent_again(client: FlaskClient, clock: Clock):
    with a_full_desk():
        refused = submit(client, clock)
    clock.move(seconds=5)
    again = client.post(f"{PAGE}/sign", data={**FORM, "token": token_in(refused)})

    assert again.status_code == 303
    assert by_status() == {Status.PENDING: 1}


@pytest.fixture
def moved(client: FlaskClient, clock: Clock) -> None:
    """The desk has taken a signature for a petition whose short name went to another one since."""
    submit(client, clock, email="early@example.org")
    with begin_work(OPERATOR) as work:
        a_petition(work, "other")
        for old, new in ((SLUG, "old-name"), ("other", SLUG)):
            work.session.execute(update(Petition).where(Petition.slug == old).values(slug=new))


def test_a_signature_goes_to_the_petition_that_has_the_short_name_now(client: FlaskClient, clock: Clock, moved: None):
    assert submit(client, clock, email="sam@example.org").status_code == 303

    with begin_reading(OPERATOR) as work:
        signed = select(Petition.slug).join(Signature, Signature.petition_id == Petition.id)
        assert sorted(work.session.scalars(signed)) == [SLUG, "old-name"]


def test_many_who_sign_at_once_for_the_petition_that_has_the_short_name_now_are_all_taken(app: Flask, moved: None):
    def take(number: int) -> None:
        with app.app_context():
            signatures().take(SLUG, a_request(f"sam{number}@example.org"))

    at_once([lambda number=number: take(number) for number in range(20)])  # type: ignore[misc]

    assert by_status() == {Status.PENDING: 20}


def test_many_threads_that_sign_at_once_are_all_taken(app: Flask):
    def take(number: int) -> None:
        with app.app_context():
            signatures().take(SLUG, a_request(f"sam{number}@example.org", employer=f"Company {number % 3}"))

    at_once([lambda number=number: take(number) for number in range(40)])  # type: ignore[misc]

    assert by_status() == {Status.PENDING: 40}
