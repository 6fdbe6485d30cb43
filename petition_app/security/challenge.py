"""Proof of work: a few seconds of computing by a browser, asked where very many sign from one network. The format is
ALTCHA's, version 2 (PBKDF2 with SHA-256). Nothing is looked up elsewhere, and whoever solves it says nothing of
themselves."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import altcha

from petition_app.security.tokens import one_way

LIFETIME = timedelta(minutes=10)
#: Rounds of PBKDF2 behind one try: enough that a graphics card gains little, few enough that progress is seen.
_ROUNDS = 5_000
#: A solution as we ask for it has about 600 characters.
_LONGEST = 2_000


@dataclass(frozen=True)
class Challenge:
    """`parameters` is what the browser works on, as JSON; it takes `most` tries at the most, half of them at least."""

    parameters: str
    most: int


@dataclass(frozen=True)
class Solved:
    """Which challenge was solved, and until when its solution is worth something."""

    nonce: str
    until: datetime


def new_challenge(key: bytes, about: UUID, tries: int, now: datetime) -> Challenge:
    """A challenge for one petition, good for ten minutes. Only the holder of `key` can make one, and only the signature
    on it says that it is ours: nothing is stored."""
    made = altcha.create_challenge(
        "PBKDF2/SHA-256",
        _ROUNDS,
        # Always found between so many tries and twice as many: nobody waits long by bad luck.
        counter=tries + secrets.randbelow(tries),
        data={"about": str(about), "until": int((now + LIFETIME).timestamp())},
        hmac_secret=one_way(key, "challenge"),
        hmac_key_secret=one_way(key, "challenge solved"),
    )
    return Challenge(json.dumps(made.to_dict()), 2 * tries)


def solved(key: bytes, solution: str, about: UUID, now: datetime) -> Solved | None:
    """What a solution solves; None where it is wrong, forged, for another petition or too old. That it is used once is
    for the caller to see to."""
    if len(solution) > _LONGEST:
        return None
    secret, key_secret = one_way(key, "challenge"), one_way(key, "challenge solved")
    # Its own clock is not asked: how long a challenge lives is in the data that we have signed.
    if not altcha.verify_solution(solution, secret, hmac_key_secret=key_secret).verified:
        return None
    parameters = altcha.Payload.from_base64(solution).challenge.parameters
    signed = parameters.data or {}
    until = datetime.fromtimestamp(signed["until"], UTC)
    return Solved(parameters.nonce, until) if signed["about"] == str(about) and now < until else None
