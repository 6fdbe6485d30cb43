"""Organisers' passwords: hard to guess, slow to try, and silent about who has an account."""

import statistics
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.security import passwords, stretching
from petition_app.security.passwords import TOO_GUESSABLE, TOO_LONG, TOO_SHORT, refusal
from petition_app.security.stretching import Cost

QUICK = Cost(memory_kib=64)
GOOD = "lantern orbit thistle gravel"


def test_the_right_password_is_accepted_and_a_wrong_one_is_not() -> None:
    stored = passwords.hash_password(GOOD, cost=QUICK)

    assert passwords.verify_password(stored, GOOD, cost=QUICK)
    for wrong in ("", GOOD + " ", GOOD.upper(), "\ud800", "x" * 10_000):
        assert not passwords.verify_password(stored, wrong, cost=QUICK)


def test_a_password_is_the_same_on_keyboards_that_spell_its_letters_differently() -> None:
    stored = passwords.hash_password("café de la ﬁnance", cost=QUICK)

    assert passwords.verify_password(stored, "cafe\u0301 de la finance", cost=QUICK)


def test_the_cost_of_trying_a_password_is_the_one_advised() -> None:
    stored = passwords.hash_password(GOOD)

    assert stored.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert passwords.verify_password(stored, GOOD)
    assert not passwords.needs_rehash(stored)


def test_a_hash_made_at_another_cost_still_verifies_and_is_due_to_be_renewed() -> None:
    stored = passwords.hash_password(GOOD, cost=QUICK)

    assert passwords.verify_password(stored, GOOD)
    assert passwords.needs_rehash(stored)


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$m=64,t=1,p=1$broken"])
def test_an_unknown_user_or_a_broken_hash_is_answered_no(stored: str | None) -> None:
    assert not passwords.verify_password(stored, GOOD, cost=QUICK)


def test_an_unknown_user_costs_as_much_as_a_known_one() -> None:
    stored = passwords.hash_password(GOOD)
    passwords.verify_password(None, "warm")

    known, unknown = [], []
    for _ in range(7):
        known.append(_seconds_to_verify(stored))
        unknown.append(_seconds_to_verify(None))

    assert 0.5 < statistics.median(known) / statistics.median(unknown) < 2


def test_only_two_passwords_are_tried_at_once() -> None:
    stored = passwords.hash_password(GOOD, cost=QUICK)
    answers: list[bool] = []
    third = threading.Thread(target=lambda: answers.append(passwords.verify_password(stored, GOOD, cost=QUICK)))

    with stretching.SLOTS, stretching.SLOTS:
        third.start()
        third.join(timeout=0.2)
        assert answers == []
    third.join(timeout=10)

    assert stretching.HASHES_AT_ONCE == 2
    assert answers == [True]


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "правильная лошадь скрепка",
        "正しい馬の電池は止め金で留まる",
        "  spaces are   fine too ",
        "liberty poverty property",
        "🐎🔋📎🌵🌊🎈🎩🧭🪁🧵🌶🍄🧊🪜🛶",
    ],
)
def test_any_long_unguessable_password_is_accepted_without_rules_of_composition(password: str) -> None:
    assert refusal(password) is None


def test_length_is_counted_once_the_spelling_is_settled() -> None:
    assert refusal("lantern orbits") == TOO_SHORT
    assert refusal("lantern orbit t") is None
    assert refusal("e\u0301" * 14) == TOO_SHORT
    assert refusal("".join(chr(0x4E00 + number) for number in range(256))) is None
    assert refusal("".join(chr(0x4E00 + number) for number in range(257))) == TOO_LONG


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "abababababababababab",
        "abbabaabbaababbabab",
        "xk3!v9xk3!v9xk3!v9xk3!v9",
        "qwertyuiopasdfghjkl",
        "1qaz2wsx3edc4rfv5tgb",
        "lkjhgfdsapoiuytrewq",
        "12345678901234567890",
        "abcdefghijklmnopqrst",
        "qwer1234asdf5678",
        "Correct Horse Battery Staple",
        "correct-horse-battery-staple!",
        "P@ssw0rdP@ssw0rd2026",
        "passwordpassword123",
        "Welcome2026!!!!!!",
        "letmeinletmeinletmein!",
        "!!!!!!!!!!!!!Summer26",
    ],
)
def test_what_every_guesser_tries_first_is_refused(password: str) -> None:
    assert refusal(password) == TOO_GUESSABLE


@pytest.mark.parametrize(
    "password",
    [
        "olu-organises-acme",
        "AcmeCorp-AcmeCorp-1",
        "olu.ade@acme.example",
        "Workers for Acme 2026",
        "0LU 4DE acm3 2026!",
    ],
)
def test_words_about_the_person_or_the_petition_do_not_count(password: str) -> None:
    context = ["Olu Ade", "olu.ade@acme.example", "ACME Corp.", "Organises workers, 2026"]

    assert refusal(password, context) == TOO_GUESSABLE
    assert refusal(GOOD + password, context) is None


def test_short_words_of_the_context_are_no_hindrance() -> None:
    assert refusal("to be at an odd oak", ["to be", "at", "an", "", "  "]) is None


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=4))
def test_every_password_gets_an_answer(password: str, context: list[str]) -> None:
    assert refusal(password, context) in (None, TOO_SHORT, TOO_LONG, TOO_GUESSABLE)


def _seconds_to_verify(stored: str | None) -> float:
    start = time.perf_counter()
    passwords.verify_password(stored, "a wrong password altogether")
    return time.perf_counter() - start
