"""Shares as English writes them: "half", "two-thirds", "60%", "one in ten", "505 of 770", and what they may stand for.

The bands of a share are in hundredths of a per cent. Those of half, two-thirds, most, a vast majority and all are the
table's; the others are the project's own and as wide.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from petition_app.domain.claims import phrasetable as table
from petition_app.domain.claims.numeral import Number, read_number
from petition_app.domain.claims.quantity import WHOLE, Band, Verdict
from petition_app.domain.claims.wording import Words

Row = Callable[[Number], tuple[Band, ...]]


class Share(NamedTuple):
    """`whole` is set where the sentence gives the workforce itself ("505 of 770"): the bands are then of the count."""

    bands: tuple[Band, ...]
    end: int
    whole: int | None = None


_MOST = (Band(Verdict.PASS, 5501, None), Band(Verdict.AMBER, 5001, 5500, "so the phrase is only just true"))
_BY_THEMSELVES = {
    "a majority|the majority|majority": (Band(Verdict.PASS, 5001, None),),
    "vast majority|the vast majority|a vast majority": (Band(Verdict.PASS, 7500, None),),
    "most": _MOST,
}
_WITH_A_HEDGE = {
    "half|a half|one half|one - half": 5000,
    "two thirds|two - thirds": 6667,
    "a third|one third|one - third": 3333,
    "a quarter|one quarter|one - quarter": 2500,
    "three quarters|three - quarters": 7500,
    "a fifth|one fifth|one - fifth": 2000,
    "all": WHOLE,
}
_NAMED = {tuple(words.split()): bands for listed, bands in _BY_THEMSELVES.items() for words in listed.split("|")}
_FRACTIONS = {tuple(words.split()): part for listed, part in _WITH_A_HEDGE.items() for words in listed.split("|")}
#: Every wording in words.
SHARES = frozenset(_NAMED.keys() | _FRACTIONS.keys())
_LONGEST = max(map(len, SHARES))
_OPENINGS = {words[0] for words in SHARES}
_OWN_BANDS: dict[tuple[Row, int], tuple[Band, ...]] = {
    (table.bare, 5000): (Band(Verdict.PASS, 4800, 5200),),
    (table.bare, 6667): (Band(Verdict.PASS, 6500, 6800),),
    (table.bare, WHOLE): (Band(Verdict.PASS, WHOLE, None),),
    (table.nearly, 5000): (Band(Verdict.PASS, 4500, 4999),),
    (table.nearly, WHOLE): (Band(Verdict.PASS, 9500, WHOLE - 1),),
    (table.more_than, 5000): (Band(Verdict.PASS, 5001, None),),
}


def read_share(words: Words, place: int, row: Row | None) -> Share | None:
    """The share whose first word after its hedge, `row`, is at `place`; None if none is there."""
    return _in_words(words, place, row or table.bare) or _in_figures(words, place, row or table.bare)


def _in_words(words: Words, place: int, row: Row) -> Share | None:
    for length in range(_LONGEST, 0, -1) if words[place].key in _OPENINGS else ():
        keys, end = words.keys(place, place + length), place + length
        # "Half a dozen" is six.
        if len(keys) < length or keys not in SHARES or "dozen" in words.keys(end, end + 2):
            continue
        return Share(_NAMED[keys] if keys in _NAMED else _bands(row, _FRACTIONS[keys], 200), end)
    return None


def _in_figures(words: Words, place: int, row: Row) -> Share | None:
    first = read_number(words, place)
    if first is None:
        return None
    end = _percent_end(words, first.end)
    if end:
        return Share(_bands(row, 100 * min(first.value, 1000), 100), end)
    return _ratio(words, first, row)


def _percent_end(words: Words, end: int) -> int | None:
    if words[end].key in ("%", "percent", "pc"):
        return end + 1
    return end + 2 if words.keys(end, end + 2) == ("per", "cent") else None


def _ratio(words: Words, first: Number, row: Row) -> Share | None:
    if words[first.end].key not in ("out", "in", "of"):
        return None
    for joint in (
        ("out", "of", "the"),
        ("out", "of", "every"),
        ("out", "of"),
        ("in", "every"),
        ("in",),
        ("of", "the"),
        ("of",),
    ):
        start = first.end + len(joint)
        if words.keys(first.end, start) == joint:
            second = read_number(words, start)
            if second is None or not _is_ratio(first.value, joint, second.value):
                return None
            if second.value <= 20:
                return Share(_bands(row, WHOLE * first.value // second.value, 200), second.end)
            return Share(row(first), second.end, second.value)
    return None


def _is_ratio(part: int, joint: tuple[str, ...], whole: int) -> bool:
    if joint[0] == "in":
        return 0 < part < whole <= 20
    # "one of 800 employees" names one of them; it is no share.
    return part <= whole and part > (1 if joint[0] == "of" else 0)


def _bands(row: Row, part: int, width: int) -> tuple[Band, ...]:
    if (row, part) in _OWN_BANDS:
        return _OWN_BANDS[row, part]
    if row is table.bare:
        sound = Band(Verdict.PASS, max(part - width, 0), min(part + width, WHOLE))
        loose = Band(Verdict.AMBER, max(part - 250, 0), min(part + 250, WHOLE), table.ADD_A_HEDGE)
        return (sound, loose)
    return row(Number(part, 0))
