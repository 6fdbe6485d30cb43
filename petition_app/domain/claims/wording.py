"""A sentence cut into words: the same cut for what a reader pasted and for the employer names sought in it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*\w*|\w+|[^\w\s]")
_THIN_GROUP = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_ABBREVIATED_US = re.compile(r"\bU\.S\.(?:A\.)?")
_MOST_MARKS = 8
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "‐": "-", "‑": "-", "−": "-"})


class Word(NamedTuple):
    """One word or mark: `key` is what it is compared by, `start` and `end` where it stands in the sentence."""

    key: str
    text: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """True where it is written as a name is: with a capital, or as digits and letters in one ("23andMe")."""
        first = self.text[0]
        return first.isupper() or (first.isdigit() and any(map(str.isupper, self.text)))


#: Stands for the place after the last word, so that looking ahead never runs off the end.
NO_WORD = Word("", "\0", 0, 0)


class Words:
    """The words of one sentence. Indexing beyond either end gives `NO_WORD`; never raises, whatever the text."""

    def __init__(self, text: str) -> None:
        self.text = readable(text)
        found = _TOKEN.finditer(self.text)
        self._words = [Word((text := m.group()).casefold(), text, m.start(), m.end()) for m in found]
        self._keys = [word.key for word in self._words]
        self._length = len(self._words)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, place: int) -> Word:
        return self._words[place] if 0 <= place < self._length else NO_WORD

    def keys(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(self._keys[start if start > 0 else 0 : end if end > 0 else 0])

    def slice(self, start: int, end: int) -> str:
        """The sentence from the word at `start` up to, without, the word at `end`."""
        return self.text[self[start].start : self[end - 1].end] if end > start else ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in `text` the words from `start` up to, without, `end` stand."""
        return self[start].start, self[end - 1].end

    @cached_property
    def sentences(self) -> list[int]:
        """For each word, the number of its sentence. "Yahoo Inc. has" is one, "signed. Google" are two."""
        ends = (
            word.key in ("!", "?") or (word.key == "." and not self.touch(place + 1) and self[place + 1].is_name)
            for place, word in enumerate(self._words)
        )
        return list(accumulate(ends, initial=0))

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, re.Match[str]]]:
        """Where a pattern over the words, parted by single spaces, is found: first place, place after it, match.

        The pattern has to begin and end with whole words.
        """
        for match in pattern.finditer(self._spaced):
            start = bisect_left(self._starts, match.start())
            yield start, bisect_left(self._starts, match.end()), match

    @cached_property
    def _spaced(self) -> str:
        return " ".join(self._keys)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(key) + 1 for key in self._keys), initial=0))

    def touch(self, place: int) -> bool:
        """True where no space parts the word at `place` from the one before it."""
        return 0 < place < len(self) and self[place - 1].end == self[place].start


def any_of(wordings: Iterable[str]) -> re.Pattern[str]:
    """A pattern for `Words.matches`, of wordings that are regular expressions over whole words."""
    return re.compile(rf"(?<!\S)(?:{'|'.join(wordings)})(?!\S)", re.ASCII)


@lru_cache(maxsize=4096)
def cut(name: str) -> tuple[str, ...]:
    """What two names or titles are compared by: their words, whatever the capitals."""
    words = Words(name)
    return words.keys(0, len(words))


def readable(text: str) -> str:
    """The text in its plain form: compatibility forms folded, marks that cannot be seen removed."""
    plain = unicodedata.normalize("NFKC", _THIN_GROUP.sub(",", _without_piles(text))).translate(_QUOTES)
    return _ABBREVIATED_US.sub("US", "".join(map(_seen, plain)))


def _without_piles(text: str) -> str:
    """No language piles more marks onto one letter, and putting thousands of them into order would cost seconds."""
    if text.isascii():
        return text
    kept, pile = [], 0
    for character in text:
        pile = pile + 1 if unicodedata.combining(character) else 0
        if pile <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _seen(character: str) -> str:
    if character.isprintable():
        return character
    # Unseen format marks (bidi, zero width) vanish; control characters part words as a space does.
    return "" if unicodedata.category(character) == "Cf" else " "
