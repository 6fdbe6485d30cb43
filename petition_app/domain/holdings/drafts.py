"""Who wrote a petition, and how its organisers are reached."""

from __future__ import annotations

from petition_app.domain.holdings.holding import PETITION, TEAM, Kind, of

DRAFTS = of(
    "petition",
    ("contact", Kind.OFFICE, "everybody", "until changed", "how signers reach the organisers, as they chose"),
) + of(
    "petition_revision",
    ("content", Kind.ORGANISERS, TEAM, PETITION, "every wording saved, addressees and contact too"),
    ("reason", Kind.ORGANISERS, f"{TEAM}; everybody that of a new version", PETITION, "why it was changed"),
    ("actor", Kind.ORGANISERS, TEAM, PETITION, "which organiser saved it"),
    ("at", Kind.ORGANISERS, f"{TEAM}; everybody the day of a new version", PETITION, "when it was saved"),
)  # fmt: skip
