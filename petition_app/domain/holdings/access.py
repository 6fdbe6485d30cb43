"""Tokens of the organiser API: who made them, and when they were used."""

from __future__ import annotations

from petition_app.domain.holdings.holding import SERVER, Kind, of

_OWNERS = "owners of the petition"
_UNTIL_REVOKED = "until revoked, a year and a month at most"
_DAY = "a day"

ACCESS = of(
    "access_token",
    ("name", Kind.ORGANISERS, _OWNERS, _UNTIL_REVOKED, "what it is for, in its maker's words"),
    ("secret_hash", Kind.HASH, SERVER, _UNTIL_REVOKED, "finds the token that a program brings"),
    ("made_by", Kind.ORGANISERS, _OWNERS, _UNTIL_REVOKED, "it may never do more than they may"),
    ("last_used_on", Kind.ORGANISERS, _OWNERS, _UNTIL_REVOKED, "to find tokens that nobody needs"),
) + of(
    "asked_once",
    ("key_hash", Kind.HASH, SERVER, _DAY, "the same request is carried out once"),
    ("request_hash", Kind.HASH, SERVER, _DAY, "whether it is the same request"),
    ("asked_at", Kind.OPERATIONAL, SERVER, _DAY, "its end"),
) + of(
    "webhook",
    ("secret_wrapped", Kind.SEALED, "the instance key", "until removed", "signs what is sent there; leads to nobody"),
)  # fmt: skip
