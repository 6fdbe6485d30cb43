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
    "handover_text",
    ("cover", Kind.OFFICE, "organisers of the same petition; whoever gets a package", PETITION, "organisers' words to addressees"),  # noqa: E501 - one line for each column
    ("letter", Kind.OFFICE, "organisers of the same petition; the office it is sent to", PETITION, "organisers' words to addressees"),  # noqa: E501
    ("office", Kind.OFFICE, TEAM, PETITION, "the e-mail address of an office, to write there again"),
) + of(
    "handover_line",
    ("by_whom", Kind.ORGANISERS, TEAM, PETITION, "who brought it, if the organisers want to know"),
    ("note", Kind.ORGANISERS, TEAM, PETITION, "what the organisers noted of a hand-over"),
    ("sent_to", Kind.OFFICE, TEAM, PETITION, "the office that a letter went to; no private person's"),
    ("letter", Kind.OFFICE, TEAM, PETITION, "the letter that went there"),
    ("actor", Kind.ORGANISERS, TEAM, PETITION, "which organiser wrote it"),
    ("at", Kind.ORGANISERS, TEAM, PETITION, "when it was written"),
) + of(
    "handover_package",
    ("content", Kind.SEALED, "the instance key; exporters and owners", "a day at most, until the next one", "a large package, to be fetched: names that are public by choice; refused once one of them is not"),  # noqa: E501
    ("actor", Kind.ORGANISERS, TEAM, PETITION, "who made it"),
    ("made_at", Kind.ORGANISERS, TEAM, PETITION, "when it was made"),
) + of(
    "response_revision",
    ("summary", Kind.OFFICE, TEAM, PETITION, "every wording shown, removed ones too"),
    ("quotation", Kind.OFFICE, TEAM, PETITION, "every wording shown, removed ones too"),
    ("actor", Kind.ORGANISERS, TEAM, PETITION, "which organiser wrote it"),
    ("at", Kind.ORGANISERS, TEAM, PETITION, "when it was written"),
)  # fmt: skip
