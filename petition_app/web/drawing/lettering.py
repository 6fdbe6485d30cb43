"""How much room words take, without asking a font: nearly always somewhat more than they need.

Browsers draw a chart's words in whatever face they have, pictures in ours, so no measure would be right for all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# Marks that turn the order of letters round: a name must not be read as another one.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Control characters and surrogates: XML has no place for most of them.
_NO_LETTERS = frozenset(("Cc", "Cs"))
_NO_WIDTH = frozenset(("Mn", "Me", "Cf"))
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_NARROW, _WIDE = frozenset("fijlrtI.,:;'’|!()[]- "), frozenset("mwMW@%—…")
_MORE = "…"
_STRONG = frozenset(("L", "R", "AL"))
_FROM_RIGHT, _END = "\u2067", "\u2069"
_BOLD = 1.12


def plain(text: str) -> str:
    """`text` in one line, without characters that cannot be drawn or that would turn others round."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(filter(_can_be_drawn, spaced)).split())


def own_way(line: str) -> str:
    """`line` as it is to be drawn: words of a language that is written from right to left keep their order."""
    strong = next((way for way in map(unicodedata.bidirectional, line) if way in _STRONG), "L")
    return line if strong == "L" else f"{_FROM_RIGHT}{line}{_END}"


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    return sum(map(_width, text)) * size * (_BOLD if bold else 1)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """As much of `text` as has room in one line; what is left out shows as an ellipsis."""
    if width_of(text, size, bold=bold) <= room:
        return text
    left, end = room - width_of(_MORE, size, bold=bold), 0
    for letter in text:
        left -= width_of(letter, size, bold=bold)
        if left < 0:
            break
        end += 1
    while end and _belongs_to_the_one_before(text, end):
        end -= 1
    return text[:end].rstrip() + _MORE


def wrap(text: str, room: float, size: float, *, bold: bool = False, most: int = 1) -> list[str]:
    """`text` in at most so many lines; the last one is cut if need be."""
    lines = list(_lines(text, room, size, bold))
    if len(lines) > most:
        lines[most - 1] = " ".join(lines[most - 1 :])
    return [fit(line, room, size, bold=bold) for line in lines[:most]]


def _lines(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size, bold=bold) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _can_be_drawn(letter: str) -> bool:
    # The last two code points of each plane are no characters, in XML neither.
    is_character = ord(letter) & 0xFFFE != 0xFFFE
    return is_character and letter not in _TURNING and unicodedata.category(letter) not in _NO_LETTERS


def _width(letter: str) -> float:
    """In parts of the letter's height."""
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0
    if letter in _NARROW:
        return 0.42
    if letter in _WIDE:
        return 0.96
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.3
    if letter.isascii():
        return 0.72 if letter.isupper() else 0.6
    # One sign may stand for many letters, and be as wide.
    letters = len(unicodedata.normalize("NFKC", letter))
    return (1 if letter.isupper() else 0.8) * letters


def _belongs_to_the_one_before(text: str, place: int) -> bool:
    """Whether a cut here would tear an accent off its letter, or a picture of several parts asunder."""
    if place >= len(text):
        return False
    joined = text[place - 1] == "\u200d"
    return joined or unicodedata.category(text[place]) in _NO_WIDTH or ord(text[place]) in _SKIN_TONES
