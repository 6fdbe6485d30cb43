"""Holds a share of a workforce against a sourced headcount, and a share of the signers against the total."""

from __future__ import annotations

from petition_app.domain.claims.claim import Claim
from petition_app.domain.claims.facts import Facts, day_in_words
from petition_app.domain.claims.finding import Finding
from petition_app.domain.claims.headword import Noun
from petition_app.domain.claims.quantity import WHOLE, Quantity, Verdict, percent
from petition_app.domain.headcount import Headcount

#: Where nearly everybody has signed, an exact share would single out those who have not. Shares above this are
#: published as "more than 90%" and no closer.
CAP = 9_000


def on_a_share(claim: Claim, quantity: Quantity, facts: Facts) -> Finding:
    """The figure has to be published, and so has what it is a share of."""
    if claim.subject is not None and claim.noun is Noun.SIGNERS:
        return _of_all_signers(claim, quantity, facts)
    headcount = facts.headcounts.get(claim.subject or "")
    figure = facts.rows.get(claim.subject or "")
    if headcount is None:
        reason = (
            f"{quantity.opening} is a share, which needs a sourced and dated headcount, and none is published; "
            "give the count instead."
        )
        return Finding(claim, Verdict.AMBER, None, reason)
    if claim.noun is Noun.UNCOUNTED:
        reason = f"No figure is published for this group at {claim.subject} alone, so its share cannot be confirmed."
        return Finding(claim, Verdict.AMBER, None, reason)
    if figure is None:
        reason = f"{claim.subject} is not in the published table, so the claim cannot be confirmed."
        return Finding(claim, Verdict.AMBER, None, reason)
    if quantity.whole is not None and quantity.whole != headcount.number:
        reason = f"The sourced headcount of {claim.subject} is {_in_words(headcount)}, not {quantity.whole:,}."
        return Finding(claim, Verdict.FAIL, figure, reason)
    return _of_a_workforce(claim, quantity, figure, headcount, facts)


def hundredths_of_percent(figure: int, headcount: Headcount) -> int:
    """The share that a figure is of a headcount, rounded down."""
    return WHOLE * figure // max(headcount.number, 1)


def _of_a_workforce(claim: Claim, quantity: Quantity, figure: int, headcount: Headcount, facts: Facts) -> Finding:
    share = hundredths_of_percent(figure, headcount)
    if share > CAP or claim.subject in facts.capped:
        return _above_the_cap(claim, quantity, headcount)
    whose = f"the published figure for {claim.subject} is {facts.in_words(figure)} of {_in_words(headcount)}"
    verdict, tail = quantity.worth(figure if quantity.whole is not None else share)
    reason = f"{quantity.meaning}; {whose}, which is {percent(share)}{tail}."
    return Finding(claim, verdict, figure, reason)


def _above_the_cap(claim: Claim, quantity: Quantity, headcount: Headcount) -> Finding:
    verdict = _whatever_it_is(quantity, headcount)
    tail = {
        Verdict.PASS: "",
        Verdict.AMBER: ", and shares above that are not told more closely",
        Verdict.FAIL: ", so the phrase does not hold",
    }[verdict]
    whose = f"the signers at {claim.subject} are more than 90% of a headcount of {day_in_words(headcount.on)}"
    return Finding(claim, verdict, None, f"{quantity.meaning}; {whose} ({headcount.source}){tail}.")


def _whatever_it_is(quantity: Quantity, headcount: Headcount) -> Verdict:
    """Of a share above the cap no more is told than that: PASS or FAIL only where any such share would get it."""
    least, most = CAP + 1, WHOLE
    if quantity.whole is not None:
        least, most = CAP * headcount.number // WHOLE + 1, headcount.number
    if all(band.high is not None and band.high < least for band in quantity.bands):
        return Verdict.FAIL
    # The bands of a phrase have no gaps, so its ends speak for what lies between.
    is_sound = {quantity.judge(end) for end in (least, most)} == {Verdict.PASS}
    return Verdict.PASS if is_sound else Verdict.AMBER


def _of_all_signers(claim: Claim, quantity: Quantity, facts: Facts) -> Finding:
    """ "Half of the signers are at Google"."""
    figure = facts.rows.get(str(claim.subject))
    if figure is None or not facts.total or quantity.whole is not None:
        reason = f"The share of {claim.subject} among all signers cannot be confirmed from the published table."
        return Finding(claim, Verdict.AMBER, figure, reason)
    share = WHOLE * figure // facts.total
    verdict, tail = quantity.worth(share)
    reason = (
        f"{quantity.meaning}; {claim.subject} has {facts.in_words(figure)} of {facts.in_words(facts.total)} signers, "
        f"which is {percent(share)}{tail}."
    )
    return Finding(claim, verdict, figure, reason)


def _in_words(headcount: Headcount) -> str:
    return f"{headcount.number:,} employees on {day_in_words(headcount.on)} ({headcount.source})"
