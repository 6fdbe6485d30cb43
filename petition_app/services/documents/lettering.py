"""Which letters a document can show, and how a line of text finds its room.

The fonts have Latin, Greek, Cyrillic and a few more scripts. Scripts that run from right to left or join their letters
would need shaping, which is not at hand: such text is not drawn at all rather than drawn wrongly."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator

from petition_app.domain.response import tidy

#: Stands for a letter that a document has not. The whole text is in petition.json.
MISSING = "\u25a1"
_FROM_RIGHT = frozenset(("R", "AL", "AN"))
# They show nothing by themselves, and join or part what only shaping could.
_SILENT = frozenset(("Cf", "Cc", "Cs"))
# Scripts in which letters change with their neighbours or stand around each other.
_SHAPED = range(0x0900, 0x10A0), range(0x1780, 0x1800), range(0x1000, 0x10A0)

Measure = Callable[[str], float]


class Letters:
    """What one font can show; `has` are its code points."""

    def __init__(self, has: Collection[int]) -> None:
        self._has = frozenset(each for each in has if _stands_alone(each)) | {ord(" "), ord("\n")}

    def can_show(self, text: str) -> bool:
        return self._has.issuperset(map(ord, composed(text)))

    def shown(self, text: str) -> str:
        """`text` as it can be drawn, each letter that cannot be as MISSING."""
        return "".join(each if ord(each) in self._has else MISSING for each in composed(text))


def composed(text: str) -> str:
    """The same text with each accent on its letter where there is such a letter, without what shows nothing."""
    whole = unicodedata.normalize("NFC", text)
    if whole.isprintable():
        # As nearly every name is: nothing to look for letter by letter.
        return whole.strip()
    plain = (each for each in tidy(whole) if each == "\n" or not _is_silent(each))
    return "".join(" " if each.isspace() and each != "\n" else each for each in plain)


def wrapped(text: str, room: float, measure: Measure) -> Iterator[str]:
    """`text` in lines that have room; a word longer than a line is broken."""
    line = ""
    for word in _words(text, room, measure):
        longer = f"{line} {word}" if line else word
        if line and measure(longer) > room:
            yield line
            line = word
        else:
            line = longer
    yield line


def _words(text: str, room: float, measure: Measure) -> Iterator[str]:
    for word in text.split():
        while measure(word) > room and len(word) > 1:
            fits = next(end for end in range(len(word) - 1, 0, -1) if end == 1 or measure(word[:end]) <= room)
            yield word[:fits]
            word = word[fits:]
        yield word


def _stands_alone(point: int) -> bool:
    is_shaped = any(point in each for each in _SHAPED)
    return not is_shaped and unicodedata.bidirectional(chr(point)) not in _FROM_RIGHT


def _is_silent(letter: str) -> bool:
    return unicodedata.category(letter) in _SILENT
