"""Letters to many."""

from __future__ import annotations

from petition_app.domain.holdings.holding import PETITION, SERVER, TEAM, Kind, of

_SENDING = "until the mailing ends"

MAILINGS = of(
    "mailing",
    ("actor", Kind.ORGANISERS, TEAM, PETITION, "who began it"),
    ("reached", Kind.OPERATIONAL, SERVER, _SENDING, "the last signature that was looked at"),
    ("access", Kind.SEALED, "the mail worker", _SENDING, "opens the addresses where the organisers keep the keys"),
) + of(
    "mailing_receipt",
    ("signer_key", Kind.HASH, SERVER, "30 days after the mailing", "nobody gets an update twice; another key for each"),
)  # fmt: skip
