"""What is published of the counts: the one function behind page, API, CSV and press line.

The rules protect signers who did not choose to be recognisable (the *unnamed*); the reasoning and the norms they
follow (NHS Digital and ONS small-count rules) are in docs/publishing-counts.md:

* an employer is published only with at least `Policy.threshold` unnamed signers, rounded up to a multiple of 5;
* a figure is a floor: the unnamed and the named are each rounded down to a multiple of 5, so that a name that
  appears on the roster never tells the exact number of those who did not give theirs;
* a figure moves only after 5 or more unnamed signers have come or gone since it was last set (marks.py);
* all other signers are one cell (pooling.py), and rows and that cell sum to the total exactly;
* where nearly everybody at an employer has signed, the figure stops, so that the few others are not singled out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from petition_app.domain.marks import Settled, ceil_to_step, floor_to_step, settle
from petition_app.domain.petition import Policy
from petition_app.domain.pooling import Candidate, pool_the_rest
from petition_app.domain.tally import EmployerCount, ExactTally, PublishedRow, PublishedTally, Release

#: Raised whenever the same counts would be published otherwise. Every release says by which version it was made.
RULES_VERSION = 1


def publish(exact: ExactTally, policy: Policy, on: date, previous: Release | None = None) -> Release:
    """The next release, from the exact counts and the release before it."""
    least = ceil_to_step(policy.threshold)
    total = settle(exact.total.unnamed, previous.total if previous else None, on)
    employees = settle(exact.employees.unnamed, previous.employees if previous else None, on)
    settled = _settled(exact, previous, on)
    headcounts = _headcounts(exact, previous)
    listed = [
        _candidate(each, settled[each.key], headcounts.get(each.key), least)
        for each in exact.employers
        if _may_be_listed(each, settled[each.key], headcounts.get(each.key), least)
    ]
    grand = _figure(exact.total.named, total, least)
    rows, other = pool_the_rest(exact, listed, grand, least, previous.tally if previous else None)
    published = sum(row.at_least for row in rows) + other
    table = PublishedTally(rows, other, published, _employees(exact, employees, published, least), on)
    return Release(table, _marked(settled), total, employees, headcounts)


def _settled(exact: ExactTally, previous: Release | None, on: date) -> dict[str, Settled]:
    """The basis of each employer. One that is not there now, because it was merged into another for one, keeps its
    own: else it could come back with a figure that a single signer has moved."""
    before = previous.employers if previous else {}
    now = {each.key: settle(each.count.unnamed, before.get(each.key), on) for each in exact.employers}
    return {**before, **now}


def _marked(settled: Mapping[str, Settled]) -> dict[str, Settled]:
    """Without the employers that never had five: nothing has to be remembered of them."""
    return {key: settled[key] for key in sorted(settled) if settled[key].unnamed or settled[key].earlier}


def _headcounts(exact: ExactTally, previous: Release | None) -> dict[str, int]:
    """A headcount that is taken away again goes on to count: else the figure would jump to what it had hidden."""
    known = dict(previous.headcounts) if previous else {}
    return known | {each.key: each.headcount for each in exact.employers if each.headcount is not None}


def _figure(named: int, settled: Settled, least: int) -> int:
    hidden = floor_to_step(settled.unnamed) if settled.unnamed >= least else 0
    return floor_to_step(named) + hidden


def _may_be_listed(employer: EmployerCount, settled: Settled, headcount: int | None, least: int) -> bool:
    if headcount is not None and _most(headcount, least) < least:
        return False
    return settled.unnamed >= least and (employer.count.named > 0 or not employer.small)


def _most(headcount: int, least: int) -> int:
    """The highest figure for an employer of this size: nine in ten, and as many left over as the threshold."""
    return floor_to_step(min(headcount * 9 // 10, headcount - least))


def _candidate(employer: EmployerCount, settled: Settled, headcount: int | None, least: int) -> Candidate:
    """The employer's row. Near its headcount the figure stands still, whatever the counts do: nothing appears or goes
    that one signer could bring about."""
    full = _figure(employer.count.named, settled, least)
    shown = full if headcount is None else min(full, _most(headcount, least))
    more = headcount is not None and full * 10 > headcount * 9
    row = PublishedRow(employer.name, shown, settled.on, employer.key, headcount, more, employer.includes)
    return Candidate(row, full - shown)


def _employees(exact: ExactTally, settled: Settled, total: int, least: int) -> int:
    """Verified current employees among the total; where nearly all are, the gap itself must not single anyone out."""
    figure = min(_figure(exact.employees.named, settled, least), total)
    if 0 < total - figure < least:
        figure = max(floor_to_step(total - least), 0)
    return figure
