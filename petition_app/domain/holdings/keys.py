"""Keys and secrets."""

from __future__ import annotations

from petition_app.domain.holdings.holding import END, PETITION, Kind, of

KEYS = of(
    "petition_key",
    ("wrapped_private", Kind.SEALED, "the instance key or the organisers' passphrase", PETITION, "opens epoch keys"),
) + of(
    "epoch",
    ("sealed", Kind.SEALED, "the petition's private key", PETITION, "opens the private fields of one hour"),
) + of(
    "petition_secret",
    ("wrapped", Kind.SEALED, "the instance key", END, "the key of e-mail hashes; without it they lead to nobody"),
)  # fmt: skip
