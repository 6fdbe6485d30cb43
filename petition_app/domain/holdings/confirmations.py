"""What a confirmation letter leads to."""

from __future__ import annotations

from petition_app.domain.holdings.holding import END, SERVER, Kind, of

CONFIRMATIONS = of(
    "confirmation",
    ("token_hash", Kind.HASH, SERVER, "until used or replaced", "tells a link from others that begin alike"),
    ("code_hash", Kind.HASH, SERVER, "until used or replaced", "finds the signature of a link or a typed code"),
    ("signature_id", Kind.OPERATIONAL, SERVER, "until used or replaced", "which signature waits"),
    ("expires_at", Kind.OPERATIONAL, SERVER, "until used or replaced", "to the full hour; once used, ten minutes on"),
    ("receipt", Kind.SEALED, "whoever has the letter", "some ten minutes", "for a button pressed twice"),
) + of(
    "work_proof",
    ("address_key", Kind.HASH, SERVER, END, "one work address proves once; leads to no signature"),
)  # fmt: skip
