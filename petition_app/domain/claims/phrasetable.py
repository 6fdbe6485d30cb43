"""The phrase table: what "more than 800", "nearly one hundred" or "dozens" may stand for.

Each row of the table is a function from the number in the phrase to the bands of figures it fits. A figure in no band
fails. The widths are the project's own; journalists are looser, so a passing line is safe to print.
"""

from __future__ import annotations

from petition_app.domain.claims.numeral import Number
from petition_app.domain.claims.quantity import Band, Verdict

UNDERSTATES = "so the phrase is true but understates it"
STRETCHES = "so the phrase is a stretch"
ADD_A_HEDGE = "so add a word such as “about”"
UNCHECKABLE = "so the phrase is not untrue but cannot be checked; give the count instead"


def _pass(low: int, high: int | None) -> Band:
    return Band(Verdict.PASS, low, high)


def _amber(low: int, high: int | None, note: str) -> Band:
    return Band(Verdict.AMBER, low, high, note)


def _real(*bands: Band) -> tuple[Band, ...]:
    """The bands that hold at least one whole number: 95 % of a small number can lie above its neighbour."""
    return tuple(band for band in bands if band.high is None or band.low <= band.high)


def _ceil(number: int, thousandths: int) -> int:
    return -(-number * thousandths // 1000)


def _floor(number: int, thousandths: int) -> int:
    return number * thousandths // 1000


def is_round(number: int) -> bool:
    """On the grid a reader takes for round: tens below 100, fifties below 1,000, hundreds below 3,000, then 500s."""
    step = 10 if number < 100 else 50 if number < 1000 else 100 if number < 3000 else 500
    return number % step == 0


def bare(number: Number) -> tuple[Band, ...]:
    n = number.value
    if number.dozens:
        return _real(_pass(n, n), _amber(n - 1, n + 1, ADD_A_HEDGE))
    if not is_round(n):
        return (_pass(n, n),)
    return _real(_pass(n, n), _amber(_ceil(n, 975), _floor(n, 1025), ADD_A_HEDGE))


def exactly(number: Number) -> tuple[Band, ...]:
    return (_pass(number.value, number.value),)


def more_than(number: Number) -> tuple[Band, ...]:
    """A dozen and a hundred in words run up to the next one; a number in digits claims to be sharper than that."""
    n = number.value
    if number.dozens:
        understated = 12 * (number.dozens + 1)
    elif n == 100 and number.in_words:
        understated = 200
    else:
        understated = max(_ceil(n, 1500), n + 2)
    return (_pass(n + 1, understated - 1), _amber(understated, None, UNDERSTATES))


def at_least(number: Number) -> tuple[Band, ...]:
    n = number.value
    understated = max(_ceil(n, 1500), n + 1)
    return (_pass(n, understated - 1), _amber(understated, None, UNDERSTATES))


def nearly(number: Number) -> tuple[Band, ...]:
    n = number.value
    if number.dozens == 2:
        return (_pass(22, 23), _amber(21, 21, STRETCHES))
    low = _ceil(n, 950)
    return _real(_pass(low, n - 1), _amber(_ceil(n, 900), min(low, n) - 1, STRETCHES))


def just_under(number: Number) -> tuple[Band, ...]:
    n = number.value
    return _real(_pass(_ceil(n, 980), n - 1), _amber(min(_ceil(n, 970), n - 1), n - 1, STRETCHES))


def just_over(number: Number) -> tuple[Band, ...]:
    n = number.value
    return _real(_pass(n + 1, _floor(n, 1020)), _amber(n + 1, max(_floor(n, 1030), n + 1), STRETCHES))


def well_over(number: Number) -> tuple[Band, ...]:
    """Not in the table: sound from a tenth above, and twice the number is a different story."""
    n = number.value
    sound = max(_ceil(n, 1100), n + 1)
    understated = max(2 * n, sound + 1)
    return _real(
        _pass(sound, understated - 1),
        _amber(n + 1, sound - 1, STRETCHES),
        _amber(understated, None, UNDERSTATES),
    )


def around(number: Number) -> tuple[Band, ...]:
    n = number.value
    return _real(
        _pass(min(_ceil(n, 950), n - 1), max(_floor(n, 1050), n + 1)),
        _amber(min(_ceil(n, 900), n - 1), max(_floor(n, 1100), n + 1), STRETCHES),
    )


def up_to(number: Number) -> tuple[Band, ...]:
    return (_amber(0, number.value, UNCHECKABLE),)


def fewer_than(number: Number) -> tuple[Band, ...]:
    return _real(_amber(0, number.value - 1, UNCHECKABLE))


def between(low: int, high: int) -> tuple[Band, ...]:
    return _real(_pass(low, high))


def handfuls(fewest: int, most: int, scale: int) -> tuple[Band, ...]:
    """ "Several hundred", "a few dozen": not in the table; the row of the small word, times the large one."""
    end = (most + 1) * scale
    return (_pass(fewest * scale, end - 1), _amber(end, 2 * end - 1, UNDERSTATES))


#: Words that are a quantity by themselves.
INDEFINITE: dict[tuple[str, ...], tuple[Band, ...]] = {
    ("couple",): (_pass(2, 2),),
    ("a", "couple"): (_pass(2, 2),),
    ("a", "few"): (_pass(3, 5),),
    ("a", "handful"): (_pass(3, 5),),
    ("handfuls",): (_pass(3, 5),),
    ("several",): (_pass(3, 9),),
    ("dozens",): (_pass(24, 99), _amber(100, 199, UNDERSTATES)),
    ("scores",): (_pass(40, 99), _amber(100, 199, UNDERSTATES)),
    ("hundreds",): (_pass(200, 999), _amber(1000, 1999, UNDERSTATES)),
    ("thousands",): (_pass(2000, 19_999), _amber(20_000, None, UNDERSTATES)),
    ("tens", "of", "thousands"): (_pass(20_000, None),),
    ("hundreds", "of", "thousands"): (_pass(200_000, None),),
    ("millions",): (_pass(2_000_000, None),),
}

#: The plural nouns among them: of a list of employers, they are meant of each.
PLURALS = frozenset({"dozens", "scores", "hundreds", "thousands", "millions"})
