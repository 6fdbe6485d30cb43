"""Whole numbers as English writes them: "1,200", "1.2k", "eight hundred", "two dozen"."""

from __future__ import annotations

import re
from typing import NamedTuple

from petition_app.domain.claims.wording import Words


class Number(NamedTuple):
    """A number, the place of the first word after it, and how it was written."""

    value: int
    end: int
    in_words: bool = False
    dozens: int = 0


_ONES = dict(zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True))
_TEENS = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        range(10, 20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_LETTERS = {"k": 1000, "m": 1_000_000}
_SMALL = _ONES | _TEENS | _TENS
NUMBER_WORDS = frozenset(_SMALL)

_DIGITS = re.compile(r"(?P<whole>\d{1,3}(?:[.,]\d{3})+|\d+)(?:\.(?P<part>\d{1,3}))?(?P<letter>[km]?)")
#: Beyond any petition: longer numbers are read as this, so that no digits cost more than others.
_ENDLESS = 10**12


def read_number(words: Words, place: int) -> Number | None:
    """The number that starts at `place`, or None."""
    number = _half_dozen(words, place) or _in_digits(words, place) or _in_words(words, place)
    if number is None or words[number.end].key != "dozen":
        return number
    dozens = number.value
    return Number(12 * dozens, number.end + 1, in_words=True, dozens=dozens)


def _half_dozen(words: Words, place: int) -> Number | None:
    start = place + 1 if words[place].key == "a" else place
    joint = start + 2 if words[start + 1].key in ("a", "-") else start + 1
    if words[start].key != "half" or words[joint].key != "dozen":
        return None
    return Number(6, joint + 1, in_words=True)


def _in_digits(words: Words, place: int) -> Number | None:
    found = _DIGITS.fullmatch(words[place].key)
    if found is None or words[place - 1].key in ("$", "€", "£", "#"):
        return None
    if len(found["whole"]) > 15:
        return Number(_ENDLESS, place + 1)
    whole = int(re.sub("[.,]", "", found["whole"]))
    scale, end = _LETTERS.get(found["letter"], 1), place + 1
    if scale == 1 and words[end].key in _SCALES:
        scale, end = _SCALES[words[end].key], end + 1
    part = found["part"] or ""
    if part and scale == 1:
        return None
    return Number(whole * scale + int(part or 0) * scale // 10 ** len(part), end)


def _in_words(words: Words, place: int) -> Number | None:
    key = words[place].key
    if key in ("a", "an"):
        return _from_a(words, place)
    if key in ("no", "zero"):
        return Number(0, place + 1, in_words=True)
    if key not in _SMALL:
        return None
    return _spelled(words, place, total=0, current=0)


def _from_a(words: Words, place: int) -> Number | None:
    """ "a hundred", "a dozen", "a couple of hundred", "a couple dozen"."""
    after = place + 1
    if words[after].key == "dozen":
        return Number(1, after, in_words=True)
    if words[after].key in _SCALES:
        return _spelled(words, after, total=0, current=1)
    if words[after].key != "couple":
        return None
    after += 2 if words[after + 1].key == "of" else 1
    if words[after].key == "dozen":
        return Number(2, after, in_words=True)
    return _spelled(words, after, total=0, current=2) if words[after].key in _SCALES else None


def _spelled(words: Words, place: int, total: int, current: int) -> Number:
    """Adds words up as long as each may follow what was read: "nine hundred and five", never "two three"."""
    while True:
        here = _after_joint(words, place, total, current)
        key = words[here].key
        if key in _SMALL and _fits(current, _SMALL[key]):
            current += _SMALL[key]
        elif key == "hundred" and 0 < current < 100:
            current *= 100
        elif key in ("thousand", "million") and 0 < current < 1000 and total % (1000 * _SCALES[key]) == 0:
            total, current = total + current * _SCALES[key], 0
        else:
            return Number(min(total + current, _ENDLESS), place, in_words=True)
        place = here + 1


def _after_joint(words: Words, place: int, total: int, current: int) -> int:
    """Skips the hyphen of "ninety-five" and the "and" of "one hundred and five"."""
    joint, following = words[place].key, words[place + 1].key
    if joint == "-" and current and following in _ONES | _SCALES:
        return place + 1
    # "one hundred and two dozen" is two numbers.
    if joint == "and" and total + current >= 100 and following in _SMALL and words[place + 2].key != "dozen":
        return place + 1
    return place


def _fits(current: int, addend: int) -> bool:
    if addend < 10:
        return current % 10 == 0 and current % 100 != 10
    return current % 100 == 0
