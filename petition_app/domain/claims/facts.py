"""What a claim is held against: one published table, and what else is public with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from petition_app.domain.claims.headword import ROLES
from petition_app.domain.claims.when import MONTHS
from petition_app.domain.headcount import Headcount
from petition_app.domain.petition import ResponseKind


@dataclass(frozen=True)
class TrackedResponse:
    """The newest entry of the response tracker on one addressee: `office` is "Chief executive" or a name."""

    office: str
    organisation: str
    kind: ResponseKind
    on: date

    @property
    def who(self) -> str:
        """ "the chief executive of Nvidia"; a person's name stays as it is."""
        first = (self.office.split() or [""])[0]
        if first.casefold() not in ROLES:
            return f"{self.office} of {self.organisation}"
        office = self.office if first.isupper() else self.office[:1].lower() + self.office[1:]
        return f"the {office} of {self.organisation}"


@dataclass(frozen=True)
class Facts:
    """One published table. Every field is public already; figures are floors ("at least") unless `exact`."""

    total: int  # all counted signatures
    employees: int  # of these, verified current employees
    rows: Mapping[str, int]  # employer name -> figure
    rows_are_verified: bool  # the rows count verified current employees only
    titles: frozenset[tuple[str, str]]  # (title, employer) of verified signers who agreed to be quoted by title
    as_of: date
    exact: bool = False
    unverified_titles: frozenset[tuple[str, str]] = frozenset()  # the same of signers who did not show where they work
    responses: tuple[TrackedResponse, ...] = ()
    headcounts: Mapping[str, Headcount] = field(default_factory=dict)  # employer name -> sourced headcount
    units: Mapping[str, str] = field(default_factory=dict)  # a unit counted with its parent -> the parent's name
    capped: frozenset[str] = frozenset()  # employers whose figure stops at nine in ten of their headcount

    def in_words(self, figure: int) -> str:
        return f"{figure:,}" if self.exact else f"at least {figure:,}"

    @property
    def names(self) -> tuple[str, ...]:
        """Every employer and organisation these facts know of."""
        with_title = (employer for _, employer in self.titles | self.unverified_titles)
        addressed = (response.organisation for response in self.responses)
        return tuple(sorted({*self.rows, *with_title, *addressed, *self.headcounts, *self.units, *self.units.values()}))


def day_in_words(day: date) -> str:
    """ "22 November 2026"."""
    # Not `strftime`, whose words change with the server's language.
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"
