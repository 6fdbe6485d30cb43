"""Nobody can learn from the site whether somebody has signed: one answer for every state of an address."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from petition_app.database import begin_work, db
from petition_app.domain.signature import Status
from petition_app.domain.throttle import LETTER_DAY, LETTER_SOON, SIGN_AGAIN, SIGN_HELD, SIGN_SOON, Limit
from petition_app.models import Signature
from petition_app.services import petitions, receipts, throttling
from petition_app.services.work import OPERATOR, VISITOR
from petition_app.web.eventime import ANSWERS_EVERY
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, claim_letters, sign
from tests.web.signer import FORM, PAGE, masked, submit, token_in

ADDRESS = FORM["email"]


def new(clock: Clock) -> None:
    pass


def pending(clock: Clock) -> None:
    sign()
    claim_letters()


def confirmed(clock: Clock) -> None:
    a_signature()


def withdrawn(clock: Clock) -> None:
    receipt = a_signature()
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)


def held(clock: Clock) -> None:
    a_signature()
    with begin_work(OPERATOR) as work:
        work.session.query(Signature).one().status = Status.HELD


def written_to_too_often(clock: Clock) -> None:
    letters = 0
    for _ in range(LETTER_DAY.most + 1):
        sign()
        letters += len(claim_letters())
        clock.move(seconds=LETTER_SOON.seconds + 1)
    assert letters == LETTER_DAY.most


def over_the_limit_of_its_network(clock: Clock) -> None:
    signed_from_here(SIGN_HELD)


def signed_from_here(limit: Limit) -> None:
    with begin_work(OPERATOR) as work:
        throttling.hit(work, limit, f"{petitions.by_slug(work, SLUG).id}:127.0.0.1", limit.most)


STATES: dict[str, Callable[[Clock], None]] = {
    "new": new,
    "pending": pending,
    "confirmed": confirmed,
    "withdrawn": withdrawn,
    "held": held,
    "written to too often": written_to_too_often,
    "over the limit of its network": over_the_limit_of_its_network,
}


def answer_to(client: FlaskClient, clock: Clock, email: str) -> list[tuple[int, list[tuple[str, str]], str]]:
    """Everything a visitor gets to see: the answer to the form and the page it leads to."""
    sent = submit(client, clock, email=email)
    page = client.get(sent.location)
    return [(each.status_code, each.headers.to_wsgi_list(), masked(each)) for each in (sent, page)]


@pytest.mark.parametrize("wait", [0, LETTER_SOON.seconds + 1])
@pytest.mark.parametrize("state", STATES)
def test_the_answer_is_the_same_whatever_we_know_of_an_address(
    client: FlaskClient, clock: Clock, state: str, wait: int
):
    # At once no letter may be written to the address again; after the wait it may.
    STATES[state](clock)
    clock.move(seconds=wait)
    of_a_stranger = answer_to(client, clock, "stranger@example.com")
    of_the_address = answer_to(client, clock, ADDRESS)
    once_more = answer_to(client, clock, ADDRESS)

    assert of_a_stranger == of_the_address == once_more
    assert of_the_address[0][0] == 303


@pytest.mark.parametrize("limit", [SIGN_SOON, SIGN_AGAIN])
@pytest.mark.parametrize("state", ["pending", "confirmed", "withdrawn", "held", "written to too often"])
def test_what_a_crowded_network_meets_depends_on_no_address(
    client: FlaskClient, clock: Clock, state: str, limit: Limit
):
    STATES[state](clock)
    clock.move(seconds=LETTER_SOON.seconds + 1)
    signed_from_here(limit)
    pages = [(submit(client, clock, email=email), email) for email in (ADDRESS, "stranger@example.com")]

    (status, text), of_a_stranger = [
        (page.status_code, re.sub(r'data-challenge="[^"]+"', "", masked(page)).replace(email, ""))
        for page, email in pages
    ]
    assert (status, text) == of_a_stranger
    assert status == {SIGN_SOON: 422, SIGN_AGAIN: 429}[limit]


@pytest.mark.parametrize("state", STATES)
def test_bad_input_gets_the_same_answer_as_well(client: FlaskClient, clock: Clock, state: str):
    STATES[state](clock)
    token = token_in(client.get(PAGE))
    clock.move(seconds=5)

    pages = [
        client.post(f"{PAGE}/sign", data={**FORM, "email": email, "relation": "", "token": token})
        for email in (ADDRESS, "xyz@example.com")
    ]

    assert masked(pages[0]).replace(ADDRESS, "") == masked(pages[1]).replace("xyz@example.com", "")


def test_the_petition_page_does_not_show_who_is_waiting_for_confirmation(client: FlaskClient):
    before = masked(client.get(PAGE))
    sign(a_request(employer="Google"))

    assert masked(client.get(PAGE)) == before


def test_looking_at_a_link_writes_nothing(client: FlaskClient):
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    client.get(f"/c/{'A' * 43}")

    assert statements
    assert not [text for text in statements if not text.lstrip().upper().startswith(("SELECT", "BEGIN"))]


@pytest.mark.parametrize("state", ["new", "pending", "confirmed"])
def test_the_time_of_an_answer_is_rounded_up(client: FlaskClient, clock: Clock, state: str):
    # The statements behind an answer differ by state; how long they took must not show.
    STATES[state](clock)
    clock.move(seconds=LETTER_SOON.seconds + 1)
    token = token_in(client.get(PAGE))
    clock.move(seconds=5)
    since = time.monotonic()
    client.post(f"{PAGE}/sign", data={**FORM, "token": token})

    assert time.monotonic() - since >= ANSWERS_EVERY
