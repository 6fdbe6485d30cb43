"""The proof of work: solved by work alone, good for one petition and ten minutes, and nobody else can make one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import altcha

from petition_app.security.challenge import LIFETIME, Challenge, new_challenge, solved

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
ABOUT, OTHER = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TRIES = 4


def a_challenge(key: bytes = KEY, tries: int = TRIES) -> Challenge:
    return new_challenge(key, ABOUT, tries, NOW)


def solution_of(challenge: Challenge) -> altcha.Solution:
    found = altcha.solve_challenge(altcha.Challenge.from_dict(json.loads(challenge.parameters)))
    assert found
    return found


def answer(challenge: Challenge, **changes: Any) -> str:
    """What the browser sends; `changes` are made to the parameters, which are not signed anew."""
    made = json.loads(challenge.parameters)
    found = solution_of(challenge)
    made["parameters"] |= changes
    return altcha.Payload(altcha.Challenge.from_dict(made), found).to_base64()


def test_a_solution_is_accepted_for_its_petition_within_ten_minutes():
    solution = answer(a_challenge())

    found = solved(KEY, solution, ABOUT, NOW + LIFETIME - timedelta(seconds=1))

    assert found
    assert found.until == NOW + LIFETIME
    assert solved(KEY, solution, OTHER, NOW) is None
    assert solved(KEY, solution, ABOUT, NOW + LIFETIME) is None


def test_each_challenge_is_another_one():
    first, second = (solved(KEY, answer(a_challenge()), ABOUT, NOW) for _ in range(2))

    assert first
    assert second
    assert first.nonce != second.nonce


def test_as_much_work_is_asked_as_was_set_and_at_most_twice_that():
    challenges = [a_challenge(tries=tries) for tries in (1, 3, 20)]

    needed = [solution_of(each).counter for each in challenges]

    assert [each.most for each in challenges] == [2, 6, 40]
    assert all(tries <= each < 2 * tries for tries, each in zip((1, 3, 20), needed, strict=True))


def test_nobody_else_can_make_a_challenge():
    assert solved(KEY, answer(a_challenge(OTHER_KEY)), ABOUT, NOW) is None


def test_a_challenge_cannot_be_made_easier_or_younger():
    later = {"about": str(ABOUT), "until": int((NOW + timedelta(days=1)).timestamp())}

    for change in ({"cost": 1}, {"keyPrefix": ""}, {"data": later}, {"keySignature": None}):
        assert solved(KEY, answer(a_challenge(), **change), ABOUT, NOW) is None


def test_a_wrong_key_is_no_solution():
    challenge = altcha.Challenge.from_dict(json.loads(a_challenge().parameters))
    guessed = altcha.Payload(challenge, altcha.Solution(5, "00" * 32)).to_base64()

    assert solved(KEY, guessed, ABOUT, NOW) is None


def test_nonsense_is_no_solution():
    for text in ("", "x", "e30=", "bnVsbA==", "W10=", "\udcff", "A" * 3_000):
        assert solved(KEY, text, ABOUT, NOW) is None
