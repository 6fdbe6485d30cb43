"""A sentence cut into words: the same cut for what a reader pasted and for the employer names sought in it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*\w*|\w+|[^\w\s]")
_THIN_GROUP = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_ABBREVIATED_US = re.compile(r"\bU\.S\.(?:A\.)?")
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

    def touch(self, place: int) -> bool:
        """True where no space parts the word at `place` from the one before it."""
        return 0 < place < len(self) and self[place - 1].end == self[place].start


@lru_cache(maxsize=4096)
def cut(name: str) -> tuple[str, ...]:
    """What two names or titles are compared by: their words, whatever the capitals."""
    words = Words(name)
    return words.keys(0, len(words))


def readable(text: str) -> str:
    """The text in its plain form: compatibility forms folded, marks that cannot be seen removed."""
    plain = unicodedata.normalize("NFKC", _THIN_GROUP.sub(",", text)).translate(_QUOTES)
    return _ABBREVIATED_US.sub("US", "".join(map(_seen, plain)))


def _seen(character: str) -> str:
    if character.isprintable():
        return character
    # Unseen format marks (bidi, zero width) vanish; control characters part words as a space does.
    return "" if unicodedata.category(character) == "Cf" else " "
