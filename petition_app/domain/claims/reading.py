"""Reads the claims out of a sentence: how many of whom and at which employer, who leads, who has answered, and when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from petition_app.domain.claims.claim import Claim, Statement, Topic
from petition_app.domain.claims.counted import CountReader, Read
from petition_app.domain.claims.employment import EmployerFinder
from petition_app.domain.claims.headword import Noun
from petition_app.domain.claims.leadership import answers, claims_of
from petition_app.domain.claims.ranking import claim_of, rankings
from petition_app.domain.claims.titleholder import ARTICLES, TitleReader
from petition_app.domain.claims.when import Day, days_in
from petition_app.domain.claims.wording import Words

#: How many words may stand between a count and the day it is true of: "812 people had signed by 22 November".
_NEAR = 5


def read_statements(sentence: str, employers: Collection[str], titles: Collection[str] = ()) -> tuple[Statement, ...]:
    """Every statement in the text, in order; empty if it claims nothing. Never raises; linear in the length."""
    return _TextReader(Words(sentence), employers, titles).statements()


class _TextReader:
    def __init__(self, words: Words, employers: Collection[str], titles: Collection[str]) -> None:
        self.words = words
        self.finder = EmployerFinder(words, employers)
        self.counts = CountReader(words, self.finder)
        self.titles = TitleReader(words, self.finder, titles)
        self.days = days_in(words)
        self.said = self._of_rankings() | self._of_answers()

    def statements(self) -> tuple[Statement, ...]:
        found: list[Read] = []
        place = done = 0
        while place < len(self.words):
            day = self.days.get(place)
            read = self.said.get(place) or (None if day else self.counts.read(place, done) or self._person(place))
            if day and not read:
                place = day.end
            elif read:
                found.append(read)
                # The number after "led by Google, with" is Google's.
                done, place = (read.start if read in self.leads else read.after), read.after
            else:
                place += 1
        found += self._dates(found)
        return self._in_place(sorted(found, key=lambda read: read.start))

    def _of_rankings(self) -> dict[int, Read]:
        ranked = rankings(self.words, self.finder)
        reads = [Read(Statement((claim_of(self.words, each),)), each.start, each.end, each.end) for each in ranked]
        self.leads = frozenset(reads)
        return {read.start: read for read in reads}

    def _of_answers(self) -> dict[int, Read]:
        answered = answers(self.words, self.finder)
        return {
            each.start: Read(Statement(claims_of(self.words, each)), each.start, each.end, each.end)
            for each in answered
        }

    def _person(self, place: int) -> Read | None:
        if self.words[place].key not in ARTICLES:
            return None
        found = self.titles.read(place, self.counts.is_about_signing)
        if found is None:
            return None
        text = self.words.slice(place, found.end)
        claim = Claim(text, found.employer, Noun.PERSON, quantity=None, title=found.title, topic=Topic.PERSON)
        return Read(Statement((claim,)), place, found.end, found.end)

    def _dates(self, found: list[Read]) -> list[Read]:
        counts = [read for read in found if read.statement.claims[0].topic in (Topic.COUNT, Topic.LEAD)]
        near = {place for read in counts for place in self._within(read.end - 1, range(read.end, read.end + _NEAR))}
        soon = {
            place for read in counts for place in self._within(read.start, range(read.start - _NEAR, read.start + 1))
        }
        dated = [day for day in self.days.values() if day.is_cued or self._dates_a_count(day, near, soon)]
        return [self._date(day) for day in dated]

    def _within(self, place: int, places: range) -> list[int]:
        """Those of the places that are in the sentence of the word at `place`."""
        sentences = self.words.sentences
        return [each for each in places if 0 <= each < len(self.words) and sentences[each] == sentences[place]]

    def _dates_a_count(self, day: Day, near: set[int], soon: set[int]) -> bool:
        """ "812 had signed by 22 November", "On 22 November, 812 people": a day beside a count is its day."""
        before = self.words[day.start - 1].key
        if before not in ("by", "on", "until"):
            return False
        is_after_one = day.start - 1 in near and not self._is_other(day.start - 1)
        is_first = day.start == 1 or self.words[day.start - 2].key in (".", "!", "?")
        return is_after_one or (is_first and day.end in soon)

    def _is_other(self, place: int) -> bool:
        """True where the words before a day speak of something but signing: "and will be delivered on"."""
        before = self.words.keys(place - 4, place)
        return not {"will", "closes", "delivered", "published", "opened", "begin", "began"}.isdisjoint(before)

    def _date(self, day: Day) -> Read:
        text = self.words.slice(day.start, day.end)
        claim = Claim(text, None, Noun.SIGNERS, None, topic=Topic.DAY, said=day.said)
        return Read(Statement((claim,)), day.start, day.end, day.end)

    def _in_place(self, found: list[Read]) -> tuple[Statement, ...]:
        """The statements with the places of their claims in the text and the number of their sentence."""
        sentences = self.words.sentences
        placed = []
        for read in found:
            start, end = self.words.span(read.start, read.end)
            claims = tuple(replace(claim, start=start, end=end) for claim in read.statement.claims)
            placed.append(replace(read.statement, claims=claims, sentence=sentences[read.start]))
        return tuple(placed)
