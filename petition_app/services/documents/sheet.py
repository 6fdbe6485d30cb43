"""The paper of a document: pages, fonts, headings with bookmarks, paragraphs, all tagged for those who listen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Self

from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.outline import OutlineSection
from fpdf.prefs import ViewerPreferences
from fpdf.syntax import DestinationXYZ

from petition_app import folders
from petition_app.domain.handover import Paper
from petition_app.services.documents.lettering import Letters, wrapped

_FONTS = folders.STATIC / "vendor" / "fonts" / "dejavu"
_FACES = {"": "DejaVuSansCondensed.ttf", "B": "DejaVuSansCondensed-Bold.ttf"}
_FAMILY = "DejaVu"
MARGIN = 22.0
_FOOT = 18.0
# Height of a line, in heights of its letters; a point in millimetres.
_LEADING, _POINT = 1.42, 25.4 / 72


class Sheet(FPDF):
    """Millimetres. `foot` stands at the bottom of every page, beside its number."""

    def __init__(self, paper: Paper, title: str, day: date, foot: str) -> None:
        super().__init__(format=paper.value)
        # Neither the program nor the hour it ran at is anybody's business: the day is that of the figures.
        self.set_creation_date(datetime.combine(day, time(), UTC))
        self.set_lang("en-GB")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        # Else a text that happens to hold the placeholder would be changed.
        self.str_alias_nb_pages = ""
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(False)
        for style, file in _FACES.items():
            self.add_font(_FAMILY, style, _FONTS / file)
        self.letters = self._letters()
        self.set_title(self.letters.shown(title))
        self._foot = self.letters.shown(foot)
        self._tags: Counter[int] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # The library reads fonts piece by piece, and closes their files only where all went well.
        for face in self._faces():
            face.ttfont.close()

    @property
    def bottom(self) -> float:
        """Below it no text may stand."""
        return float(self.h) - MARGIN - 4

    def face(self, points: float, style: str = "") -> float:
        """Choose letters; the height of a line of them."""
        self.set_font(_FAMILY, style, points)
        return points * _POINT * _LEADING

    def new_page(self) -> None:
        """Begin a page, with nothing but its foot. The face stays as it was."""
        points, style = self.font_size_pt, self.font_style
        self.add_page()
        self.face(8)
        self._out("/Artifact BMC")
        foot = next(wrapped(self._foot, self.epw - 20, self.get_string_width))
        number = str(self.page)
        self.text(MARGIN, self.h - _FOOT, foot)
        self.text(self.w - MARGIN - self.get_string_width(number), self.h - _FOOT, number)
        self._out("EMC")
        self.face(points, style)
        self.set_y(MARGIN)

    def room_for(self, height: float) -> None:
        """Begin a page if so much does not fit on this one."""
        if self.get_y() + height > self.bottom:
            self.new_page()

    def heading(self, words: str, level: int = 1) -> None:
        """A heading with its bookmark, never the last line of a page."""
        step = self.face(18 if level == 1 else 12, "B")
        self.room_for(step * 4)
        if self.get_y() > MARGIN:
            self.ln(step * (0.6 if level == 1 else 0.4))
        shown = self.letters.shown(words)
        self.bookmark(shown, level)
        self._lines(shown, step, f"/H{level}")
        self.ln(step * 0.2)

    def bookmark(self, words: str, level: int = 1) -> None:
        place = DestinationXYZ(self.page, top=self.h_pt - self.get_y() * self.k)
        self._outline.append(OutlineSection(words, level - 1, self.page, place))

    def paragraph(self, words: str, points: float = 10.5, style: str = "", indent: float = 0) -> None:
        """A text as it was written: each of its lines begins a new one, an empty one parts paragraphs."""
        for block in self.letters.shown(words).split("\n"):
            step = self.face(points, style)
            if block.strip():
                self._lines(block, step, "/P", indent)
            else:
                self.ln(step * 0.6)
        self.ln(self.face(points, style) * 0.35)

    def _lines(self, words: str, step: float, kind: str, indent: float = 0) -> None:
        lines = list(wrapped(words, self.epw - indent, self.get_string_width))
        while lines:
            self.room_for(step)
            fits = max(1, int((self.bottom - self.get_y()) / step))
            with self.tagged(kind):
                for line in lines[:fits]:
                    self.text(MARGIN + indent, self.get_y() + step * 0.72, f"{line} ")
                    self.ln(step)
            lines = lines[fits:]

    @contextmanager
    def tagged(self, kind: str) -> Iterator[None]:
        """What is drawn inside is one element of this kind, for programs that read a document aloud."""
        page = self.page
        mark = self._tags[page]
        self._tags[page] += 1
        _, parents = self.struct_builder.add_marked_content(page_number=page, struct_type=kind, mcid=mark)
        self.pages[page].struct_parents = parents
        self._set_min_pdf_version("1.4")
        self._out(f"{kind} <</MCID {mark}>> BDC")
        yield
        self._out("EMC")

    def _letters(self) -> Letters:
        """Those that every face has."""
        return Letters(set.intersection(*(set(face.cmap) for face in self._faces())))

    def _faces(self) -> list[TTFFont]:
        return [face for face in self.fonts.values() if isinstance(face, TTFFont)]
