"""Claims that one employer has more signers than others: "led by Google", "more from Google than from Meta"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from petition_app.domain.claims.claim import Claim, Topic
from petition_app.domain.claims.employment import EmployerFinder
from petition_app.domain.claims.facts import Facts
from petition_app.domain.claims.finding import Finding
from petition_app.domain.claims.headword import Noun
from petition_app.domain.claims.quantity import Verdict
from petition_app.domain.claims.wording import Words, any_of
from petition_app.domain.marks import STEP


class Ranked(NamedTuple):
    """`rival` is empty where the employer is said to have more signers than every other."""

    employer: str
    rival: str
    start: int
    end: int


_NOUN = "(?:signers|signatories|signatures|employees|staffers|staff|workers|people|names|supporters|support)"
_MOST = "(?:most|largest number of|highest number of|greatest number of|biggest number of)"
_GROUP = (
    rf"the (?:single )?(?:largest|biggest) (?:group|contingent|bloc|block|number|share|cohort)(?: of {_NOUN})?"
    rf"|the {_MOST}(?: {_NOUN})?"
)
_COMES = "(?:(?:,? )?(?:who |that )?(?:is|are|was|were|comes|come|came|has come|have come|works|work) )?"
#: After these comes the employer that leads.
_BEFORE = (
    r"(?:led|headed|topped) by",
    rf"(?:{_GROUP}) {_COMES}(?:from|at|of)",
)
#: Before these stands the employer that leads.
_AFTER = (
    r"(?:has|have|had|is|in|comes|came) ?(?:,? )?(?:the lead|in the lead|out ahead|on top|at the top)",
    r"(?:leads|led|tops|topped|heads) (?:the )?(?:list|table|petition|count|tally|field|way|ranking|others|pack)",
    r"leads(?= [.,;:]| with| among|\Z)",
    rf"(?:has|have|had|counts|provides|provided|accounts for|contributed) (?:{_GROUP})",
    r"(?:is|was) (?:the )?(?:largest|biggest|best represented|most represented)(?: (?:group|contingent|employer))?",
)
_THAN = (
    rf"more(?: {_NOUN})?(?: (?:are|come|came|work))? (?:from|at)",
    rf"(?:has|have|had) (?:far |many )?more(?: {_NOUN})? than",
)
_ANY_OTHER = re.compile(
    r"(?:than )?(?:from |at |in )?(?:any|anywhere|every|all|the)(?: (?:other|others|else|rest))?", re.ASCII
)


_LEADER_AFTER, _LEADER_BEFORE = any_of(_BEFORE), any_of(_AFTER)
_MORE_FROM, _HAS_MORE = any_of(_THAN[:1]), any_of(_THAN[1:])


def rankings(words: Words, finder: EmployerFinder) -> Iterator[Ranked]:
    """Every ranking in the sentence, in no order."""
    for start, end, _ in words.matches(_LEADER_AFTER):
        employer = finder.at(end)
        if employer:
            yield Ranked(employer.name, "", start, employer.end)
    for start, end, _ in words.matches(_LEADER_BEFORE):
        for name, first in _alone_before(finder, start):
            yield Ranked(name, "", first, end)
    yield from _comparisons(words, finder)


def _comparisons(words: Words, finder: EmployerFinder) -> Iterator[Ranked]:
    for start, end, _ in words.matches(_MORE_FROM):
        employer = finder.at(end)
        if employer and words[employer.end].key == "than":
            yield from _against(words, finder, employer.name, start, employer.end + 1)
    for start, end, _ in words.matches(_HAS_MORE):
        for name, first in _alone_before(finder, start):
            yield from _against(words, finder, name, first, end)


def _alone_before(finder: EmployerFinder, place: int) -> Iterator[tuple[str, int]]:
    """The one employer named right before `place`, and where its name starts."""
    employers, start = finder.lists_by_end.get(place, (None, place))
    if employers and len(employers.names) == 1:
        yield employers.names[0], start


def _against(words: Words, finder: EmployerFinder, name: str, start: int, place: int) -> Iterator[Ranked]:
    """The other side of a "than": one employer, or all."""
    if _ANY_OTHER.fullmatch(" ".join(words.keys(place, place + 2))) or words[place].key in ("any", "anywhere"):
        yield Ranked(name, "", start, place + 2)
        return
    rival = finder.at(place + 1 if words[place].key in ("from", "at", "in") else place)
    if rival:
        yield Ranked(name, rival.name, start, rival.end)


def claim_of(words: Words, ranked: Ranked) -> Claim:
    return Claim(
        words.slice(ranked.start, ranked.end), ranked.employer, Noun.SIGNERS, None, topic=Topic.LEAD, rival=ranked.rival
    )


def on_a_ranking(claim: Claim, facts: Facts) -> Finding:
    """A lead has to be larger than the step figures are rounded to; smaller ones are within the rounding."""
    subject = str(claim.subject)
    rivals = {name: figure for name, figure in facts.rows.items() if name != subject}
    if claim.rival:
        rivals = {name: figure for name, figure in rivals.items() if name == claim.rival}
    missing = next((name for name in (subject, claim.rival) if name and name not in facts.rows), "")
    if missing or not rivals:
        reason = f"{missing or 'No other employer'} is not in the published table, so the ranking cannot be confirmed."
        return Finding(claim, Verdict.AMBER, facts.rows.get(subject), reason)
    rival = max(sorted(rivals), key=lambda name: rivals[name])
    lead = facts.rows[subject] - rivals[rival]
    figures = (
        f"In the published table {subject} has {facts.in_words(facts.rows[subject])} "
        f"and {rival} {facts.in_words(rivals[rival])}"
    )
    least = 0 if facts.exact else STEP
    if lead > least:
        return Finding(claim, Verdict.PASS, facts.rows[subject], f"{figures}.")
    if lead < -least or facts.exact:
        return Finding(claim, Verdict.FAIL, facts.rows[subject], f"{figures}, so the ranking does not hold.")
    reason = f"{figures}; a difference of {STEP} or less is within the rounding, so neither can be said to lead."
    return Finding(claim, Verdict.AMBER, facts.rows[subject], reason)
