"""Holds every claim of a text against the published figures."""

from __future__ import annotations

from dataclasses import replace

from petition_app.domain.claims.claim import Claim, Statement, Topic
from petition_app.domain.claims.facts import Facts
from petition_app.domain.claims.finding import Finding
from petition_app.domain.claims.headword import Noun
from petition_app.domain.claims.judging import hold, judge
from petition_app.domain.claims.quantity import Verdict
from petition_app.domain.claims.reading import read_statements
from petition_app.domain.claims.when import Said


def check(text: str, facts: Facts) -> tuple[Finding, ...]:
    """A finding for each claim in the text, in order; empty if there is none. Never raises."""
    titles = [title for title, _ in facts.titles | facts.unverified_titles]
    statements = read_statements(text, facts.names, titles)
    days = _days_of_answers(statements)
    return tuple(
        finding
        for statement in statements
        if not (_is_a_day(statement) and statement.sentence in days)
        for finding in _findings(statement, facts, days.get(statement.sentence))
    )


def _is_a_day(statement: Statement) -> bool:
    return statement.claims[0].topic is Topic.DAY


def _days_of_answers(statements: tuple[Statement, ...]) -> dict[int, Said]:
    """The day given in each sentence that speaks only of answers: the tracker has days of its own."""
    topics: dict[int, set[Topic]] = {}
    for statement in statements:
        topics.setdefault(statement.sentence, set()).update(claim.topic for claim in statement.claims)
    only_answers = {
        sentence
        for sentence, found in topics.items()
        if found - {Topic.DAY} and found <= {Topic.DAY, Topic.SILENCE, Topic.STATEMENT}
    }
    return {
        statement.sentence: claim.said
        for statement in statements
        if statement.sentence in only_answers
        for claim in statement.claims
        if claim.said
    }


def _findings(statement: Statement, facts: Facts, said: Said | None) -> list[Finding]:
    """Of a list of employers a number is meant of each, unless the sentence says that it means the sum."""
    claims = statement.claims
    findings = [judge(claim, facts, said) for claim in claims]
    if len(claims) == 1 or statement.is_paired or claims[0].quantity is None or claims[0].quantity.is_share:
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
