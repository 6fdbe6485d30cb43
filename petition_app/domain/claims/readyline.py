"""Sentences ready to be printed, made from the published table alone.

A phrase is used only in the range of figures the phrase table gives for writing, and every line is read back by the
checker before it is offered: a line that would not pass throughout is never shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from petition_app.domain.claims.checking import check
from petition_app.domain.claims.facts import Facts, day_in_words
from petition_app.domain.claims.fitting import in_round_numbers, phrases, plural_of
from petition_app.domain.claims.quantity import Verdict
from petition_app.domain.claims.workforce import CAP, hundredths_of_percent
from petition_app.domain.marks import STEP
from petition_app.domain.petition import ResponseKind


class LineKind(StrEnum):
    HEADLINE = "headline"
    TOTAL = "total"
    EMPLOYEES = "employees"
    EMPLOYER = "employer"
    LEAD = "lead"
    SHARE = "share"
    PERSON = "person"
    RESPONSE = "response"


@dataclass(frozen=True)
class PressLine:
    """One sentence, its as-of day included. `subjects` are the employers it speaks of, in its order; the whole petition
    is None."""

    kind: LineKind
    text: str
    subjects: tuple[str | None, ...]

    def method_note(self, address: str) -> str:
        """What is copied with the line: a link to how the figures come about."""
        return f"How it is counted: {address}"


#: No more employers are named in the headline after the first.
_MOST_IN_HEADLINE = 4
_MOST_PEOPLE = 50


def ready_lines(facts: Facts) -> tuple[PressLine, ...]:
    """Every line that can be printed today, the most useful first; empty while nothing has been published."""
    return tuple(line for line in _dated(facts) if _is_sound(line, facts))


def _is_sound(line: PressLine, facts: Facts) -> bool:
    """Whether the checker reads in the line what was meant, and finds all of it borne out."""
    findings = check(line.text, facts)
    subjects = tuple(finding.claim.subject for finding in findings if not finding.claim.said)
    return subjects == line.subjects and all(finding.verdict is Verdict.PASS for finding in findings)


def _dated(facts: Facts) -> Iterator[PressLine]:
    if facts.total:
        for line in _drafts(facts):
            yield replace(line, text=f"{line.text}, as of {day_in_words(facts.as_of)}.")
    for entry in facts.responses:
        if entry.kind is ResponseKind.NONE:
            text = (
                f"{entry.who[:1].upper()}{entry.who[1:]} has made no public statement, as of {day_in_words(entry.on)}."
            )
            yield PressLine(LineKind.RESPONSE, text, (entry.organisation,))


def _drafts(facts: Facts) -> Iterator[PressLine]:
    rows = sorted(facts.rows.items(), key=lambda row: (-row[1], row[0]))
    yield from _headline(facts, rows)
    yield from _totals(facts)
    if facts.employees:
        text = f"At least {facts.employees:,} verified current employees have signed"
        yield PressLine(LineKind.EMPLOYEES, text, (None,))
    for employer, figure in rows:
        yield from _of_an_employer(employer, figure, facts)
        yield from _share(employer, figure, facts)
    if len(rows) > 1 and rows[0][1] - rows[1][1] > STEP:
        text = f"Of the employers in the published table, {rows[0][0]} has the most signers"
        yield PressLine(LineKind.LEAD, text, (rows[0][0],))
    # Employers without a row come first: nothing else is said of them.
    people = sorted(facts.titles, key=lambda held: (held[1] in facts.rows, held[1], held[0]))
    for title, employer in people[:_MOST_PEOPLE]:
        text = f"The signers include {_with_article(title)} at {employer}"
        yield PressLine(LineKind.PERSON, text, (employer,))


def _headline(facts: Facts, rows: list[tuple[str, int]]) -> Iterator[PressLine]:
    """ "More than 800 people have signed, including at least 95 at Google and dozens each from Meta and Amazon"."""
    if not rows:
        return
    first, figure = rows[0]
    others = _alike(rows[1:])
    whom = f"{first} employees" if facts.rows_are_verified else f"at {first}"
    text = f"{in_round_numbers(facts.total)} people have signed, including at least {figure:,} {whom}"
    if others:
        each = " each" if len(others[1]) > 1 else ""
        text += f" and {others[0]}{each} from {_listed(others[1])}"
    yield PressLine(LineKind.HEADLINE, text, (None, first, *(others[1] if others else ())))


def _alike(rows: list[tuple[str, int]]) -> tuple[str, tuple[str, ...]] | None:
    """The plural word that fits the next employers, and those it fits."""
    word = plural_of(rows[0][1]) if rows else ""
    names = tuple(name for name, figure in rows if plural_of(figure) == word)[:_MOST_IN_HEADLINE]
    return (word, names) if word else None


def _totals(facts: Facts) -> Iterator[PressLine]:
    exactly = f"{facts.total:,}" if facts.exact else f"At least {facts.total:,}"
    for opening in dict.fromkeys((in_round_numbers(facts.total), exactly)):
        yield PressLine(LineKind.TOTAL, f"{opening} people have signed", (None,))


def _of_an_employer(employer: str, figure: int, facts: Facts) -> Iterator[PressLine]:
    """The figure itself and, where one fits, a phrase that is easier on the ear."""
    for opening in (f"At least {figure:,}", *phrases(figure)):
        if facts.rows_are_verified:
            of = " of" if opening.endswith("s") else ""
            text = f"{opening}{of} {employer} employees have signed"
        else:
            # All that is known of them is what they said.
            text = f"{opening} of the signers say they work at {employer}"
        yield PressLine(LineKind.EMPLOYER, text, (employer,))


def _share(employer: str, figure: int, facts: Facts) -> Iterator[PressLine]:
    """Only of verified employees, and only beside the headcount it is a share of."""
    headcount = facts.headcounts.get(employer)
    if headcount is None or not facts.rows_are_verified:
        return
    share = hundredths_of_percent(figure, headcount)
    tens = share // 1000 * 10
    is_capped = share > CAP or employer in facts.capped
    if not tens:
        return
    opening = f"More than {CAP // 100}%" if is_capped else f"At least {tens}%"
    source = f"headcount of {day_in_words(headcount.on)}: {headcount.source}"
    yield PressLine(LineKind.SHARE, f"{opening} of {employer} employees ({source}) have signed", (employer,))


def _with_article(title: str) -> str:
    """The title as its holder wrote it, behind the article it is spoken with."""
    first = (title.split() or [""])[0]
    if first.isupper() and len(first) <= 4:
        is_vowel = first[0] in "AEFHILMNORSX"
    else:
        is_vowel = first[:1].casefold() in "aeiou" and not first.casefold().startswith(("uni", "use", "eu", "one"))
    return f"{'an' if is_vowel else 'a'} {title}"


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
