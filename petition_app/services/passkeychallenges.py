"""Challenges for passkeys: each for one browser and one ceremony, for five minutes, and for one answer, right or
wrong."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import delete, exists

from petition_app.domain.passkey import CHALLENGE_LASTS, Ceremony
from petition_app.models import PasskeyChallenge
from petition_app.security.passkeys import CHALLENGE_BYTES, bound_hash, challenge_hash, challenge_of
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work


def _build(insert: Any) -> Any:
    new = insert(table(PasskeyChallenge))
    newer = {name: new.excluded[name] for name in ("challenge_hash", "expires_at")}
    return new.on_conflict_do_update(index_elements=("bound_hash", "ceremony"), set_=newer)


_PUT = Upsert(_build)


def new(work: Work, ceremony: Ceremony, browser: bytes) -> bytes:
    """A challenge for this browser; one it had for the same ceremony is worth nothing any more."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    values = {
        "bound_hash": bound_hash(browser),
        "ceremony": ceremony,
        "challenge_hash": challenge_hash(challenge),
        "expires_at": work.now + CHALLENGE_LASTS,
    }
    work.connection.execute(_PUT.on(work), values)
    return challenge


def is_open(work: Work, ceremony: Ceremony, browser: bytes) -> bool:
    """Whether this browser was asked, and has not answered yet."""
    ours = exists().where(PasskeyChallenge.bound_hash == bound_hash(browser), PasskeyChallenge.ceremony == ceremony)
    return bool(work.session.scalar(ours.select()))


def spend(work: Work, ceremony: Ceremony, browser: bytes, answer: str) -> bytes | None:
    """The challenge this answer is to, if it was this browser's for this ceremony and is still open. Whatever the
    answer is, the browser has to ask for another one."""
    spent = delete(PasskeyChallenge).where(
        PasskeyChallenge.bound_hash == bound_hash(browser),
        PasskeyChallenge.ceremony == ceremony,
    )
    kept = work.session.execute(spent.returning(PasskeyChallenge.challenge_hash, PasskeyChallenge.expires_at)).first()
    challenge = challenge_of(answer)
    if kept is None or challenge is None or kept.expires_at <= work.now:
        return None
    return challenge if kept.challenge_hash == challenge_hash(challenge) else None


def forget_over(work: Work) -> None:
    """Delete the challenges that have run out."""
    work.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= work.now))
