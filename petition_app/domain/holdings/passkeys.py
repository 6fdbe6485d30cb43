"""Passkeys of organisers."""

from __future__ import annotations

from petition_app.domain.holdings.holding import SERVER, Kind, of

_THERE = "until removed"
_OPEN = "five minutes"
_OWN = "the organiser; the operator"

PASSKEYS = of(
    "passkey",
    ("organiser_id", Kind.OPERATIONAL, _OWN, _THERE, "whose passkey"),
    ("name", Kind.ORGANISERS, _OWN, _THERE, "to tell one's passkeys apart; chosen by the organiser"),
    ("credential_id", Kind.OPERATIONAL, SERVER, _THERE, "which key answers"),
    ("public_key", Kind.OPERATIONAL, SERVER, _THERE, "checks a signature; opens nothing"),
    ("created_on", Kind.OPERATIONAL, _OWN, _THERE, "to tell one's passkeys apart; the day only"),
    ("last_used_on", Kind.OPERATIONAL, _OWN, _THERE, "which are still in use; the day only"),
    ("blocked_on", Kind.OPERATIONAL, _OWN, _THERE, "it may have been copied"),
) + of(
    "passkey_challenge",
    ("bound_hash", Kind.HASH, SERVER, _OPEN, "which browser was asked"),
    ("challenge_hash", Kind.HASH, SERVER, _OPEN, "no answer works twice"),
)  # fmt: skip
