"""Organisers' passwords: how they are kept, checked and refused."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from petition_app.security.guessable import unguessable_length
from petition_app.security.stretching import DEFAULT_COST, SLOTS, Cost, as_bytes

SHORTEST = 15
LONGEST = 256

TOO_SHORT = (
    "Use at least 15 characters. Four or five words that have nothing to do with each other are a good password."
)
TOO_LONG = "Use at most 256 characters."
TOO_GUESSABLE = (
    "This is too easy to guess: repeated characters, keyboard rows, common passwords and words about you or this "
    "site do not count towards the 15 characters. Add a few unrelated words."
)


def refusal(password: str, context: Iterable[str] = ()) -> str | None:
    """Why this password will not do, as a sentence to show, or None when it will.

    `context` are words and phrases a guesser would try here: the petition, the employers, the person's name and mail.
    No mix of kinds of character is asked for (NIST SP 800-63B). The sentence never repeats the password.
    """
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < SHORTEST:
        return TOO_SHORT
    if len(plain) > LONGEST:
        return TOO_LONG
    if unguessable_length(plain, context) < SHORTEST:
        return TOO_GUESSABLE
    return None


def hash_password(password: str, *, cost: Cost = DEFAULT_COST) -> str:
    """An encoded Argon2id hash that names its own cost and salt."""
    with SLOTS:
        return _hasher(cost).hash(as_bytes(password))


def verify_password(stored: str | None, password: str, *, cost: Cost = DEFAULT_COST) -> bool:
    """Whether the password is the one stored. Give None for an unknown user: the answer is no, at the same cost."""
    hashed = stored if stored is not None and _is_hash(stored, cost) else _decoy(cost)
    with SLOTS:
        try:
            _hasher(cost).verify(hashed, as_bytes(password))
        except VerificationError:
            return False
    return hashed == stored


def needs_rehash(stored: str, *, cost: Cost = DEFAULT_COST) -> bool:
    """Whether the hash was made at another cost: after a good sign-in, hash the password again and store that."""
    return _hasher(cost).check_needs_rehash(stored)


@cache
def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes)


@cache
def _decoy(cost: Cost) -> str:
    return _hasher(cost).hash(secrets.token_bytes(32))


def _is_hash(stored: str, cost: Cost) -> bool:
    try:
        _hasher(cost).check_needs_rehash(stored)
    except InvalidHashError:
        return False
    return True
