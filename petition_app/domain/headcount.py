"""How many people work at an employer, and what follows from it for what may be published and said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from petition_app.domain.response import Problem, problems_of_day, problems_of_length, tidy

#: Where fewer work, to be on a published table says too much of a single signer.
SMALL = 50
MOST = 10_000_000
FIRST_DAY = date(2000, 1, 1)
LONGEST_SOURCE = 500


@dataclass(frozen=True)
class Headcount:
    """How many people worked at an employer on a day, and who says so: a text, or the address of a page."""

    number: int
    on: date
    source: str

    def tidied(self) -> Headcount:
        """The same with its source on one line, without characters that show nothing or turn others around."""
        return Headcount(self.number, self.on, " ".join(tidy(self.source).split()))


@dataclass(frozen=True)
class Share:
    """The part of those who work there that has signed, rounded so that it never says too much: so many percent, or
    one in so many people. `is_more` says that it is more than the percentage, not just at least."""

    percent: Decimal | None = None
    one_in: int | None = None
    is_more: bool = False


def is_small(headcount: int | None, *, is_listed: bool) -> bool:
    """Whether an employer is small, or nobody has looked up how large it is. Companies of the list are known to be
    large."""
    return headcount < SMALL if headcount is not None else not is_listed


def problems(headcount: Headcount, today: date) -> Iterator[Problem]:
    """Everything that keeps this headcount, tidied, from being used; nothing where it may be."""
    if not 1 <= headcount.number <= MOST:
        yield Problem("number", f"Please give a whole number from 1 to {MOST:,}.")
    yield from problems_of_day(headcount.on, FIRST_DAY, today)
    if not headcount.source:
        yield Problem("source", "Please say who says so, so that readers can check it: an annual report, or a link.")
    yield from problems_of_length("source", headcount.source, LONGEST_SOURCE)


def share_of(at_least: int, headcount: int, *, is_capped: bool) -> Share:
    """The share that a published figure is of a headcount, from these two alone. A capped figure stands for more than
    nine in ten. Below one in a hundred a percentage would be all noughts, so it is one in so many."""
    if is_capped:
        return Share(percent=Decimal(90), is_more=True)
    tenths = at_least * 1000 // headcount
    if tenths >= 100:
        return Share(percent=Decimal(tenths // 10))
    if tenths >= 10:
        return Share(percent=Decimal(tenths) / 10)
    return Share(one_in=_rounded_up(-(-headcount // at_least)))


def _rounded_up(number: int) -> int:
    """To two digits and noughts: the headcount is no exacter than that."""
    step = int(10 ** max(len(str(number)) - 2, 0))
    return -(-number // step) * step
