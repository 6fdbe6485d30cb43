"""Holds one claim against the published figures: the verdict, the figure, and the reason in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from petition_app.domain.claims.claim import Claim
from petition_app.domain.claims.headword import Noun
from petition_app.domain.claims.quantity import Band, Quantity, Verdict
from petition_app.domain.claims.wording import cut


@dataclass(frozen=True)
class Facts:
    """One published table. Every field is public already; figures are floors ("at least") unless `exact`."""

    total: int  # all counted signatures
    employees: int  # of these, verified current employees
    rows: Mapping[str, int]  # employer name -> figure
    rows_are_verified: bool  # the rows count verified current employees only
    titles: frozenset[tuple[str, str]]  # (title, employer) of signers who agreed to be quoted by title
    as_of: date
    exact: bool = False

    def in_words(self, figure: int) -> str:
        return f"{figure:,}" if self.exact else f"at least {figure:,}"


@dataclass(frozen=True)
class Finding:
    """What became of one claim. `figure` is the published one it was held against, None where there is none."""

    claim: Claim
    verdict: Verdict
    figure: int | None
    reason: str


def judge(claim: Claim, facts: Facts) -> Finding:
    """The finding on one claim, read by itself."""
    quantity, subject = claim.quantity, claim.subject
    if quantity is None:
        return _on_a_person(claim, facts)
    if quantity.is_share:
        return _on_a_share(claim, quantity)
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
    finding = _by_the_table(claim, quantity, figure, whose, facts)
    if claim.subject is not None and not facts.rows_are_verified:
        return _unless_unverified(finding, claim)
    return finding


def _by_the_table(claim: Claim, quantity: Quantity, figure: int, whose: str, facts: Facts) -> Finding:
    verdict, tail = _worth(quantity.band(figure))
    if verdict is Verdict.PASS and quantity.is_one_number and not facts.exact:
        tail = f", so it is safer to write “at least {figure:,}”"
        verdict = Verdict.AMBER if quantity.is_exact else verdict
    return Finding(claim, verdict, figure, f"{quantity.meaning}; {whose} is {facts.in_words(figure)}{tail}.")


def _worth(band: Band | None) -> tuple[Verdict, str]:
    if band is None:
        return Verdict.FAIL, ", so the phrase does not hold"
    return band.verdict, f", {band.note}" if band.note else ""


def _unless_unverified(finding: Finding, claim: Claim) -> Finding:
    """Rows of self-declared signers may never be called employees, and "workers" only with care."""
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
    published = sorted(f"“{title}”" for title, employer in facts.titles if employer == claim.subject)
    reason = f"No signer at {claim.subject} has agreed to be quoted as “{claim.title}”"
    if published:
        reason += f"; titles are quoted as they were given, and those published are {', '.join(published)}"
    return Finding(claim, Verdict.FAIL, None, f"{reason}.")


def _on_a_share(claim: Claim, quantity: Quantity) -> Finding:
    reason = (
        f"{quantity.opening} is a share, which needs a sourced and dated headcount, and none is published; "
        "give the count instead."
    )
    return Finding(claim, Verdict.AMBER, None, reason)


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
