"""Words that stand in cells of imported files for the product's own: relations, appearances, kinds of work, yes and no,
days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from petition_app.domain.importreasons import CellIsWrong
from petition_app.domain.said import Said, said
from petition_app.domain.signature import DisplayMode, Relation, RoleBand

Word = TypeVar("Word", bound=StrEnum)

EARLIEST = date(1990, 1, 1)

RELATIONS: Mapping[str, Relation] = {
    **{each.value: each for each in Relation},
    "current employee": Relation.CURRENT, "employee": Relation.CURRENT, "staff": Relation.CURRENT,
    "actual": Relation.CURRENT, "actuel": Relation.CURRENT, "actuelle": Relation.CURRENT, "aktuell": Relation.CURRENT,
    "former employee": Relation.FORMER, "ex": Relation.FORMER, "alumni": Relation.FORMER, "past": Relation.FORMER,
    "anterior": Relation.FORMER, "ancien": Relation.FORMER, "ancienne": Relation.FORMER, "ehemalig": Relation.FORMER,
    "contract": Relation.CONTRACTOR, "vendor": Relation.CONTRACTOR, "temp": Relation.CONTRACTOR,
    "contratista": Relation.CONTRACTOR, "prestataire": Relation.CONTRACTOR, "extern": Relation.CONTRACTOR,
    "ally": Relation.SUPPORTER, "public": Relation.SUPPORTER, "simpatizante": Relation.SUPPORTER,
    "soutien": Relation.SUPPORTER, "unterstützer": Relation.SUPPORTER, "unterstützerin": Relation.SUPPORTER,
}  # fmt: skip
DISPLAYS: Mapping[str, DisplayMode] = {
    **{each.value: each for each in DisplayMode},
    "counted only": DisplayMode.COUNTED, "name only": DisplayMode.NAME, "name and title": DisplayMode.NAME_TITLE,
}  # fmt: skip
ROLE_BANDS: Mapping[str, RoleBand] = {each.value: each for each in RoleBand}
_YES = frozenset("yes y true 1 x on si sí oui o ja j wahr subscribed ✓ ✔".split())
_NO = frozenset({"", *"no n false 0 off non nein unsubscribed none -".split()})
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def _all_of(words: Mapping[str, StrEnum]) -> str:
    return ", ".join(dict.fromkeys(words.values()))


NO_RELATION = said("the relation is none of: %(words)s", words=_all_of(RELATIONS))
NO_DISPLAY = said("the display is none of: %(words)s", words=_all_of(DISPLAYS))
NO_ROLE_BAND = said("the role band is none of: %(words)s", words=_all_of(ROLE_BANDS))


def word_in(cell: str, words: Mapping[str, Word], otherwise: Said) -> Word:
    """Raises CellIsWrong, which says `otherwise`."""
    found = words.get(cell.casefold())
    if found is None:
        raise CellIsWrong(otherwise)
    return found


def is_yes(cell: str) -> bool:
    """Raises CellIsWrong for what is neither yes nor no: consent is not guessed."""
    plain = cell.casefold()
    if plain not in _YES and plain not in _NO:
        raise CellIsWrong(said("the consent is neither yes nor no"))
    return plain in _YES


def day_in(cell: str, today: date) -> date:
    """A day as 2026-11-22 (a time after it is left out) or 22.11.2026. Raises CellIsWrong."""
    if found := _DAY.fullmatch(cell):
        year, month, day = found.groups()
    elif found := _DOTTED.fullmatch(cell):
        day, month, year = found.groups()
    else:
        raise CellIsWrong(said("the day is not written as 2026-11-22"))
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        raise CellIsWrong(said("there is no such day")) from None
    if not EARLIEST <= read <= today:
        raise CellIsWrong(said("the day is in the future or before 1990"))
    return read


def version_in(cell: str, newest: int, otherwise: Said) -> int:
    """Raises CellIsWrong, which says `otherwise`."""
    if not cell.isascii() or not cell.isdigit() or not 1 <= int(cell[:9]) <= newest:
        raise CellIsWrong(otherwise)
    return int(cell)
