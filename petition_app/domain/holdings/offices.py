"""Addressees and what they said."""

from __future__ import annotations

from petition_app.domain.holdings.holding import PETITION, TEAM, Kind, of

OFFICES = of(
    "target",
    ("name", Kind.OFFICE, "everybody", PETITION, "who must answer, by office"),
) + of(
    "response",
    ("summary", Kind.OFFICE, "everybody", PETITION, "what an addressee said in public, or did not"),
    ("quotation", Kind.OFFICE, "everybody", PETITION, "in their own words"),
) + of(
    "response_revision",
    ("summary", Kind.OFFICE, TEAM, PETITION, "every wording shown, removed ones too"),
    ("quotation", Kind.OFFICE, TEAM, PETITION, "every wording shown, removed ones too"),
    ("actor", Kind.ORGANISERS, TEAM, PETITION, "which organiser wrote it"),
    ("at", Kind.ORGANISERS, TEAM, PETITION, "when it was written"),
)  # fmt: skip
