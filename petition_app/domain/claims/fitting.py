"""The phrases that fit a figure, as the phrase table gives them for writing: narrower than what passes for them."""

from __future__ import annotations

from collections.abc import Iterator

from petition_app.domain.claims.numeral import Number
from petition_app.domain.claims.phrasetable import more_than, nearly
from petition_app.domain.claims.quantity import Band, Quantity, Verdict

#: What "nearly" may be followed by, besides whole hundreds.
_FIFTY = 50


def in_round_numbers(total: int) -> str:
    """ "More than 800", or the figure itself where no round number is near enough below it."""
    round_number = _largest_round_below(total)
    if round_number and _passes(more_than(Number(round_number, 0)), total):
        return f"More than {round_number:,}"
    return f"At least {total:,}"


def plural_of(figure: int) -> str:
    """ "dozens", or "" where no such word fits; a few signers more or fewer never make it untrue."""
    if 36 <= figure <= 99:
        return "dozens"
    if 300 <= figure <= 999:
        return "hundreds"
    return "thousands" if 3000 <= figure <= 19_999 else ""


def phrases(figure: int) -> Iterator[str]:
    """What is easier on the ear than the figure itself, where anything fits."""
    target = _FIFTY if figure < _FIFTY else -(-figure // 100) * 100
    if _passes(nearly(Number(target, 0)), figure):
        yield f"Nearly {target:,}"
    elif 101 <= figure <= 149:
        yield "More than a hundred"
    elif plural_of(figure):
        yield plural_of(figure).capitalize()
    elif 25 <= figure <= 35:
        yield "More than two dozen"
    elif 13 <= figure <= 23:
        yield "More than a dozen"


def _largest_round_below(figure: int) -> int:
    below = figure - 1
    step = 10 if below < 100 else 50 if below < 1000 else 100 if below < 3000 else 500
    return below - below % step


def _passes(bands: tuple[Band, ...], figure: int) -> bool:
    return Quantity("", bands).judge(figure) is Verdict.PASS
