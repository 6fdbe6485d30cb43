"""Letters and counted tries."""

from __future__ import annotations

from petition_app.domain.holdings.holding import SERVER, SITE, Kind, of

_TRIES = "a day or two; for letters a year, for wrong passwords 30 days"

TRAFFIC = of(
    "outbox_letter",
    ("sealed", Kind.SEALED, "the mail worker", "until delivered or given up", "the letter and its address"),
    ("signer_key", Kind.HASH, SERVER, "until delivered or given up", "takes back the letters that wait for one signer"),
    ("kind", Kind.OPERATIONAL, SERVER, SITE, "which letter it is"),
    ("due_at", Kind.OPERATIONAL, SERVER, "until delivered or given up", "when it is tried next"),
    ("ended_at", Kind.OPERATIONAL, SERVER, SITE, "the day it left, never the hour"),
    ("last_error", Kind.OPERATIONAL, "the operator", SITE, "the mail server's code, no address"),
) + of(
    "hit",
    ("key", Kind.HASH, SERVER, _TRIES, "limits; keyed, and another one for each window"),
    ("hits", Kind.OPERATIONAL, SERVER, _TRIES, "how many tries"),
)  # fmt: skip
