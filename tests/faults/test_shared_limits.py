"""Limits are in the database: two server processes count for each other, and a solution works once at both."""

from __future__ import annotations

import html
import json
import re
import time
from collections import Counter

import altcha

from petition_app.domain.signature import Status
from petition_app.domain.throttle import SIGN_SOON
from tests.application import Site
from tests.builders import SLUG
from tests.faults.test_race import at_once, counted_on, fetch, servers, token_in
from tests.running import SECONDS_TO_FILL_IN

__all__ = ["servers"]

CLIENTS = 48
NETWORK = "203.0.113.7"


def form_of(port: int) -> dict[str, str]:
    token = token_in(fetch(port, f"/p/{SLUG}", network=NETWORK)[1])
    time.sleep(SECONDS_TO_FILL_IN)
    return {"token": token, "relation": "current", "role_band": "unsaid", "display": "counted", "consent_count": "y"}


def solution_in(page: str) -> str:
    found = re.search(r'data-challenge="([^"]+)"', page)
    assert found, page
    challenge = altcha.Challenge.from_dict(json.loads(html.unescape(found.group(1))))
    solution = altcha.solve_challenge(challenge)
    assert solution
    return altcha.Payload(challenge, solution).to_base64()


def test_two_processes_count_one_network_together_and_take_a_solution_once(servers: list[int], site: Site):
    fields, answers = form_of(servers[0]), []

    def client(number: int, solution: str = "") -> None:
        form = fields | {"email": f"sam{number}@example.org", "solution": solution}
        answers.append(fetch(servers[number % 2], f"/p/{SLUG}/sign", form, NETWORK))

    at_once([lambda number=number: client(number) for number in range(CLIENTS)])  # type: ignore[misc]
    statuses = Counter(status for status, _, _ in answers)
    assert statuses == {303: SIGN_SOON.most, 422: CLIENTS - SIGN_SOON.most}

    solution = solution_in(next(text for status, text, _ in answers if status == 422))
    answers.clear()
    at_once([lambda number=number: client(number, solution) for number in range(CLIENTS, CLIENTS + 8)])  # type: ignore[misc]

    assert Counter(status for status, _, _ in answers) == {303: 1, 422: 7}
    assert counted_on(site) == {Status.PENDING: SIGN_SOON.most + 1}
