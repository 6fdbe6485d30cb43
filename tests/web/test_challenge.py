"""Very many from one network: first a proof of work, then review by the organisers, at last another hour; never
silently, and never with anything lost."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import altcha
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_work, edge
from petition_app.domain.petition import State
from petition_app.domain.signature import DisplayMode, Status
from petition_app.domain.throttle import SIGN_AGAIN, SIGN_HELD, SIGN_SOON, Limit
from petition_app.security.challenge import LIFETIME, new_challenge
from petition_app.services import addresses, petitions, throttling
from petition_app.services.work import OPERATOR
from tests.application import Clock, Mailbox
from tests.builders import SLUG, change_petition, claim_letters, secret_in
from tests.web.signer import FORM, PAGE, confirm_by_link, open_with, post, signatures, submit, token_in

HELD = "The organisers look at this signature before it counts"
TYPED = {"employer": "Acme & Sons", "display": DisplayMode.NAME.value, "name": "Sam “S” & Co", "consent_publish": "y"}


@pytest.fixture(autouse=True)
def _little_work(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    object.__setattr__(edge().settings, "challenge_tries", 2)


def signed_from_here(limit: Limit, times: int | None = None) -> None:
    """So many have signed from the network of this browser."""
    with begin_work(OPERATOR) as work:
        who = f"{petitions.by_slug(work, SLUG).id}:127.0.0.1"
        throttling.hit(work, limit, who, limit.most if times is None else times)


def fields_of(page: TestResponse) -> dict[str, str]:
    """What the form of the page would send."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def solution_of(page: TestResponse) -> str:
    """What the browser's script makes of the page."""
    found = re.search(r'data-challenge="([^"]+)"', page.text)
    assert found, page.text
    challenge = altcha.Challenge.from_dict(json.loads(html.unescape(found.group(1))))
    solution = altcha.solve_challenge(challenge)
    assert solution
    return altcha.Payload(challenge, solution).to_base64()


def send(client: FlaskClient, page: TestResponse, **fields: Any) -> TestResponse:
    return client.post(f"{PAGE}/sign", data=fields_of(page) | fields)


def challenged(client: FlaskClient, clock: Clock, **changes: str) -> TestResponse:
    signed_from_here(SIGN_SOON)
    return submit(client, clock, **changes)


def test_up_to_thirty_in_ten_minutes_nobody_is_asked_for_anything(client: FlaskClient, clock: Clock):
    signed_from_here(SIGN_SOON, SIGN_SOON.most - 1)

    assert submit(client, clock).status_code == 303
    assert submit(client, clock, email="kim@example.org").status_code == 422


def test_the_next_one_gets_the_form_back_with_a_challenge_and_all_that_was_typed(client: FlaskClient, clock: Clock):
    page = challenged(client, clock, **TYPED)

    sent_again = fields_of(page)
    wanted = {name: value for name, value in (FORM | TYPED).items() if value}
    assert page.status_code == 422
    assert {name: sent_again[name] for name in wanted} == wanted
    assert signatures() == []
    assert page.headers["Content-Security-Policy"].endswith(
        "script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    assert "script-src 'none'" in client.get(PAGE).headers["Content-Security-Policy"]


def test_a_solved_challenge_lets_the_signature_in_like_any_other(client: FlaskClient, clock: Clock, mailbox: Mailbox):
    page = challenged(client, clock)
    answer = send(client, page, solution=solution_of(page))
    assert (answer.status_code, answer.location) == (303, f"{PAGE}/sent")
    (letter,) = mailbox.letters()
    confirm_by_link(client, secret_in(letter))

    (signature,) = signatures()
    assert signature.status is Status.CONFIRMED
    assert not signature.over_limit


def test_a_solution_works_once(client: FlaskClient, clock: Clock):
    page = challenged(client, clock)
    solution = solution_of(page)
    first = send(client, page, solution=solution)
    second = send(client, page, solution=solution, email="kim@example.org")

    assert (first.status_code, second.status_code) == (303, 422)
    assert "Nothing has been lost: it is done once more." in second.text
    assert len(signatures()) == 1
    assert send(client, second, solution=solution_of(second)).status_code == 303


def test_a_form_that_is_refused_does_not_use_the_solution_up(client: FlaskClient, clock: Clock):
    page = challenged(client, clock)
    solution = solution_of(page)
    change_petition(state=State.PAUSED)
    refused = send(client, page, solution=solution)
    change_petition(state=State.OPEN)

    assert refused.status_code == 409
    assert send(client, page, solution=solution).status_code == 303


def test_an_old_a_forged_and_a_foreign_solution_are_worth_nothing(client: FlaskClient, clock: Clock):
    page = challenged(client, clock)
    old = solution_of(page)
    clock.move(seconds=LIFETIME.total_seconds())
    signed_from_here(SIGN_SOON)
    page = submit(client, clock)
    foreign = new_challenge(b"x" * 32, petition_id(), 2, clock())
    forged = solved_by_hand(foreign.parameters)

    for solution in (old, forged, "nonsense"):
        assert send(client, page, solution=solution).status_code == 422
    assert signatures() == []


def petition_id() -> Any:
    with begin_work(OPERATOR) as work:
        return petitions.by_slug(work, SLUG).id


def solved_by_hand(parameters: str) -> str:
    challenge = altcha.Challenge.from_dict(json.loads(parameters))
    solution = altcha.solve_challenge(challenge)
    assert solution
    return altcha.Payload(challenge, solution).to_base64()


def test_without_a_script_the_signature_is_taken_and_held_and_every_page_says_so(
    client: FlaskClient, clock: Clock, mailbox: Mailbox
):
    page = challenged(client, clock)
    assert "after you have confirmed it the organisers look at it before it counts" in page.text
    assert send(client, page, review="1").status_code == 303
    secret = secret_in(mailbox.letters()[-1])
    asked = client.get(f"/c/{secret}")
    receipt = confirm_by_link(client, secret)

    (signature,) = signatures()
    assert signature.status is Status.HELD
    assert HELD in asked.text
    assert HELD in open_with(client, receipt).text


def test_beyond_three_hundred_in_an_hour_signatures_are_held_and_the_signer_is_told(
    client: FlaskClient, clock: Clock, mailbox: Mailbox
):
    signed_from_here(SIGN_HELD)
    signed_from_here(SIGN_SOON)
    assert submit(client, clock).status_code == 303
    secret = secret_in(mailbox.letters()[-1])
    page = client.get(f"/c/{secret}")
    confirmed = post(client, f"/c/{secret}", page)

    assert HELD in page.text
    assert HELD in confirmed.text
    assert [each.status for each in signatures()] == [Status.HELD]


@pytest.mark.parametrize("is_held", [True, False])
def test_the_newest_form_decides_whether_a_signature_is_held(
    client: FlaskClient, clock: Clock, mailbox: Mailbox, is_held: bool
):
    # Else somebody with the addresses of others could have all of them held before they sign.
    for crowded in (not is_held, is_held):
        clock.move(hours=1)
        if crowded:
            signed_from_here(SIGN_HELD)
        assert submit(client, clock).status_code == 303
    confirm_by_link(client, secret_in(mailbox.letters()[-1]))

    assert [each.status for each in signatures()] == [Status.HELD if is_held else Status.CONFIRMED]


def test_whoever_is_not_held_is_told_nothing_of_it(client: FlaskClient, clock: Clock, mailbox: Mailbox):
    submit(client, clock)
    secret = secret_in(mailbox.letters()[-1])
    page = client.get(f"/c/{secret}")

    assert HELD not in page.text
    assert HELD not in post(client, f"/c/{secret}", page).text


def test_beyond_a_thousand_the_form_comes_back_whole_and_says_when_and_where_it_can_be_sent(
    client: FlaskClient, clock: Clock
):
    signed_from_here(SIGN_AGAIN)
    clock.move(minutes=20)
    page = submit(client, clock, **TYPED)

    assert page.status_code == 429
    assert page.headers["Retry-After"] == str(40 * 60 - 5)
    assert "1,000" in page.text
    assert "in 40 minutes, or sign from another network" in page.text
    assert all(f'value="{html.escape(TYPED[name])}"' in page.text for name in ("employer", "name"))
    assert (signatures(), claim_letters()) == ([], [])
    clock.move(minutes=40)
    token = token_in(page)
    assert client.post(f"{PAGE}/sign", data=FORM | {"token": token}).status_code == 303


def test_a_solution_that_nobody_asked_for_is_not_looked_at(client: FlaskClient, clock: Clock):
    assert submit(client, clock, solution="nonsense").status_code == 303
    assert not signatures()[0].over_limit


def test_a_form_sent_to_an_old_address_keeps_its_token_through_the_challenge(client: FlaskClient, clock: Clock):
    token = token_in(client.get(PAGE))
    clock.move(seconds=5)
    signed_from_here(SIGN_SOON)
    with begin_work(OPERATOR) as work:
        addresses.rename(work, petitions.by_slug(work, SLUG).id, "new-name")
    moved = client.post(f"{PAGE}/sign", data=FORM | {"token": token})
    page = client.post(moved.location, data=FORM | {"token": token})

    action = re.search(r'class="challenge" method="post" action="([^"]+)"', page.text)

    assert (moved.status_code, page.status_code) == (308, 422)
    assert action
    again = fields_of(page) | {"solution": solution_of(page)}
    assert client.post(html.unescape(action.group(1)), data=again).status_code == 303
