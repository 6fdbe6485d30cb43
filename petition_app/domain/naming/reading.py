"""What a text says before anybody is looked up: its key, its parts, and every name that each part may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import NamedTuple

from petition_app.domain.naming import signals
from petition_app.domain.naming.key import EmployerKey, key_of
from petition_app.domain.naming.places import PLACES
from petition_app.domain.naming.spelling import LONGEST_KEY, SpellingKey, segments_of, spelling_key
from petition_app.domain.naming.titles import TITLE_WORDS, is_department, is_title, title_of_something

MOST_CANDIDATES = 40
_MOST_PARTS = 6
_MOST_JOINED = 3

_Joined = tuple[tuple[EmployerKey, int], ...]


class Kind(Enum):
    """What a part is unless it turns out to name an employer."""

    NAME = 1
    TITLE = 2
    PLACE = 3
    ASIDE = 4
    FORMER = 5
    NO_EMPLOYER = 6


class Part(NamedTuple):
    """One part of a text. `names`: what it may name, the whole part first. `joined`: what it may name together with the
    parts after it, and how many those are, most first. `guards`: names that an imprecise title must not contain."""

    text: str
    kind: Kind
    names: tuple[EmployerKey, ...]
    joined: _Joined = ()
    guards: tuple[EmployerKey, ...] = ()
    former: bool = False
    now: bool = False
    owner: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says. `key` is equal for texts that read alike, and everything else follows from it alone.

    `candidates` are all the keys that `conclude` may look up; `parts` is empty where the text is one plain name.
    """

    key: SpellingKey
    candidates: tuple[EmployerKey, ...]
    is_former: bool
    parts: tuple[Part, ...] = ()

    @property
    def is_wholly_former(self) -> bool:
        """Whether nothing in the text may be meant of today: not so of "ex Acme, Borealis"."""
        named = [part.former for part in self.parts if part.kind is Kind.NAME]
        return self.is_former and (len(named) < 2 or all(named))


def read(text: str) -> Reading:
    """Read what was typed as an employer. Never fails, and takes time in proportion to the length of `text`."""
    segments = segments_of(text)
    if len(segments) == 1 and len(segments[0]) < LONGEST_KEY:
        words = segments[0].split(" ")
        if signals.ANY.isdisjoint(words):
            return Reading(SpellingKey(segments[0]), (segments[0],), False)
    return _read_closely(segments)


def _read_closely(segments: Sequence[str]) -> Reading:
    key = spelling_key(segments)
    if not key:
        return Reading(key, (), False)
    whole = key_of(key.replace(",", "").split())
    parts: tuple[Part, ...] = ()
    # A key of full length may have been cut, and what was cut off may have named another employer.
    if len(", ".join(segments)) < LONGEST_KEY and len(segments) <= _MOST_PARTS:
        parts = tuple(_parts(segments))
    candidates = tuple(dict.fromkeys([whole, *(each for part in parts for each in _looked_up(part))]))
    if len(candidates) > MOST_CANDIDATES:
        return Reading(key, (whole,), False)
    return Reading(key, candidates, _says_former(parts), parts)


def _looked_up(part: Part) -> Iterator[EmployerKey]:
    yield from part.names
    yield from (key for key, _ in part.joined)
    yield from part.guards


def _says_former(parts: Sequence[Part]) -> bool:
    """Is a former employer named, or said to be one beside a name?"""
    says = any(part.former or part.kind is Kind.FORMER for part in parts)
    return says and any(part.kind is Kind.NAME for part in parts)


def _parts(segments: Sequence[str]) -> Iterator[Part]:
    worded = [segment.split(" ") for segment in segments]
    for place, words in enumerate(worded):
        signal = None if signals.ANY.isdisjoint(words) else signals.signal_of(words)
        joined = tuple(_joined(signal.words if signal else words, worded[place + 1 : place + _MOST_JOINED]))
        yield _part(words, signal, joined, first=place == 0)


def _joined(words: list[str], later: list[list[str]]) -> Iterator[tuple[EmployerKey, int]]:
    for more in range(len(later), 0, -1):
        yield key_of([*words, *chain.from_iterable(later[:more])]), more


def _part(words: list[str], signal: signals.Signal | None, joined: _Joined, first: bool) -> Part:
    text = EmployerKey(" ".join(words))
    kind = _plain_kind(text, words, first)
    if kind is not None:
        return Part(text, kind, (text,), joined, unsure=_is_unsure(words))
    if signal is None:
        kind, unknown = _title_kind(words)
        return Part(text, kind, (text,), joined, tuple(_guards(unknown)) if unknown else ())
    if not signal.words:
        return Part(text, _bare_kind(signal), (text,), joined)
    title, employer = _title_and_employer(signal.words)
    names = dict.fromkeys([text, *_without_fillers(signal.words), *employer])
    kind, unknown = _title_kind(title)
    if employer:
        kind, signal = Kind.NAME, signal._replace(owner=False)
    return Part(text, kind, tuple(names), joined, tuple(_guards(unknown)), *signal[1:], _is_unsure(words))


def _plain_kind(text: str, words: list[str], first: bool) -> Kind | None:
    if text in signals.ASIDES:
        return Kind.ASIDE
    if text in PLACES and not first:
        return Kind.PLACE
    if text == "retired":
        return Kind.FORMER
    if text in signals.NO_EMPLOYER and not is_title(words):
        return Kind.NO_EMPLOYER
    return None


def _bare_kind(signal: signals.Signal) -> Kind:
    if signal.former:
        return Kind.FORMER
    return Kind.ASIDE if signal.now else Kind.NAME


def _title_kind(words: list[str]) -> tuple[Kind, list[str]]:
    """Is this a title, and what in it do we not know?"""
    if is_title(words) or is_department(words) or signals.LEAD_INS.issuperset(words):
        return Kind.TITLE, []
    unknown = title_of_something(words)
    return (Kind.NAME, []) if unknown is None else (Kind.TITLE, unknown)


def _is_unsure(words: list[str]) -> bool:
    return not signals.UNSURE.isdisjoint(words)


def _without_fillers(words: list[str]) -> Iterator[EmployerKey]:
    """What is named after "formerly", as in "at Google": whole, and without such words before it."""
    words = _before_via(words)
    yield key_of(words)
    start = 0
    while start < len(words) - 1 and words[start] in signals.FILLERS:
        start += 1
    if start:
        yield key_of(words[start:])


def _title_and_employer(words: list[str]) -> tuple[list[str], list[EmployerKey]]:
    """ "Engineer at Google": the title and the name after it. An unknown word before "at" may be another employer."""
    for place, word in enumerate(words[:-1]):
        if word in signals.AT_OF:
            title = [each for each in words[:place] if each not in signals.UNSURE]
            if signals.names_an_employer(title, word) and (not title or _title_kind(title)[0] is Kind.TITLE):
                return title, [key_of(_before_via(words[place + 1 :]))]
    return words, []


def _before_via(words: list[str]) -> list[str]:
    return words[: words.index("via", 1)] if "via" in words[1:] else words


def _guards(words: list[str]) -> Iterator[EmployerKey]:
    """Names that may stand in the words of a title that are not known to be of one."""
    starts = [0, *(place for place, word in enumerate(words) if place and word not in TITLE_WORDS)][:3]
    for start in starts:
        for end in range(start + 1, min(start + 3, len(words)) + 1):
            if not TITLE_WORDS.issuperset(words[start:end]):
                yield EmployerKey(" ".join(words[start:end]))
