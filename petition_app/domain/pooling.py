"""All others: the one cell for signers who stand in no employer's row. It is nobody's, or nobody's in particular.

What decides is never whether there is one signer or none: a limit at 5 or more, and once passed, a wider one. So the
table is not rearranged by a single person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from petition_app.domain.marks import STEP
from petition_app.domain.tally import ExactTally, PublishedRow, PublishedTally


@dataclass(frozen=True)
class Candidate:
    """A row that may be published, and what it leaves out because nearly everybody there has signed."""

    row: PublishedRow
    withheld: int


@dataclass(frozen=True)
class Pool:
    """The unnamed signers outside every row: at employers, outside the largest of these, and without an employer."""

    employed: int
    apart: int
    elsewhere: int

    @property
    def all(self) -> int:
        return self.employed + self.elsewhere


def pool_the_rest(
    exact: ExactTally,
    listed: Sequence[Candidate],
    grand: int,
    least: int,
    previous: PublishedTally | None,
) -> tuple[tuple[PublishedRow, ...], int]:
    """The rows, largest first, and the figure of all others. The smallest rows go into the others until these
    are nearly nobody (they are left out then), or enough people of more than one employer."""
    shown = sorted(listed, key=lambda each: (-each.row.at_least, each.row.employer))
    while True:
        rest = grand - sum(each.row.at_least for each in shown)
        pool, same = _pool(exact, shown), _has_rows_of(previous, shown)
        was_empty = same and previous is not None and previous.other == 0
        if _is_nobody(pool, least, was_empty) and rest >= 0 and rest - sum(each.withheld for each in shown) < least:
            return tuple(each.row for each in shown), 0
        if not shown or (rest >= least and hides_everyone(pool, least, same and not was_empty)):
            return tuple(each.row for each in shown), max(rest, 0)
        shown.pop()


def hides_everyone(pool: Pool, least: int, was_pooled: bool) -> bool:
    """Whether these are enough, and not all of one employer. What was enough at the last release stays so until five
    have gone."""
    slack = STEP - 1 if was_pooled else 0
    several = pool.apart >= STEP - slack or pool.elsewhere >= least - slack
    return pool.all >= least - slack and several


def _is_nobody(pool: Pool, least: int, was_empty: bool) -> bool:
    return pool.all < (least if was_empty else STEP)


def _pool(exact: ExactTally, shown: Sequence[Candidate]) -> Pool:
    keys = {each.row.key for each in shown}
    employers = [each.count.unnamed for each in exact.employers if each.key not in keys]
    return Pool(sum(employers), sum(employers) - max(employers, default=0), exact.elsewhere.unnamed)


def _has_rows_of(previous: PublishedTally | None, shown: Sequence[Candidate]) -> bool:
    return previous is not None and {row.key for row in previous.rows} == {each.row.key for each in shown}
