"""The picture that stands beside a link to a petition where it is shared: its title and its last published figure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flask import render_template
from flask_babel import format_date, format_decimal, get_locale
from flask_babel import gettext as _

from petition_app.services.documents.lettering import wrapped
from petition_app.services.releases import StoredRelease
from petition_app.web.drawing.face import BOLD, REGULAR, face
from petition_app.web.drawing.lettering import own_way
from petition_app.web.drawing.sheet import Text

WIDTH, HEIGHT = 1200, 630
_MARGIN = 64
_ROOM = WIDTH - 2 * _MARGIN
#: A title is as large as it can be; the smallest size holds the longest one.
_TITLE_SIZES = (92, 76, 66, 58, 50, 44, 38)
_TITLE_FROM, _TITLE_TO = 118, 428
_FIGURE_SIZES = (44, 40, 36, 32)
_SMALL = 28
_LEADING = 1.16
_MORE = "…"


@dataclass(frozen=True)
class Card:
    """What stands on it. `where` is the address as people read it; `sentence` is empty before anything is published."""

    title: str
    site: str
    where: str
    sentence: str
    locale: str

    @property
    def alt(self) -> str:
        return ". ".join(filter(None, (self.title.rstrip("."), self.sentence)))


@dataclass(frozen=True)
class Drawing:
    """`digest` is that of the drawing: another figure, title, language or look has another one."""

    svg: str
    digest: str


def card_of(title: str, address: str, site: str, release: StoredRelease | None) -> Card:
    """The card in the reader's language. `address` is the petition's, `site` the name of this instance."""
    return Card(title, site, address.partition("://")[2], _sentence(release), str(get_locale() or "en"))


def has_letters_for(title: str) -> bool:
    """Whether the title can be written on a card; else the petition's address stands in its place."""
    return bool(face(BOLD).drawable(title))


# As many as there are pictures kept of them.
@lru_cache(200)
def drawn(card: Card) -> Drawing:
    texts = [*_head(card), *_foot(card)]
    svg = render_template("charts/share.svg", card=card, texts=texts, width=WIDTH, height=HEIGHT, figure=_figure(card))
    return Drawing(svg, hashlib.sha256(svg.encode()).hexdigest()[:32])


def _sentence(release: StoredRelease | None) -> str:
    if release is None or not release.tally.total:
        return ""
    n, day = format_decimal(release.tally.total), format_date(release.tally.as_of, "long")
    said = str(_("At least %(n)s people have signed, as of %(day)s.", n=n, day=day))
    # In a language that our letters cannot write, the bare figures.
    return said if face(BOLD).drawable(said) else f"≥ {release.tally.total} – {release.tally.as_of}"


def _head(card: Card) -> Iterator[Text]:
    site = face(REGULAR).drawable(card.site)
    if site:
        yield _text(_fitted(site, _SMALL, REGULAR), 84, _SMALL, muted=True)
    size, lines = _largest(face(BOLD).drawable(card.title) or card.where)
    for number, line in enumerate(lines, start=1):
        yield _text(line, _TITLE_FROM + number * size * _LEADING - size * 0.18, size, bold=True)


def _foot(card: Card) -> Iterator[Text]:
    yield _text(_fitted(card.where, _SMALL, REGULAR), HEIGHT - 42, _SMALL, muted=True)


def _figure(card: Card) -> list[Text]:
    """The sentence in one line, if it has room in one of the sizes, else in two of the smallest."""
    size, lines = 0, list[str]()
    for size in _FIGURE_SIZES:
        lines = _lines(card.sentence, size)
        if len(lines) == 1:
            break
    last = HEIGHT - 98
    shown = lines[:2]
    return [
        _text(line, last - (len(shown) - number) * size * _LEADING, size, bold=True)
        for number, line in enumerate(shown, start=1)
    ]


def _largest(title: str) -> tuple[int, list[str]]:
    """The largest letters in which the whole title has room, no word of it broken; in the smallest ones, as much of it
    as has."""
    size, lines, most = 0, list[str](), 0
    for size in _TITLE_SIZES:
        lines, most = _lines(title, size), int((_TITLE_TO - _TITLE_FROM) / (size * _LEADING))
        if len(lines) <= most and all(face(BOLD).width_of(word, size) <= _ROOM for word in title.split()):
            return size, lines
    if len(lines) > most:
        lines = [*lines[: most - 1], _fitted(" ".join(lines[most - 1 :]), size, BOLD)]
    return size, lines


def _lines(text: str, size: int) -> list[str]:
    return list(wrapped(text, _ROOM, lambda each: face(BOLD).width_of(each, size))) if text else []


def _fitted(text: str, size: int, name: str) -> str:
    """As much as has room in one line."""
    width_of = face(name).width_of
    if width_of(text, size) <= _ROOM:
        return text
    end = len(text)
    while end and width_of(text[:end] + _MORE, size) > _ROOM:
        end -= 1
    return text[:end].rstrip() + _MORE


def _text(words: str, y: float, size: int, *, muted: bool = False, bold: bool = False) -> Text:
    """A line at the side where its language begins."""
    line = own_way(words)
    x, anchor = (_MARGIN, "start") if line == words else (WIDTH - _MARGIN, "end")
    return Text(x, y, line, size, muted, bold, anchor)
