"""Holds a claim about an answer of a company's leadership against the dated entries of the response tracker."""

from __future__ import annotations

from petition_app.domain.claims.claim import Claim, Topic
from petition_app.domain.claims.facts import Facts, TrackedResponse, day_in_words
from petition_app.domain.claims.finding import Finding
from petition_app.domain.claims.quantity import Verdict
from petition_app.domain.claims.when import Said
from petition_app.domain.petition import ResponseKind

_CHIEF = ("chief executive", "ceo")
_IN_WORDS = {
    ResponseKind.NONE: "no public statement",
    ResponseKind.PRIVATE: "an answer in private",
    ResponseKind.PUBLIC: "a public statement",
    ResponseKind.COMMENTED: "a comment",
    ResponseKind.COMMITMENT: "a commitment",
    ResponseKind.MET: "a demand met",
}
_SPOKEN = (ResponseKind.PUBLIC, ResponseKind.COMMITMENT, ResponseKind.MET)


def on_an_answer(claim: Claim, facts: Facts, said: Said | None = None) -> Finding:
    """`said` is the day the sentence gives, if any. An answer nobody has looked for proves nothing."""
    entries = _entries(claim, facts)
    if not entries:
        reason = f"The response tracker has no dated entry for {claim.subject}, so this cannot be confirmed."
        return Finding(claim, Verdict.AMBER, None, reason)
    worst = max((_on_one(claim, entry, said) for entry in entries), key=lambda found: _ORDER.index(found[0]))
    return Finding(claim, worst[0], None, worst[1])


_ORDER = (Verdict.PASS, Verdict.AMBER, Verdict.FAIL)


def _entries(claim: Claim, facts: Facts) -> list[TrackedResponse]:
    """Those of the organisation; of its chief executive alone where the claim says so and there is one."""
    entries = [each for each in facts.responses if each.organisation == claim.subject]
    of_chief = [each for each in entries if each.office.casefold().startswith(_CHIEF)]
    return of_chief if claim.title and of_chief else entries


def _on_one(claim: Claim, entry: TrackedResponse, said: Said | None) -> tuple[Verdict, str]:
    day = day_in_words(entry.on)
    recorded = f"For {entry.who}, the response tracker records {_IN_WORDS[entry.kind]}"
    verdict = _silence(claim, entry.kind) if claim.topic is Topic.SILENCE else _statement(claim, entry.kind)
    if entry.kind is ResponseKind.NONE:
        recorded += f" as of {day}"
        if said and verdict is Verdict.PASS and not said.may_be(entry.on) and said.is_after(entry.on):
            return Verdict.AMBER, f"{recorded}, which is before the day the sentence gives."
        tail = "; say that day" if verdict is Verdict.PASS and not said else ""
        return verdict, f"{recorded}{tail}."
    if said and not said.may_be(entry.on) and not said.is_after(entry.on):
        # The entries before it are not among these facts: what was true on an earlier day is not known here.
        return Verdict.AMBER, f"{recorded} on {day}, which is after the day the sentence gives."
    return verdict, f"{recorded} on {day}."


def _silence(claim: Claim, kind: ResponseKind) -> Verdict:
    if kind is ResponseKind.NONE:
        return Verdict.PASS
    if kind is ResponseKind.PRIVATE:
        return Verdict.PASS if _is_of_the_public(claim) else Verdict.FAIL
    return Verdict.AMBER if kind is ResponseKind.COMMENTED else Verdict.FAIL


def _statement(claim: Claim, kind: ResponseKind) -> Verdict:
    if kind in _SPOKEN:
        is_of_a_promise = "commitment" in claim.text.casefold()
        return Verdict.FAIL if is_of_a_promise and kind is ResponseKind.PUBLIC else Verdict.PASS
    if kind is ResponseKind.COMMENTED:
        return Verdict.PASS if "comment" in claim.text.casefold() else Verdict.AMBER
    if kind is ResponseKind.PRIVATE:
        return Verdict.FAIL if _is_of_the_public(claim) else Verdict.AMBER
    return Verdict.FAIL


def _is_of_the_public(claim: Claim) -> bool:
    """A private answer is an answer, but no public one."""
    text = claim.text.casefold()
    return "public" in text or "statement" in text
