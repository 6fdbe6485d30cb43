"""One record of a file as a signature to be: the rules of the web form, applied to cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from petition_app.domain import importreasons
from petition_app.domain.entry import (
    LONGEST_ADDRESS,
    LONGEST_EMPLOYER,
    LONGEST_NAME,
    has_link,
    lacks_letters,
    one_line,
)
from petition_app.domain.importing import CONSENT_COLUMNS, Column, Plan
from petition_app.domain.importreasons import CellIsWrong, Shown
from petition_app.domain.importwords import (
    DISPLAYS,
    NO_DISPLAY,
    NO_RELATION,
    NO_ROLE_BAND,
    RELATIONS,
    ROLE_BANDS,
    day_in,
    is_yes,
    version_in,
    word_in,
)
from petition_app.domain.said import Said
from petition_app.domain.signature import DisplayMode, Proof, Purpose, Relation, RoleBand, Status
from petition_app.domain.spreadsheet import unguarded

_Word = TypeVar("_Word", bound=StrEnum)


class Entry(NamedTuple):
    """What a record says. `name` and `title` are empty unless the display mode shows them; `person` is the name all the
    same, to find the same person twice, and is never stored."""

    email: str
    person: str
    key: str
    name: str
    title: str
    employer: str
    relation: Relation
    display: DisplayMode
    role_band: RoleBand
    proof: Proof
    consents: str
    signed_on: date
    text_version: int
    consent_version: int


class Newest(NamedTuple):
    """The versions of text and consents that a signer of today reads."""

    text: int
    consents: int


class Reader:
    """Reads the records of one file by its plan. `address` gives an e-mail address as it will be written to, or raises
    CellIsWrong."""

    def __init__(self, plan: Plan, today: date, newest: Newest, address: Callable[[str], str]) -> None:
        self._plan, self._today, self._newest, self._address = plan, today, newest, address
        self._at = {column: place for place, column in enumerate(plan.columns) if column}
        self._consents = [(purpose, column) for column, purpose in CONSENT_COLUMNS.items() if column in self._at]
        self._fixed = plan.consents - {purpose for purpose, _ in self._consents}
        # The same for every row, where no column says otherwise: there may be a million.
        self._usual = {} if self._consents else {display: self._given_usually(display) for display in DisplayMode}
        self._may_be_uncounted = bool({Column.STATUS, Column.CONSENT_COUNT} & self._at.keys())
        self._width = len(plan.columns)

    def entry(self, cells: Sequence[str]) -> Entry:
        """Raises CellIsWrong."""
        if len(cells) > self._width and any(cells[self._width :]):
            raise CellIsWrong(importreasons.too_many_cells(len(cells), self._width))
        if self._may_be_uncounted:
            self._refuse_uncounted(cells)
        email = self._email(cells)
        person = self._person(cells)
        key = self._cell(cells, Column.KEY)
        if not (email or person or key):
            raise CellIsWrong(importreasons.NOBODY)
        if self._plan.asks and not email:
            raise CellIsWrong(importreasons.NO_ADDRESS)
        display = self._display(cells)
        return Entry(
            email,
            person,
            key,
            self._shown(person, display.shows_name, importreasons.NAME),
            self._shown(self._cell(cells, Column.TITLE), display.shows_title, importreasons.TITLE),
            self._employer(cells),
            self._word(cells, Column.RELATION, RELATIONS, NO_RELATION) or self._plan.relation,
            display,
            self._word(cells, Column.ROLE_BAND, ROLE_BANDS, NO_ROLE_BAND) or RoleBand.UNSAID,
            Proof.PAPER if self._cell(cells, Column.PROOF) == Proof.PAPER else self._plan.source.proof,
            self._usual.get(display) or self._given(cells, display),
            day_in(day, self._today) if (day := self._cell(cells, Column.SIGNED_ON)) else self._today,
            self._version(cells, Column.TEXT_VERSION, self._newest.text, importreasons.NO_SUCH_TEXT),
            self._version(cells, Column.CONSENT_VERSION, self._newest.consents, importreasons.NO_SUCH_CONSENTS),
        )

    def _cell(self, cells: Sequence[str], column: Column) -> str:
        place = self._at.get(column)
        if place is None or place >= len(cells):
            return ""
        text = cells[place]
        if "'" in text:
            text = unguarded(text)
        if text.isascii() and text.isprintable() and "  " not in text:
            # Nothing else could be taken out of it. Most cells are like this, and there may be millions.
            return text.strip(" ")
        return one_line(text)

    def _employer(self, cells: Sequence[str]) -> str:
        text = self._cell(cells, Column.EMPLOYER)
        if len(text) > LONGEST_EMPLOYER:
            raise CellIsWrong(importreasons.EMPLOYER_TOO_LONG)
        if has_link(text):
            raise CellIsWrong(importreasons.EMPLOYER_IS_LINK)
        return text

    def _refuse_uncounted(self, cells: Sequence[str]) -> None:
        status = self._cell(cells, Column.STATUS)
        if status and status in list(Status) and status != Status.CONFIRMED:
            raise CellIsWrong(importreasons.uncounted(status))
        if Column.CONSENT_COUNT in self._at and not is_yes(self._cell(cells, Column.CONSENT_COUNT)):
            raise CellIsWrong(importreasons.NOT_TO_BE_COUNTED)

    def _email(self, cells: Sequence[str]) -> str:
        text = self._cell(cells, Column.EMAIL)
        if len(text) > LONGEST_ADDRESS:
            raise CellIsWrong(importreasons.ADDRESS_TOO_LONG)
        return self._address(text) if text else ""

    def _person(self, cells: Sequence[str]) -> str:
        name = self._cell(cells, Column.NAME)
        if not name:
            parts = (self._cell(cells, Column.FIRST_NAME), self._cell(cells, Column.LAST_NAME))
            name = " ".join(part for part in parts if part)
        return name

    def _shown(self, text: str, is_shown: bool, wrong: Shown) -> str:
        if not is_shown:
            return ""
        if not text:
            raise CellIsWrong(wrong.missing)
        if len(text) > LONGEST_NAME:
            raise CellIsWrong(wrong.too_long)
        if has_link(text) or lacks_letters(text):
            raise CellIsWrong(wrong.not_letters)
        return text

    def _word(self, cells: Sequence[str], column: Column, words: Mapping[str, _Word], otherwise: Said) -> _Word | None:
        """None where the cell is empty."""
        cell = self._cell(cells, column)
        return word_in(cell, words, otherwise) if cell else None

    def _display(self, cells: Sequence[str]) -> DisplayMode:
        """As the row says. What stands for all rows shows nobody whose own tick says no: they are counted only."""
        if cell := self._cell(cells, Column.DISPLAY):
            return word_in(cell, DISPLAYS, NO_DISPLAY)
        if Column.CONSENT_PUBLISH in self._at and not is_yes(self._cell(cells, Column.CONSENT_PUBLISH)):
            return DisplayMode.COUNTED
        return self._plan.display

    def _given(self, cells: Sequence[str], display: DisplayMode) -> str:
        given = set(self._fixed)
        for purpose, column in self._consents:
            if is_yes(self._cell(cells, column)):
                given.add(purpose)
        if display is DisplayMode.COUNTED:
            given.discard(Purpose.PUBLISH)
        elif Purpose.PUBLISH not in given:
            raise CellIsWrong(importreasons.NOT_TO_APPEAR)
        return ",".join(sorted(given))

    def _given_usually(self, display: DisplayMode) -> str:
        """What is agreed to where no column says so; nothing where that is not enough to appear in this way."""
        if display is DisplayMode.COUNTED:
            return ",".join(sorted(self._fixed - {Purpose.PUBLISH}))
        return ",".join(sorted(self._fixed)) if Purpose.PUBLISH in self._fixed else ""

    def _version(self, cells: Sequence[str], column: Column, newest: int, otherwise: Said) -> int:
        cell = self._cell(cells, column)
        return version_in(cell, newest, otherwise) if cell else newest
