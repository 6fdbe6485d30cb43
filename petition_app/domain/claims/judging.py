"""Holds one claim against the published figures: the verdict, the figure, and the reason in one sentence."""

from __future__ import annotations

from dataclasses import replace

from petition_app.domain.claims.asof import on_a_day
from petition_app.domain.claims.claim import Claim, Topic
from petition_app.domain.claims.facts import Facts
from petition_app.domain.claims.finding import Finding
from petition_app.domain.claims.headword import Noun
from petition_app.domain.claims.quantity import Quantity, Verdict
from petition_app.domain.claims.ranking import on_a_ranking
from petition_app.domain.claims.tracker import on_an_answer
from petition_app.domain.claims.when import Said
from petition_app.domain.claims.wording import cut
from petition_app.domain.claims.workforce import on_a_share


def judge(claim: Claim, facts: Facts, said: Said | None = None) -> Finding:
    """The finding on one claim, read by itself; `said` is the day its sentence gives, for answers of leaders."""
    if claim.topic is Topic.DAY:
        return on_a_day(claim, facts)
    if claim.topic in (Topic.SILENCE, Topic.STATEMENT):
        return on_an_answer(claim, facts, said)
    if claim.subject in facts.units and claim.subject not in facts.rows:
        return _on_a_unit(claim, facts)
    if claim.topic is Topic.LEAD:
        return on_a_ranking(claim, facts)
    if claim.quantity is None:
        return _on_a_person(claim, facts)
    return _on_a_count(claim, claim.quantity, facts)


def _on_a_count(claim: Claim, quantity: Quantity, facts: Facts) -> Finding:
    subject = claim.subject
    if quantity.is_unpaired:
        reason = "There are not as many numbers as employers, so nobody can say which number is whose."
        return Finding(claim, Verdict.AMBER, None, reason)
    if quantity.is_share:
        return _unless_unverified(on_a_share(claim, quantity, facts), claim, facts)
    if subject is not None and subject not in facts.rows:
        return _on_an_unlisted_employer(claim, quantity, facts)
    if subject is not None:
        return hold(claim, facts.rows[subject], f"the published figure for {subject}", facts)
    if claim.noun is Noun.EMPLOYEES:
        return hold(claim, facts.employees, "the published figure for verified current employees", facts)
    if claim.noun in (Noun.WORKERS, Noun.CURRENT_AND_FORMER):
        return _between_employees_and_all(claim, quantity, facts)
    return hold(claim, facts.total, "the published figure", facts)


def hold(claim: Claim, figure: int, whose: str, facts: Facts) -> Finding:
    """Holds the claim's quantity against a figure; `whose` says in words what the figure counts."""
    assert claim.quantity is not None
    quantity = claim.quantity
    if claim.noun is Noun.UNCOUNTED:
        return _on_an_uncounted_group(claim, quantity, figure, whose, facts)
    return _unless_unverified(_by_the_table(claim, quantity, figure, whose, facts), claim, facts)


def _by_the_table(claim: Claim, quantity: Quantity, figure: int, whose: str, facts: Facts) -> Finding:
    verdict, tail = quantity.worth(figure)
    if verdict is Verdict.PASS and quantity.is_one_number and not facts.exact:
        tail = f", so it is safer to write “at least {figure:,}”"
        verdict = Verdict.AMBER if quantity.is_exact else verdict
    return Finding(claim, verdict, figure, f"{quantity.meaning}; {whose} is {facts.in_words(figure)}{tail}.")


def _unless_unverified(finding: Finding, claim: Claim, facts: Facts) -> Finding:
    """Rows of self-declared signers may never be called employees, and "workers" only with care."""
    if claim.subject is None or finding.figure is None or facts.rows_are_verified:
        return finding
    if claim.noun is Noun.EMPLOYEES:
        reason = (
            f"The published figure for {claim.subject} counts signers whose employment was not verified, "
            "so they may not be called employees; say “signers”."
        )
        return replace(finding, verdict=Verdict.FAIL, reason=reason)
    if claim.noun in (Noun.WORKERS, Noun.CURRENT_AND_FORMER) and finding.verdict is Verdict.PASS:
        reason = f"{finding.reason[:-1]}, but it counts signers whose employment was not verified."
        return replace(finding, verdict=Verdict.AMBER, reason=reason)
    return finding


def _between_employees_and_all(claim: Claim, quantity: Quantity, facts: Facts) -> Finding:
    """Such a group is no smaller than the verified employees and no larger than all signers: both must agree."""
    as_employees = hold(claim, facts.employees, "the published figure for verified current employees", facts)
    if as_employees.verdict is quantity.judge(facts.total):
        return as_employees
    reason = (
        f"{quantity.meaning}; no figure is published for {claim.noun}, only "
        f"{facts.in_words(facts.employees)} verified current employees and {facts.in_words(facts.total)} signers."
    )
    return replace(as_employees, verdict=Verdict.AMBER, reason=reason)


def _on_a_person(claim: Claim, facts: Facts) -> Finding:
    for title, employer in facts.titles:
        if employer == claim.subject and cut(title) == cut(claim.title):
            return Finding(claim, Verdict.PASS, None, f"A signer at {employer} agreed to be quoted as “{title}”.")
    for title, employer in facts.unverified_titles:
        if employer == claim.subject and cut(title) == cut(claim.title):
            reason = f"A signer calls themselves “{title}” at {employer}, but their employment was not verified."
            return Finding(claim, Verdict.AMBER, None, reason)
    published = sorted(f"“{title}”" for title, employer in facts.titles if employer == claim.subject)
    reason = f"No signer at {claim.subject} has agreed to be quoted as “{claim.title}”"
    if published:
        reason += f"; titles are quoted as they were given, and those published are {', '.join(published)}"
    return Finding(claim, Verdict.FAIL, None, f"{reason}.")


def _on_a_unit(claim: Claim, facts: Facts) -> Finding:
    """A brand or subsidiary has no figure of its own; that of its parent is only an upper end for it."""
    parent = facts.units[str(claim.subject)]
    figure = facts.rows.get(parent)
    reason = f"{claim.subject} is counted with {parent} and has no figure of its own"
    if figure is None:
        return Finding(claim, Verdict.AMBER, None, f"{reason}; {parent} is not in the published table.")
    reason += f"; the published figure for {parent} is {facts.in_words(figure)}"
    quantity = claim.quantity
    if quantity is not None and not quantity.is_share and quantity.least > figure:
        return Finding(claim, Verdict.FAIL, figure, f"{reason}, and the phrase is more than that.")
    return Finding(claim, Verdict.AMBER, figure, f"{reason}.")


def _on_an_unlisted_employer(claim: Claim, quantity: Quantity, facts: Facts) -> Finding:
    if quantity.least > facts.total:
        reason = f"{quantity.opening} is more than the whole petition, which has {facts.in_words(facts.total)}."
        return Finding(claim, Verdict.FAIL, facts.total, reason)
    reason = f"{claim.subject} is not in the published table, so the claim cannot be confirmed."
    return Finding(claim, Verdict.AMBER, None, reason)


def _on_an_uncounted_group(claim: Claim, quantity: Quantity, figure: int, whose: str, facts: Facts) -> Finding:
    """Engineers, former employees and their like are some of a row: a larger number than the row is untrue."""
    if quantity.least > figure:
        reason = f"{quantity.opening} is more than {whose} bears out, which is {facts.in_words(figure)} in all."
        return Finding(claim, Verdict.FAIL, figure, reason)
    reason = f"No figure is published for this group alone; {whose} is {facts.in_words(figure)} in all."
    return Finding(claim, Verdict.AMBER, figure, reason)
