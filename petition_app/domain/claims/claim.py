"""Reads the claims out of a sentence: how many of whom, and at which employer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from petition_app.domain.claims.employment import EmployerFinder, Employers
from petition_app.domain.claims.group import Group, GroupReader
from petition_app.domain.claims.headword import PEOPLE, ROLE_PLURALS, Noun, is_signing, noun_at, speaks_of_signing
from petition_app.domain.claims.phrase import read_quantity
from petition_app.domain.claims.quantity import Quantity
from petition_app.domain.claims.titleholder import ARTICLES, TitleReader
from petition_app.domain.claims.wording import Words

#: What may stand between an employer and its number: "Google has 95", "Google: 95", "Meta and Amazon each have".
_LINKS_BACK = frozenset(": ( , = - — has have had now already with alone each counts saw accounts account for".split())


@dataclass(frozen=True)
class Claim:
    """One thing a sentence says of one employer, or of the whole petition where `subject` is None.

    `text` is the part of the sentence it was read from. `quantity` is None for a claim about one person, whose
    `title` is then given as it was written.
    """

    text: str
    subject: str | None
    noun: Noun
    quantity: Quantity | None
    title: str = ""


@dataclass(frozen=True)
class Statement:
    """Claims made in one breath: "dozens from Meta, Amazon and OpenAI" is one statement and three claims.

    `is_each` is true where the sentence says "each"; `is_together` where it says that it means the sum.
    """

    claims: tuple[Claim, ...]
    is_each: bool = False
    is_together: bool = False


def read_statements(sentence: str, employers: Collection[str], titles: Collection[str] = ()) -> tuple[Statement, ...]:
    """Every statement in the sentence, in order; empty if it claims nothing. Never raises; linear in the length."""
    return _SentenceReader(Words(sentence), employers, titles).statements()


class _SentenceReader:
    def __init__(self, words: Words, employers: Collection[str], titles: Collection[str]) -> None:
        self.words = words
        self.finder = EmployerFinder(words, employers)
        self.groups = GroupReader(words, self.finder)
        self.titles = TitleReader(words, self.finder, titles)

    def statements(self) -> tuple[Statement, ...]:
        found: list[Statement] = []
        place = done = 0
        while place < len(self.words):
            read = self._counted(place, done) or self._person(place)
            if read:
                found.append(read[0])
                done = place = read[1]
            else:
                place += 1
        return tuple(found)

    @cached_property
    def is_about_signing(self) -> bool:
        return speaks_of_signing(self.words)

    @cached_property
    def lists_by_end(self) -> dict[int, tuple[Employers, int]]:
        """Every list of employers, and where it starts, by the place after it."""
        lists: dict[int, tuple[Employers, int]] = {}
        place = 0
        while place < len(self.words):
            here = self.finder.list_at(place)
            if here:
                lists[here.end] = here, place
            place = here.end if here else place + 1
        return lists

    def _person(self, place: int) -> tuple[Statement, int] | None:
        if self.words[place].key not in ARTICLES:
            return None
        found = self.titles.read(place, self.is_about_signing)
        if found is None:
            return None
        claim = Claim(self.words.slice(place, found.end), found.employer, Noun.PERSON, quantity=None, title=found.title)
        return Statement((claim,)), found.end

    def _counted(self, place: int, done: int) -> tuple[Statement, int] | None:
        read = read_quantity(self.words, place)
        if read is None:
            return None
        quantity, after = read
        group = self.groups.read(after, most_loose=0) if quantity.is_strict else self.groups.read(after)
        employers, start = group.employers, place
        if employers is None:
            employers, start = self._named_before(place, group, done)
        if not self._counts_signers(quantity, group, employers, place):
            return None
        is_bracketed = self.words[group.end].key == ")" and "(" in self.words.keys(start, place)
        text = self.words.slice(start, group.end + is_bracketed)
        subjects = employers.names if employers else (None,)
        claims = tuple(Claim(text, subject, group.noun or Noun.SIGNERS, quantity) for subject in subjects)
        is_each = group.is_each or "each" in self.words.keys(start, place)
        return Statement(claims, is_each, group.is_together), max(group.end, after)

    def _counts_signers(self, quantity: Quantity, group: Group, employers: Employers | None, place: int) -> bool:
        """False for the many numbers in a sentence that count something else."""
        if employers is not None:
            return True
        if quantity.is_strict and not quantity.is_share:
            return False
        last = self.words[group.end - 1].key
        if is_signing(self.words, group.end) or self._is_signed_by(place):
            return True
        if group.noun is None:
            return self._is_labelled(place)
        is_anybody = last in PEOPLE or group.noun is Noun.UNCOUNTED
        return last not in ROLE_PLURALS and (self.is_about_signing or not is_anybody)

    def _is_signed_by(self, place: int) -> bool:
        return self.words[place - 1].key in ("by", "from") and is_signing(self.words, place - 2)

    def _is_labelled(self, place: int) -> bool:
        """ "Signatures: 812"."""
        return self.words[place - 1].key in (":", "=") and noun_at(self.words, place - 2) is not None

    def _named_before(self, place: int, group: Group, done: int) -> tuple[Employers | None, int]:
        """The employers a quantity follows: "At Google, 95 …", "Google has 95 signers", "Google: 95"."""
        before, link = place, ""
        while place - before < 4 and self.words[before - 1].key in _LINKS_BACK:
            before -= 1
            link = self.words[before].key
        link = link or ("'s" if "'" in self.words.keys(before - 2, before) else "")
        employers, start = self.lists_by_end.get(before, (None, place))
        if employers is None or start < done:
            return None, place
        return (employers, start) if self._belongs(employers, start, link, group) else (None, place)

    def _belongs(self, employers: Employers, start: int, link: str, group: Group) -> bool:
        if link == ",":
            return self.words[start - 1].key in ("at", "from", "in", "inside", "within")
        if group.noun is None:
            is_alone = self.words[group.end].key in ("", ",", ";", ".", ")", "and")
            return employers.all_known and is_alone and link in (":", "(", "=", "-", "")
        # "Organisers have 812 signatures", "Today 812 people signed": a capital alone makes no employer.
        return employers.all_known or link not in ("", "have")
