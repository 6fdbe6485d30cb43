"""Employers and counters."""

from __future__ import annotations

from petition_app.domain.holdings.holding import PETITION, SERVER, TYPED, Kind, of

COUNTS = of(
    "tally_counter",
    ("signatures", Kind.ORGANISERS, "viewers and above", PETITION, "exact counts: small ones single people out"),
) + of(
    "tally_day",
    ("signatures", Kind.ORGANISERS, "viewers and above", PETITION, "exact counts by day"),
) + of(
    "published_release",
    ("basis", Kind.ORGANISERS, SERVER, PETITION, "the exact counts that the next release is measured against"),
) + of(
    "spelling",
    ("text", Kind.ORGANISERS, "viewers and above", TYPED, "as typed, for review"),
    ("name_key", Kind.ORGANISERS, "viewers and above", TYPED, "finds those who typed it alike"),
    ("detail", Kind.ORGANISERS, "viewers and above", TYPED, "the part of the text that told the employer"),
    ("waiting", Kind.ORGANISERS, "viewers and above", TYPED, "what to look at first"),
) + of(
    "employer_rule",
    ("subject", Kind.ORGANISERS, "viewers and above", PETITION, "the text or employer that organisers decided about"),
    ("name", Kind.ORGANISERS, "viewers and above", PETITION, "what an employer is called by their decision"),
    ("made_by", Kind.ORGANISERS, "viewers and above", PETITION, "which organiser decided"),
    ("undone_by", Kind.ORGANISERS, "viewers and above", PETITION, "which organiser took it back"),
)  # fmt: skip
