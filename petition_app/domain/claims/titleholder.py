"""Finds claims about one signer known by a title: "a senior vice president from Tesla"."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from petition_app.domain.claims.employment import Employer, EmployerFinder
from petition_app.domain.claims.headword import ROLES
from petition_app.domain.claims.wording import Words, cut


class Titleholder(NamedTuple):
    title: str
    employer: str
    end: int


#: What a claim about one person begins with.
ARTICLES = frozenset({"a", "an", "one", "the"})
_LONGEST_TITLE = 8
_BREAKS = frozenset("a an one the who that which was is are has had have said says told and or but than as".split())
_AT = ("from", "at")
_OF = ("of", "with")


class TitleReader:
    """`titles` are those published: they are known for titles even where no word of them is a usual one."""

    def __init__(self, words: Words, finder: EmployerFinder, titles: Collection[str]) -> None:
        self.words = words
        self.finder = finder
        self.titles = frozenset(map(cut, titles))

    def read(self, place: int, is_about_signing: bool) -> Titleholder | None:
        """The titleholder whose article is at `place`, or None.

        "The chief executive of Apple" is mostly whom a petition is addressed to; it is a claim only in a list of
        signers.
        """
        among = is_about_signing and self.words[place - 1].key in ("including", "include", "includes", "by")
        if self.words[place].key not in ARTICLES - {"the"} and not (self.words[place].key == "the" and among):
            return None
        return self._title_first(place + 1) or self._employer_first(place + 1)

    def _title_first(self, start: int) -> Titleholder | None:
        """ "a vice president of engineering at Tesla": the title ends where the employer is known, or at "from"."""
        stranger: Titleholder | None = None
        for place in range(start, start + _LONGEST_TITLE):
            if not self._may_be_in_title(place):
                break
            if self.words[place].key in _AT + _OF and self._is_title(start, place):
                employer = self.finder.at(place + 1)
                if employer and employer.is_known:
                    return self._held(start, place, employer, employer.end)
                if employer and stranger is None and self.words[place].key in _AT:
                    stranger = self._held(start, place, employer, employer.end)
        return stranger

    def _employer_first(self, start: int) -> Titleholder | None:
        """ "a Tesla senior vice president": the title ends with its last usual word."""
        employer = self.finder.known_at(start) or self.finder.at(start)
        if employer is None:
            return None
        first = employer.end
        ends = [end for end in range(first + 1, self._run_end(first) + 1) if self._ends_a_title(first, end)]
        return self._held(first, ends[-1], employer, ends[-1]) if ends else None

    def _run_end(self, start: int) -> int:
        end = start
        while end - start < _LONGEST_TITLE and self._may_be_in_title(end):
            end += 1
        return end

    def _may_be_in_title(self, place: int) -> bool:
        key = self.words[place].key
        return key not in _BREAKS and (key in ("-", "&") or key.isalnum())

    def _ends_a_title(self, start: int, end: int) -> bool:
        return self.words[end - 1].key in ROLES or self.words.keys(start, end) in self.titles

    def _is_title(self, start: int, end: int) -> bool:
        keys = self.words.keys(start, end)
        return keys in self.titles or not ROLES.isdisjoint(keys)

    def _held(self, start: int, end: int, employer: Employer, after: int) -> Titleholder:
        return Titleholder(self.words.slice(start, end), employer.name, after)
