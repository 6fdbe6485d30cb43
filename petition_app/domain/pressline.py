"""Checks what a sentence claims against the published table, so that an outsider reaches the same verdict.

Only published figures are used, never the exact counts behind them. Figures are floors ("at least 95") unless the
facts say otherwise, and a phrase is held against the floor itself.

AMBER means usable with care: true but understated, a stretch, or not checkable from what is published. An employer
that is not in the table is AMBER, because small employers are pooled on purpose and their absence proves nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, replace

from petition_app.domain.claims.claim import Claim, Statement, read_statements
from petition_app.domain.claims.finding import Facts, Finding, hold, judge
from petition_app.domain.claims.headword import Noun
from petition_app.domain.claims.quantity import Verdict

__all__ = ["Claim", "Facts", "Finding", "SeedClaim", "Verdict", "check", "parse_claims", "read_claims"]


@dataclass(frozen=True)
class SeedClaim:
    """A claim a report made of the seeded petition, the verdict it must get, and where it comes from."""

    text: str
    expect: Verdict
    source: str


def parse_claims(sentence: str, employers: Collection[str]) -> tuple[Claim, ...]:
    """Every claim in the sentence, in order; empty if there is none. Never raises; linear in the length."""
    return tuple(claim for statement in read_statements(sentence, employers) for claim in statement.claims)


def check(sentence: str, facts: Facts) -> tuple[Finding, ...]:
    """A finding for each claim in the sentence, in order; empty if there is none. Never raises."""
    employers = tuple({*facts.rows, *(employer for _, employer in facts.titles)})
    statements = read_statements(sentence, employers, titles=[title for title, _ in facts.titles])
    return tuple(finding for statement in statements for finding in _findings(statement, facts))


def read_claims(text: str) -> tuple[SeedClaim, ...]:
    """The claims of a `claims.toml`: `[[claim]]` tables with `text`, `expect` and `source`.

    Raises ValueError (`tomllib.TOMLDecodeError` among them) or KeyError where the text is not of that form.
    """
    return tuple(
        SeedClaim(str(claim["text"]), Verdict(claim["expect"]), str(claim["source"]))
        for claim in tomllib.loads(text)["claim"]
    )


def _findings(statement: Statement, facts: Facts) -> list[Finding]:
    """Of a list of employers a number is meant of each, unless the sentence says that it means the sum."""
    claims = statement.claims
    findings = [judge(claim, facts) for claim in claims]
    if len(claims) == 1 or claims[0].quantity is None or claims[0].quantity.is_share:
        return findings
    rows = [facts.rows[claim.subject] for claim in claims if claim.subject and claim.subject in facts.rows]
    if statement.is_together:
        unlisted = next((claim.subject for claim in claims if claim.subject not in facts.rows), None)
        return [_together(claim, rows, unlisted, facts) for claim in claims]
    return findings if statement.is_each else [_or_the_sum(finding, sum(rows), facts) for finding in findings]


def _together(claim: Claim, rows: list[int], unlisted: str | None, facts: Facts) -> Finding:
    if unlisted is None:
        return hold(claim, sum(rows), "the sum of the published figures", facts)
    reason = f"{unlisted} is not in the published table, so the sum cannot be confirmed."
    return Finding(claim, Verdict.AMBER, None, reason)


def _or_the_sum(finding: Finding, total: int, facts: Facts) -> Finding:
    """A row too small for the phrase is AMBER where the employers of the list reach it together."""
    quantity = finding.claim.quantity
    if quantity is None or finding.verdict is not Verdict.FAIL or finding.figure is None:
        return finding
    falls_short = finding.figure < quantity.least <= total
    holds_of_sum = quantity.judge(total) is not Verdict.FAIL or quantity.is_plural
    is_misnamed = finding.claim.noun is Noun.EMPLOYEES and not facts.rows_are_verified
    if is_misnamed or not (falls_short and holds_of_sum):
        return finding
    reason = (
        f"{quantity.meaning}; {finding.claim.subject} has {facts.in_words(finding.figure)}, and only the sum of the "
        f"employers listed, {facts.in_words(total)}, reaches it."
    )
    return replace(finding, verdict=Verdict.AMBER, reason=reason)
