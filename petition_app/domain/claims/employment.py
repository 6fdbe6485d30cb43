"""Finds the employers a claim is about, in the few places where a sentence puts them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property, lru_cache
from typing import NamedTuple

from petition_app.domain.claims.headword import is_for_people
from petition_app.domain.claims.when import MONTH_WORDS
from petition_app.domain.claims.wording import Words, cut


class Employer(NamedTuple):
    name: str
    end: int
    is_known: bool


class Employers(NamedTuple):
    """The employers of one list, in the order they were written, and the place after the list."""

    names: tuple[str, ...]
    end: int
    all_known: bool


#: Words that name no employer, though a headline or the start of a sentence gives them a capital.
_NOT_NAMES = frozenset(
    """
    a an the i it we they this that these those and or but us u american americans silicon valley big tech technology
    sector industry bay area ai current former at from in of on for with by as are over to who including alone each
    neither nor none both respectively
    sign signed signing urge urges call calls demand demands say says have has had join joined back backed ask asks
    petition protest want tell
    monday tuesday wednesday thursday friday saturday sunday
    """.split()
).union(MONTH_WORDS)
#: No list of employers holds more strangers in a row: they may have to be read again, and reading stays linear.
_MOST_STRANGERS = 3
_JOINTS = (
    ((",", "and"), True),
    ((",", "or"), True),
    ((",", "plus"), True),
    (("as", "well", "as"), True),
    (("and",), True),
    (("&",), True),
    (("or",), True),
    (("nor",), True),
    (("plus",), True),
    ((",",), False),
    (("/",), False),
    ((";",), False),
)


@lru_cache(maxsize=16)
def _by_first_word(names: tuple[str, ...]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The names by their first word, the longest first; kept, because a page checks many lines against one table."""
    known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in names:
        keys = cut(name)
        if keys:
            known.setdefault(keys[0], []).append((keys, name))
    for spellings in known.values():
        spellings.sort(key=lambda spelling: -len(spelling[0]))
    return known


class EmployerFinder:
    """Knows the employers' names, and reads them and lists of them. Never takes a longer name for its first word."""

    def __init__(self, words: Words, names: Collection[str]) -> None:
        self.words = words
        self._known = _by_first_word(tuple(names))

    def at(self, place: int) -> Employer | None:
        """The employer named at `place`, known or not, a following "'s" included; None where no name stands."""
        word = self.words[place]
        if word.key == "the" and self.words[place + 1].is_name:
            place += self.known_at(place) is None  # "the Google", but "The Trade Desk"
        elif word.key not in self._known and not word.is_name:
            return None
        known = self.known_at(place)
        if known is None and not self._is_a_name(place):
            return None
        end = self._name_end(known.end if known else place + 1)
        if known is not None and end == known.end:
            return Employer(known.name, self._past_possessive(end), is_known=True)
        return Employer(self.words.slice(place, end), self._past_possessive(end), is_known=False)

    @cached_property
    def lists_by_end(self) -> dict[int, tuple[Employers, int]]:
        """Every list of employers of the text, and where it starts, by the place after it."""
        lists: dict[int, tuple[Employers, int]] = {}
        place = 0
        while place < len(self.words):
            here = self.list_at(place)
            if here:
                lists[here.end] = here, place
            place = here.end if here else place + 1
        return lists

    def list_at(self, place: int) -> Employers | None:
        """ "Meta", "Meta and Amazon", "Meta, Amazon, and OpenAI"."""
        found, is_closed = self._listed(place)
        # A name after a mere comma begins something else: "95 at Google, Ms Doe said".
        while not is_closed and len(found) > 1 and not found[-1].is_known:
            found.pop()
        if not found:
            return None
        names = tuple(dict.fromkeys(employer.name for employer in found))
        return Employers(names, found[-1].end, all(employer.is_known for employer in found))

    def _listed(self, place: int) -> tuple[list[Employer], bool]:
        """The employers from `place`, and whether an "and" closed the list; after that only known ones go on."""
        found: list[Employer] = []
        employer, is_closed, is_last, strangers = self.at(place), False, False, 0
        while employer is not None and strangers < _MOST_STRANGERS and (employer.is_known or not is_closed):
            found.append(employer)
            is_closed = is_closed or is_last
            strangers = 0 if employer.is_known else strangers + 1
            joint, is_last = self._joint(employer.end)
            employer = self.at(joint) if joint else None
        return found, is_closed

    def known_at(self, place: int) -> Employer | None:
        """The longest known name whose words stand at `place`, whatever follows it."""
        for keys, name in self._known.get(self.words[place].key, ()):
            if self.words.keys(place, place + len(keys)) == keys:
                return Employer(name, place + len(keys), is_known=True)
        return None

    def _name_end(self, place: int) -> int:
        """Where the run of capitals from `place` ends: "Meta Materials" is not Meta."""
        while self._goes_on(place):
            place += 1
        return place

    def _goes_on(self, place: int) -> bool:
        word = self.words[place]
        if self.words.touch(place) and word.key in ("-", ".", "&") and self.words.touch(place + 1):
            return True
        if self.words.touch(place) and self.words[place - 1].key in ("-", ".", "&"):
            return word.text.isalnum()
        if word.key == "&" and self.words[place + 1].is_name:
            return self.known_at(place + 1) is None
        return self._is_a_name(place)

    def _is_a_name(self, place: int) -> bool:
        word = self.words[place]
        return word.is_name and word.key not in _NOT_NAMES and not is_for_people(self.words, place)

    def _past_possessive(self, place: int) -> int:
        if self.words[place].key != "'":
            return place
        return place + 2 if self.words[place + 1].key == "s" else place + 1

    def _joint(self, place: int) -> tuple[int | None, bool]:
        for keys, is_last in _JOINTS:
            if self.words.keys(place, place + len(keys)) == keys:
                return place + len(keys), is_last
        return None, False
