"""Reads how many of whom, and at which employer: one number, or a number for each employer of a list."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from petition_app.domain.claims.claim import Claim, Statement
from petition_app.domain.claims.employment import EmployerFinder, Employers
from petition_app.domain.claims.group import Group, GroupReader
from petition_app.domain.claims.headword import PEOPLE, ROLE_PLURALS, Noun, is_signing, noun_at, speaks_of_signing
from petition_app.domain.claims.numeral import read_number
from petition_app.domain.claims.phrase import read_quantity
from petition_app.domain.claims.quantity import Quantity
from petition_app.domain.claims.wording import Words

#: What may stand between an employer and its number: "Google has 95", "Google: 95", "Meta and Amazon each have".
_LINKS_BACK = frozenset(": ( , = - — has have had now already with alone each counts saw accounts account for".split())
#: No sentence pairs more numbers with employers; each of them may have to be read again, and reading stays linear.
_LONGEST_SERIES = 12


class Read(NamedTuple):
    """A statement, the places of its first word and after its last, and the place to go on reading from."""

    statement: Statement
    start: int
    end: int
    after: int


class CountReader:
    def __init__(self, words: Words, finder: EmployerFinder) -> None:
        self.words = words
        self.finder = finder
        self.groups = GroupReader(words, finder)
        self.is_about_signing = speaks_of_signing(words)
        self._barren = 0
        self._whose: dict[int, Employers] = {}

    def read(self, place: int, done: int) -> Read | None:
        """The statement whose number is at `place`; an employer named before it is not sought before `done`."""
        first = read_quantity(self.words, place)
        if first is None:
            return None
        return self._series(place, done, first) or self._single(place, done, self._of_their(place, first))

    def _single(self, place: int, done: int, first: tuple[Quantity, int]) -> Read | None:
        quantity, after = first
        group = self.groups.read(after, most_loose=0) if quantity.is_strict else self.groups.read(after)
        if quantity.is_share and group.noun is None and self.words[after].key == "of":
            group = self._shared(group, after)
        employers, start = group.employers or self._whose.get(after), place
        if employers is None:
            employers, start = self._named_before(place, group, done)
        if not self._counts_signers(quantity, group, employers, place):
            return None
        is_bracketed = self.words[group.end].key == ")" and "(" in self.words.keys(start, place)
        end = group.end + is_bracketed
        claims = self._claims(quantity, group, employers.names if employers else (None,), start, end)
        is_each = group.is_each or "each" in self.words.keys(start, place)
        statement = Statement(claims, is_each, group.is_together)
        return Read(statement, start, end, max(group.end, after))

    def _of_their(self, place: int, first: tuple[Quantity, int]) -> tuple[Quantity, int]:
        """ "40 of OpenAI's 80 employees" is a share; the employer is then found as if it stood after the numbers."""
        quantity, after = first
        employer = self.finder.at(after + 1) if self.words[after].key == "of" else None
        whole = read_number(self.words, employer.end) if employer and employer.is_known else None
        if whole is None or employer is None or quantity.is_share or noun_at(self.words, whole.end) is None:
            return first
        text = self.words.slice(place, whole.end)
        self._whose[whole.end] = Employers((employer.name,), whole.end, all_known=True)
        return replace(quantity, text=text, is_share=True, is_strict=True, whole=whole.value), whole.end

    def _claims(
        self, quantity: Quantity, group: Group, subjects: tuple[str | None, ...], start: int, end: int
    ) -> tuple[Claim, ...]:
        noun, text = group.noun or Noun.SIGNERS, self.words.slice(start, end)
        return tuple(Claim(text, subject, noun, quantity) for subject in subjects)

    def _shared(self, group: Group, after: int) -> Group:
        """ "Half of Google", "most of them at Google": what a share is of, where no noun says it."""
        if group.employers is not None:
            return group._replace(noun=Noun.SIGNERS)
        employer = self.finder.at(after + 1)
        if employer is None or not employer.is_known:
            return group
        return Group(Noun.EMPLOYEES, Employers((employer.name,), employer.end, all_known=True), employer.end)

    def _series(self, place: int, done: int, first: tuple[Quantity, int]) -> Read | None:
        """ "97, 50 and 45 at Google, Meta and OpenAI": each number belongs to the employer at its place."""
        if place < self._barren:
            return None
        quantities, after = self._listed(first)
        if len(quantities) < 2:
            return None
        group = self.groups.read(after)
        employers, start = group.employers, place
        if employers is None:
            employers, start = self._listed_before(place, done)
        says_so, end = self._respectively(place, group.end)
        is_paired = employers is not None and len(employers.names) == len(quantities)
        if employers is None or not (is_paired or (says_so and len(employers.names) > 1)):
            return None
        text = self.words.slice(start, end)
        noun = group.noun or Noun.SIGNERS
        numbers = quantities if is_paired else [self._unpaired(start, end)] * len(employers.names)
        pairs = zip(employers.names, numbers, strict=True)
        claims = tuple(Claim(text, name, noun, quantity) for name, quantity in pairs)
        return Read(Statement(claims, is_paired=True), start, end, end)

    def _unpaired(self, start: int, end: int) -> Quantity:
        """Numbers and employers that do not go together fit no figure."""
        return Quantity(self.words.slice(start, end), (), is_unpaired=True)

    def _listed(self, first: tuple[Quantity, int]) -> tuple[list[Quantity], int]:
        quantity, after = first
        quantities = [quantity]
        while not quantity.is_share and len(quantities) <= _LONGEST_SERIES:
            start = after
            while start - after < 2 and self.words[start].key in (",", "and", "&"):
                start += 1
            following = read_quantity(self.words, start) if start > after else None
            if following is None:
                return quantities, after
            quantity, after = following
            quantities.append(quantity)
        # Far too many: none of them begins a series.
        self._barren = after
        return [], after

    def _respectively(self, place: int, end: int) -> tuple[bool, int]:
        if self.words[place - 1].key == "respectively":
            return True, end
        after = end + 1 if self.words[end].key == "," else end
        return (True, after + 1) if self.words[after].key == "respectively" else (False, end)

    def _listed_before(self, place: int, done: int) -> tuple[Employers | None, int]:
        """ "Google, Meta and OpenAI have 97, 50 and 45 signers"."""
        before = place
        while place - before < 4 and self.words[before - 1].key in _LINKS_BACK | {"respectively"}:
            before -= 1
        employers, start = self.finder.lists_by_end.get(before, (None, place))
        return (employers, start) if employers and start >= done else (None, place)

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
        employers, start = self.finder.lists_by_end.get(before, (None, place))
        if employers is None or start < done:
            return None, place
        return (employers, start) if self._belongs(employers, start, link, group) else (None, place)

    def _belongs(self, employers: Employers, start: int, link: str, group: Group) -> bool:
        if link == ",":
            is_led_by = self.words.keys(start - 2, start) == ("led", "by")
            if is_led_by and "with" in self.words.keys(employers.end, employers.end + 3):
                return True
            return self.words[start - 1].key in ("at", "from", "in", "inside", "within")
        if group.noun is None:
            is_alone = self.words[group.end].key in ("", ",", ";", ".", ")", "and")
            return employers.all_known and is_alone and link in (":", "(", "=", "-", "")
        # "Organisers have 812 signatures", "Today 812 people signed": a capital alone makes no employer.
        return employers.all_known or link not in ("", "have")
