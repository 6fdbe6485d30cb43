"""Holds the day a sentence gives its figures against the day of the published table."""

from __future__ import annotations

from petition_app.domain.claims.claim import Claim
from petition_app.domain.claims.facts import Facts, day_in_words
from petition_app.domain.claims.finding import Finding
from petition_app.domain.claims.quantity import Verdict


def on_a_day(claim: Claim, facts: Facts) -> Finding:
    """Figures of a later day have not been published by anybody; an earlier day may have had a release of its own."""
    assert claim.said is not None
    released = f"The newest published figures are as of {day_in_words(facts.as_of)}"
    if claim.said.may_be(facts.as_of):
        return Finding(claim, Verdict.PASS, None, f"{released}.")
    if claim.said.is_after(facts.as_of):
        return Finding(claim, Verdict.FAIL, None, f"{released}; none are published for a later day.")
    reason = f"{released}; those of an earlier day may differ, so look them up in the history of releases."
    return Finding(claim, Verdict.AMBER, None, reason)
