"""Reads claims that a company's leadership has or has not answered: "the CEOs of A and B have said nothing"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from petition_app.domain.claims.claim import Claim, Topic
from petition_app.domain.claims.employment import EmployerFinder, Employers
from petition_app.domain.claims.headword import Noun, noun_at
from petition_app.domain.claims.wording import Words, any_of


class Answered(NamedTuple):
    organisations: tuple[str, ...]
    is_silence: bool
    is_of_chief: bool
    start: int
    end: int


_HAS = "(?:has|have|had)"
_NOT = rf"(?:{_HAS} not|{_HAS}n ' t|did not|didn ' t|{_HAS} never|never)"
_LATELY = "(?: yet| so far| publicly| in public| now| since| already)?"
_ANSWERED = "(?:responded|respond|answered|answer|replied|reply|commented|comment|spoken|speak|reacted|react)"
_GAVE = "(?:made|make|issued|issue|given|give|released|release|offered|offer|published)"
_WORDS = "(?:statement|statements|comment|comments|response|responses|reply|answer|commitment|commitments)"
_SILENT = (
    rf"{_NOT}{_LATELY} {_ANSWERED}",
    rf"{_HAS} yet to{_LATELY} (?:{_ANSWERED}|{_GAVE} (?:a |any )?(?:public )?{_WORDS})",
    rf"(?:{_HAS} )?{_GAVE} no (?:public )?{_WORDS}",
    rf"{_NOT}{_LATELY} {_GAVE} (?:a |any )?(?:public )?{_WORDS}",
    rf"(?:{_HAS} )?(?:remain|remains|remained|stay|stays|stayed|kept|is|are|been)(?: publicly)? silent",
    rf"(?:{_HAS} )?said nothing",
)
_SPOKE = (
    rf"{_HAS}{_LATELY} (?:responded|answered|replied|commented|spoken|reacted)",
    rf"(?:{_HAS}{_LATELY} )?(?:made|issued|released|published|given) an? (?:public )?{_WORDS}",
)
_NOTHING_FROM = (rf"(?:no|without)(?: public)? (?:{_WORDS}|reaction|word)(?: yet)? (?:from|by)", "silence from")


_SILENCE, _SPEECH, _FROM = any_of(_SILENT), any_of(_SPOKE), any_of(_NOTHING_FROM)
_CHIEFS = frozenset(("ceo", "ceos", "chief", "chiefs"))
_NEGATIONS = frozenset(("neither", "none", "nobody"))
#: How many words may stand between a company and what is said of its leadership: "Apple's chief executive, Ms Doe,".
_MOST_BETWEEN = 7
_MOST_BEFORE = 8


def answers(words: Words, finder: EmployerFinder) -> Iterator[Answered]:
    """Every claim about an answer of a company's leadership, in no order."""
    for pattern, is_silence in ((_SILENCE, True), (_SPEECH, False)):
        for start, end, _ in words.matches(pattern):
            found = _named_before(words, finder.lists_by_end, start)
            if found:
                organisations, first = found
                opening = _opening(words, first)
                about = set(words.keys(opening, start))
                yield Answered(
                    organisations.names,
                    is_silence is _NEGATIONS.isdisjoint(about),
                    not _CHIEFS.isdisjoint(about),
                    opening,
                    end,
                )
    for start, end, _ in words.matches(_FROM):
        place = _past_the_office(words, end)
        employers = finder.list_at(place)
        if employers:
            yield Answered(employers.names, True, place > end + 1, start, employers.end)


def _named_before(
    words: Words, lists_by_end: dict[int, tuple[Employers, int]], place: int
) -> tuple[Employers, int] | None:
    """The companies a predicate at `place` speaks of; the nearest known ones, else a stranger right before it."""
    for end in range(place, max(place - _MOST_BETWEEN, 0), -1):
        employers, start = lists_by_end.get(end, (None, place))
        if employers and employers.all_known:
            return employers, start
        if words[end - 1].key in (".", "!", "?", ";") or _is_of_signers(words, end - 1):
            return None
    return lists_by_end.get(place)


def _is_of_signers(words: Words, place: int) -> bool:
    """ "Google staff have not answered" speaks of others than the leadership."""
    noun = noun_at(words, place)
    return noun is not None and noun[0] is not Noun.UNCOUNTED


def _opening(words: Words, first: int) -> int:
    """Back over "neither", "the chief executives of"."""
    start = first
    while first - start < _MOST_BEFORE and words[start - 1].key in _OFFICE_WORDS:
        start -= 1
    return start


_OFFICE_WORDS = (
    _CHIEFS | _NEGATIONS | frozenset("the of at executive executives officer officers leaders and both bosses".split())
)


def _past_the_office(words: Words, place: int) -> int:
    start = place
    while place - start < _MOST_BEFORE and words[place].key in _OFFICE_WORDS:
        place += 1
    return place


def claims_of(words: Words, answered: Answered) -> tuple[Claim, ...]:
    topic = Topic.SILENCE if answered.is_silence else Topic.STATEMENT
    text, office = words.slice(answered.start, answered.end), "chief executive" if answered.is_of_chief else ""
    return tuple(
        Claim(text, organisation, Noun.LEADERSHIP, None, title=office, topic=topic)
        for organisation in answered.organisations
    )
