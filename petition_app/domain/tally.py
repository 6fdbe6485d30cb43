"""What is published of the counts: the one function behind page, API, CSV and press line.

The rules protect signers who did not choose to be recognisable (the *unnamed*); the reasoning and the norms they
follow (NHS Digital and ONS small-count rules) are in docs/publishing-counts.md:

* an employer is published only with at least `Policy.threshold` unnamed signers;
* a figure is a floor: the unnamed and the named are each rounded down to a multiple of 5, so that a name that
  appears on the roster never tells the exact number of those who did not give theirs;
* a figure moves only after 5 or more unnamed signers have come or gone since it was last set;
* all other signers are one cell, which is empty or holds at least the threshold and never a single employer;
* rows and that cell sum to the total exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from petition_app.domain.petition import Policy

STEP = 5


@dataclass(frozen=True)
class Count:
    """Confirmed signatures: `named` chose to be recognisable in public, `unnamed` did not."""

    named: int = 0
    unnamed: int = 0

    @property
    def all(self) -> int:
        return self.named + self.unnamed

    def __add__(self, other: Count) -> Count:
        return Count(self.named + other.named, self.unnamed + other.unnamed)


@dataclass(frozen=True)
class EmployerCount:
    """The signers who may stand in an employer's row. A `small` employer (or one whose size nobody knows) is
    published only where a signer there chose to be recognisable: its presence alone would start a search."""

    key: str
    name: str
    count: Count
    small: bool = False


@dataclass(frozen=True)
class ExactTally:
    """What only organisers see. `elsewhere` are counted signers who belong in no employer's row; `employees` are
    those of all signers who are verified current employees."""

    employers: tuple[EmployerCount, ...]
    elsewhere: Count = Count()
    employees: Count = Count()

    @property
    def total(self) -> Count:
        return sum((each.count for each in self.employers), self.elsewhere)


@dataclass(frozen=True)
class PublishedRow:
    """At least so many signers at `employer`, as of the day the figure was last set."""

    employer: str
    at_least: int
    as_of: date | None = None
    key: str = field(default="", compare=False)


@dataclass(frozen=True)
class PublishedTally:
    """One released table: every figure is a floor, and `rows` and `other` sum to `total`."""

    rows: tuple[PublishedRow, ...]
    other: int
    total: int
    employees: int
    as_of: date


@dataclass(frozen=True)
class Settled:
    """An unnamed count as last used in public, and since when. Never shown."""

    unnamed: int
    on: date


@dataclass(frozen=True)
class Release:
    """A published table with the private basis that the next release is measured against."""

    tally: PublishedTally
    employers: Mapping[str, Settled]
    total: Settled
    employees: Settled


def floor_to_step(count: int) -> int:
    return count - count % STEP


def publish(exact: ExactTally, policy: Policy, on: date, previous: Release | None = None) -> Release:
    """The next release, from the exact counts and the release before it."""
    total = _settle(exact.total.unnamed, previous.total if previous else None, on)
    employees = _settle(exact.employees.unnamed, previous.employees if previous else None, on)
    settled = {
        each.key: _settle(each.count.unnamed, previous.employers.get(each.key) if previous else None, on)
        for each in exact.employers
    }
    listed = [each for each in exact.employers if _may_be_listed(each, settled[each.key], policy)]
    grand = _figure(exact.total.named, total, policy)
    rows, other = _pool_the_rest(exact, listed, settled, grand, policy)
    published = sum(row.at_least for row in rows) + other
    table = PublishedTally(rows, other, published, _employees(exact, employees, published, policy), on)
    # A row that left the table keeps its basis: else it could come back with a figure that one signature has moved.
    shown = {row.key for row in rows} | (previous.employers.keys() if previous else set())
    basis = {key: settled[key] for key in sorted(shown & settled.keys())}
    return Release(table, basis, total, employees)


def _settle(unnamed: int, before: Settled | None, on: date) -> Settled:
    """Small changes stay hidden: one signer more or less never moves a figure."""
    if before is not None and abs(unnamed - before.unnamed) < STEP:
        return before
    return Settled(unnamed, on)


def _figure(named: int, settled: Settled, policy: Policy) -> int:
    hidden = floor_to_step(settled.unnamed) if settled.unnamed >= policy.threshold else 0
    return floor_to_step(named) + hidden


def _may_be_listed(employer: EmployerCount, settled: Settled, policy: Policy) -> bool:
    return settled.unnamed >= policy.threshold and (employer.count.named > 0 or not employer.small)


def _pool_the_rest(
    exact: ExactTally,
    listed: list[EmployerCount],
    settled: Mapping[str, Settled],
    grand: int,
    policy: Policy,
) -> tuple[tuple[PublishedRow, ...], int]:
    """The rows, largest first, and the figure of all others. The smallest rows go into the others until these
    are nobody, or enough people of more than one employer."""
    rows = [
        PublishedRow(each.name, _figure(each.count.named, settled[each.key], policy), settled[each.key].on, each.key)
        for each in listed
    ]
    rows.sort(key=lambda row: (-row.at_least, row.employer))
    while True:
        rest = grand - sum(row.at_least for row in rows)
        pooled = _pooled(exact, rows)
        if not any(each.unnamed for each in pooled) and 0 <= rest < policy.threshold:
            return tuple(rows), 0
        if not rows or (rest >= policy.threshold and _hides_everyone(pooled, policy)):
            return tuple(rows), max(rest, 0)
        rows.pop()


def _pooled(exact: ExactTally, rows: list[PublishedRow]) -> list[Count]:
    """Who the others are: the signers outside every row first, then one count per unlisted employer."""
    shown = {row.key for row in rows}
    return [exact.elsewhere, *(each.count for each in exact.employers if each.key not in shown)]


def _hides_everyone(pooled: list[Count], policy: Policy) -> bool:
    elsewhere, *employers = pooled
    enough = elsewhere.unnamed + sum(each.unnamed for each in employers) >= policy.threshold
    several = sum(1 for each in employers if each.unnamed) >= 2
    return enough and (several or elsewhere.unnamed >= policy.threshold)


def _employees(exact: ExactTally, settled: Settled, total: int, policy: Policy) -> int:
    """Verified current employees among the total; where nearly all are, the gap itself must not single anyone out."""
    figure = min(_figure(exact.employees.named, settled, policy), total)
    if 0 < total - figure < policy.threshold:
        figure = max(floor_to_step(total - policy.threshold), 0)
    return figure
