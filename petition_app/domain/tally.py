"""Tallies: what organisers see exactly, and the tables made of it for everybody. The rules are in publishing.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from petition_app.domain.marks import Settled


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
    published only where a signer there chose to be recognisable: its presence alone would start a search.
    `headcount` is how many work there, from a public source, or None where nobody has looked it up; `includes` are
    the units whose signers are counted here, as far as they may be told."""

    key: str
    name: str
    count: Count
    small: bool = False
    headcount: int | None = None
    includes: tuple[str, ...] = ()


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
    """At least so many signers at `employer`, as of the day the figure was last set.

    Where the `headcount` is known, the figure stops at nine in ten of it; `more_than_share` says that it would be more
    ("more than 90 % of its staff"). A share is computed from `at_least` and `headcount`, never from exact counts.
    `includes` are the units that are counted with the employer ("Google includes YouTube").
    """

    employer: str
    at_least: int
    as_of: date | None = None
    key: str = field(default="", compare=False)
    headcount: int | None = None
    more_than_share: bool = False
    includes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublishedTally:
    """One released table: every figure is a floor, and `rows` and `other` sum to `total`."""

    rows: tuple[PublishedRow, ...]
    other: int
    total: int
    employees: int
    as_of: date


@dataclass(frozen=True)
class Release:
    """A published table with the private basis that the next release is measured against. `headcounts` are the last
    ones known of each employer that had a row."""

    tally: PublishedTally
    employers: Mapping[str, Settled]
    total: Settled
    employees: Settled
    headcounts: Mapping[str, int] = field(default_factory=dict)
