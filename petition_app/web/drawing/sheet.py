"""A sheet to draw a chart on: its head and foot, and what is put between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from petition_app.web.drawing.lettering import fit, own_way, plain, wrap


class Shape(StrEnum):
    """A slide or a newspaper page, and a column or a telephone."""

    WIDE = "wide"
    NARROW = "narrow"


@dataclass(frozen=True)
class Measures:
    """In units of the drawing: one is a pixel of the picture. `height` is the least there is."""

    width: int
    height: int
    margin: int
    title: int
    text: int
    small: int


MEASURES = {Shape.WIDE: Measures(1200, 675, 48, 40, 24, 19), Shape.NARROW: Measures(600, 400, 28, 31, 23, 19)}


@dataclass(frozen=True)
class Words:
    """What is written round the drawing. `facts` tells all that is drawn to those who cannot see it."""

    kicker: str
    title: str
    note: str
    below: tuple[str, ...]
    source: str
    facts: str


@dataclass(frozen=True)
class Text:
    """`y` is the line the letters stand on, `anchor` the end of the words that is at `x`."""

    x: float
    y: float
    words: str
    size: float
    muted: bool = False
    bold: bool = False
    anchor: str = "start"


@dataclass(frozen=True)
class Bar:
    """`words` say what it stands for."""

    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True)
class Line:
    """A path; filled with a light colour down to where it ends if it is an `area`."""

    path: str
    kind: str = "rule"


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    words: str


@dataclass
class Sheet:
    """A head is written first; then everything goes below `y`, and the foot comes last."""

    shape: Shape
    words: Words
    y: float = 0
    height: float = 0
    texts: list[Text] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.height = self.measures.height
        self.y = self.measures.margin
        narrow = self.shape is Shape.NARROW
        self.say(self.words.kicker, self.measures.text, muted=True, most=2 if narrow else 1)
        self.say(self.words.title, self.measures.title, bold=True, most=2 if narrow else 1)
        self.y += self.measures.small / 3
        self.say(self.words.note, self.measures.small + 2, muted=True, most=6 if narrow else 2)
        self.y += self.measures.text / 2

    @property
    def measures(self) -> Measures:
        return MEASURES[self.shape]

    @property
    def left(self) -> float:
        return self.measures.margin

    @property
    def right(self) -> float:
        return self.measures.width - self.measures.margin

    @property
    def bottom(self) -> float:
        """Where the foot begins if the sheet keeps its height."""
        return self.height - self._foot_height()

    def say(self, words: str, size: float, *, muted: bool = False, bold: bool = False, most: int = 1) -> None:
        """Write below what is there already, over the whole width."""
        for line in wrap(plain(words), self.right - self.left, size, bold=bold, most=most):
            self.y += size * 1.3
            self.texts.append(Text(self.left, self.y - size * 0.25, own_way(line), size, muted, bold))

    def write(
        self, x: float, y: float, words: str, size: float, *, room: float | None = None, muted: bool = False,
        bold: bool = False, anchor: str = "start",
    ) -> None:  # fmt: skip
        """Write at a place, in one line that is cut where there is no more `room`."""
        line = plain(words) if room is None else fit(plain(words), room, size, bold=bold)
        self.texts.append(Text(x, y, own_way(line), size, muted, bold, anchor))

    def rule(self, x: float, y: float, width: float) -> None:
        self.lines.append(Line(f"M{number(x)} {number(y)}h{number(width)}"))

    def finish(self) -> Sheet:
        """Write the foot; a sheet that its drawing has outgrown gets longer."""
        self.height = max(self.height, round(self.y + self._foot_height()))
        self.y = self.bottom
        for line in self.words.below:
            self.say(line, self.measures.text - 2, bold=True, most=self._most_lines)
        self.y += self.measures.small * 0.6
        self.rule(self.left, self.y, self.right - self.left)
        self.y += self.measures.small * 0.2
        self.say(self.words.source, self.measures.small, muted=True, most=self._most_lines)
        return self

    @property
    def _most_lines(self) -> int:
        return 3 if self.shape is Shape.NARROW else 1

    def _foot_height(self) -> float:
        below = sum(self._lines_of(line, self.measures.text - 2, bold=True) for line in self.words.below)
        source = self._lines_of(self.words.source, self.measures.small)
        height = below * (self.measures.text - 2) + source * self.measures.small
        return height * 1.3 + self.measures.small * 0.8 + self.measures.margin * 0.6

    def _lines_of(self, words: str, size: float, *, bold: bool = False) -> int:
        return len(wrap(plain(words), self.right - self.left, size, bold=bold, most=self._most_lines))


def number(value: float) -> str:
    """As short as it can be written with two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def facts_of(pairs: Sequence[tuple[str, str]]) -> str:
    """What is drawn, as one sentence after another: "Google: at least 95. Meta: at least 45." """
    return " ".join(f"{plain(name)}: {figure}." for name, figure in pairs)
