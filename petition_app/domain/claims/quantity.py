"""A phrase of quantity and the bands of figures that bear it out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: All of them, in hundredths of a per cent.
WHOLE = 10_000


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    AMBER = "amber"
    FAIL = "fail"


@dataclass(frozen=True)
class Band:
    """Figures from `low` to `high` (no upper end if None), both included, and what the phrase is worth there."""

    verdict: Verdict
    low: int
    high: int | None
    note: str = ""

    def holds(self, figure: int) -> bool:
        return self.low <= figure and (self.high is None or figure <= self.high)


@dataclass(frozen=True)
class Quantity:
    """A phrase of quantity as it was written, with the bands of figures that bear it out.

    `is_share` marks a part of a workforce, whose bands are in hundredths of a per cent, or in people where `whole`
    gives the workforce ("505 of 770"). `is_plural` marks "dozens" and its like, which stay true of a sum however large
    it grows. `is_exact` marks "exactly", which a floor can never bear out. `is_strict` marks words that count people
    only right beside the people ("no", "most"). `is_unpaired` marks numbers of which nobody can say whose they are.
    """

    text: str
    bands: tuple[Band, ...]
    is_share: bool = False
    is_plural: bool = False
    is_exact: bool = False
    is_strict: bool = False
    whole: int | None = None
    is_unpaired: bool = False

    @property
    def least(self) -> int:
        """The smallest figure that does not fail."""
        return min((band.low for band in self.bands), default=0)

    def judge(self, figure: int) -> Verdict:
        band = self.band(figure)
        return band.verdict if band else Verdict.FAIL

    def worth(self, figure: int) -> tuple[Verdict, str]:
        """The verdict on a figure, and the words that end the sentence about it."""
        band = self.band(figure)
        if band is None:
            return Verdict.FAIL, ", so the phrase does not hold"
        return band.verdict, f", {band.note}" if band.note else ""

    def band(self, figure: int) -> Band | None:
        return next((band for band in self.bands if band.holds(figure)), None)

    @property
    def meaning(self) -> str:
        """ "Nearly 100 means 95 to 99": the range that passes or, where the phrase has none, the one that is AMBER."""
        band = min(self.bands, key=lambda each: each.verdict is not Verdict.PASS, default=None)
        is_percent = self.is_share and self.whole is None
        in_words = _in_percent if is_percent else _in_words
        figures = in_words(band, self._has_no_end) if band else "no whole number"
        return f"{self.opening} means {figures}"

    @property
    def opening(self) -> str:
        """The phrase as the first words of a sentence."""
        text = " ".join(self.text.split())
        return text[:1].upper() + text[1:]

    @property
    def _has_no_end(self) -> bool:
        return any(band.high is None for band in self.bands)

    @property
    def is_one_number(self) -> bool:
        return len(self.bands) == 1 and self.bands[0].low == self.bands[0].high


def percent(share: int) -> str:
    """ "12.34%", of hundredths of a per cent."""
    return f"{share / 100:g}%"


def _in_percent(band: Band, has_no_end: bool) -> str:
    if has_no_end or band.high is None or band.high >= WHOLE:
        return f"more than {percent(band.low - 1)}" if band.low % 100 == 1 else f"{percent(band.low)} or more"
    return f"{percent(band.low)} to {percent(band.high)}"


def _in_words(band: Band, has_no_end: bool) -> str:
    if has_no_end or band.high is None:
        return f"{band.low:,} or more"
    if band.low == band.high:
        return f"exactly {band.low:,}"
    return f"{band.high:,} or fewer" if band.low == 0 else f"{band.low:,} to {band.high:,}"
