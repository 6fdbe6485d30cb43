"""One of our own faces as pictures are drawn with it: which letters it has, and how wide each is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from petition_app import folders
from petition_app.later import Later
from petition_app.web.drawing.lettering import plain

if TYPE_CHECKING:
    from fontTools import ttLib
else:
    ttLib = Later("fontTools.ttLib")

_FOLDER = folders.STATIC / "vendor" / "fonts" / "dejavu"
REGULAR, BOLD = "DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"
# What says something in itself; signs and small pictures only adorn it.
_TELLING = frozenset("LMN")
# A picture of one sign may be made of several, and of marks that join them.
_JOINING = frozenset("\u200d\ufe0e\ufe0f")


@dataclass(frozen=True)
class Face:
    """`widths` has each letter's width, in parts of its height."""

    widths: dict[int, float]

    def width_of(self, text: str, size: float) -> float:
        """In the units of `size`. Letters that join take somewhat less."""
        return sum(self.widths.get(ord(letter), 1.0) for letter in text) * size

    def drawable(self, text: str) -> str | None:
        """`text` in one line without the signs this face has not; None where letters are missing."""
        line = plain(text)
        has = [letter for letter in line if ord(letter) in self.widths and letter not in _JOINING]
        if any(_tells(letter) and ord(letter) not in self.widths for letter in line):
            return None
        return " ".join("".join(has).split())


@cache
def face(name: str) -> Face:
    with ttLib.TTFont(_FOLDER / name, lazy=True) as font:
        height, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        return Face({point: advances[glyph][0] / height for point, glyph in font.getBestCmap().items()})


def _tells(letter: str) -> bool:
    return unicodedata.category(letter)[0] in _TELLING and letter not in _JOINING
