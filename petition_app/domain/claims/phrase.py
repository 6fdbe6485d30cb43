"""Finds the phrase of quantity in a sentence: a hedge, the number, and what follows it ("or more")."""

from __future__ import annotations

from collections.abc import Callable

from petition_app.domain.claims import phrasetable as table
from petition_app.domain.claims.numeral import NUMBER_WORDS, Number, read_number
from petition_app.domain.claims.phrasetable import INDEFINITE, PLURALS
from petition_app.domain.claims.quantity import Band, Quantity
from petition_app.domain.claims.share import SHARES, read_share
from petition_app.domain.claims.when import MONTHS
from petition_app.domain.claims.wording import Words

Row = Callable[[Number], tuple[Band, ...]]

_WORDINGS: dict[Row, str] = {
    table.more_than: "more than|over|in excess of|upwards of|upward of|north of|greater than|exceeding|above"
    "|beyond|surpassing|topping|>",
    table.well_over: "well over|well above|well in excess of|far more than|far over|much more than|many more than"
    "|considerably more than",
    table.just_over: "just over|just above|just more than|slightly more than|slightly over|a little over"
    "|a little more than|a bit over|a bit more than|barely over",
    table.just_under: "just under|just below|just shy of|just short of|slightly under|slightly below"
    "|slightly fewer than|slightly less than|a little under|a little less than|a little fewer than|shy of",
    table.nearly: "nearly|almost|close to|approaching|nearing|virtually|not quite|practically",
    table.at_least: "at least|no fewer than|no less than|not fewer than|not less than|a minimum of|minimum of|≥",
    table.around: "about|around|some|roughly|approximately|approx|approx .|circa|c .|ca .|an estimated|estimated"
    "|in the region of|in the order of|or so|~|≈",
    table.up_to: "up to|as many as|at most|no more than|not more than|a maximum of|maximum of|≤",
    table.fewer_than: "fewer than|less than|under|below|<",
    table.exactly: "exactly|precisely",
}
_HEDGES = {tuple(words.split()): row for row, listed in _WORDINGS.items() for words in listed.split("|")}
_FIRST = {words[0] for words in _HEDGES}
_LONGEST = max(len(words) for words in _HEDGES)

_AFTER: dict[tuple[str, ...], Row] = {
    ("+",): table.at_least,
    ("plus",): table.at_least,
    ("-", "plus"): table.at_least,
    ("or", "more"): table.at_least,
    ("or", "so"): table.around,
    ("odd",): table.around,
    ("-", "odd"): table.around,
    ("or", "fewer"): table.up_to,
    ("or", "less"): table.up_to,
}

_AFTER_A = {words[1] for words in {*_HEDGES, *SHARES, *INDEFINITE} if words[0] in ("a", "an") and len(words) > 1} | {
    "half",
    "hundred",
    "thousand",
    "million",
    "dozen",
    "couple",
}
#: A number right after one of these counts nobody: it is a name.
_NUMBERED = frozenset(
    """
    version versions release page chapter section step appendix article paragraph clause phase top act day
    week issue floor level grade tier series model route highway
    """.split()
)
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}
_OPENING = (
    _FIRST
    | NUMBER_WORDS
    | {words[0] for words in SHARES | INDEFINITE.keys()}
    | {"between", "half", "a", "an", "no", "zero"}
)
_FEW = {("several",): (3, 9), ("a", "few"): (3, 5)}


def read_quantity(words: Words, place: int) -> tuple[Quantity, int] | None:
    """The quantity whose first word is at `place`, and the place of the first word after it; None if none is there."""
    opening = words[place].key
    if opening not in _OPENING and not opening[:1].isdigit():
        return None
    # The rest of "2026-11-22" or of a telephone number: the count, if it is one, began before it.
    if words[place - 1].key == "-" and words[place - 2].key[:1].isdigit():
        return None
    if opening in ("a", "an") and words[place + 1].key not in _AFTER_A:
        return None
    if opening == "between":
        first = read_number(words, place + 1)
        return _span(words, place, first, ("and",)) if first else None
    row, start = _hedge(words, place)
    share = read_share(words, start, row)
    if share:
        text = words.slice(place, share.end)
        return Quantity(text, share.bands, is_share=True, is_strict=True, whole=share.whole), share.end
    return _counted(words, place, start, row) or _indefinite(words, place)


def _hedge(words: Words, place: int) -> tuple[Row | None, int]:
    if words[place].key in _FIRST:
        for length in range(_LONGEST, 0, -1):
            keys = words.keys(place, place + length)
            if keys in _HEDGES and len(keys) == length:
                return _HEDGES[keys], place + length
    return None, place


def _counted(words: Words, place: int, start: int, row: Row | None) -> tuple[Quantity, int] | None:
    number = read_number(words, start)
    if number is None or _is_a_date(words, place, start, number) or _is_a_label(words, start):
        return None
    span = _span(words, place, number, ("to", "-"))
    if span and row is None:
        return span
    trailing, end = _trailing(words, number.end)
    row = row or trailing or table.bare
    text, is_strict = words.slice(place, end), number.value == 0
    return Quantity(text, row(number), is_exact=row is table.exactly, is_strict=is_strict), end


def _trailing(words: Words, place: int) -> tuple[Row | None, int]:
    for length in (2, 1):
        keys = words.keys(place, place + length)
        if keys in _AFTER and len(keys) == length:
            return _AFTER[keys], place + length
    return None, place


def _span(words: Words, place: int, first: Number, joints: tuple[str, ...]) -> tuple[Quantity, int] | None:
    """ "90 to 100", "between 90 and 100"."""
    second = read_number(words, first.end + 1) if words[first.end].key in joints else None
    if second is None or second.value <= first.value:
        return None
    return Quantity(words.slice(place, second.end), table.between(first.value, second.value)), second.end


def _is_a_date(words: Words, place: int, start: int, number: Number) -> bool:
    """ "in 2026" and "22 November 2026" count no people; "over 2,000" and "2000 employees" do."""
    is_year = words[start].key.isdigit() and 1900 <= number.value < 2100 and place == start
    before = words[start - 1].key
    return is_year and (before in ("in", "since", "until", "early", "late") or before in MONTHS)


def _is_a_label(words: Words, start: int) -> bool:
    """ "On page 12 Google employees …" counts none of them."""
    return words[start].key.isdigit() and words[start - 1].key in _NUMBERED


def _indefinite(words: Words, place: int) -> tuple[Quantity, int] | None:
    for length in (3, 2, 1):
        keys = words.keys(place, place + length)
        if len(keys) < length:
            continue
        end, scale = place + length, _SCALES.get(words[place + length].key)
        if keys in _FEW and scale:
            bands = table.handfuls(*_FEW[keys], scale)
            return Quantity(words.slice(place, end + 1), bands), end + 1
        if keys in INDEFINITE:
            is_plural = keys[-1] in PLURALS
            return Quantity(words.slice(place, end), INDEFINITE[keys], is_plural=is_plural), end
    return None
