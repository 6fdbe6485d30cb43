"""The workshop's first room: exact figures at a glance, and what the next release would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from petition_app.domain.signature import Proof, Relation, Status
from petition_app.domain.tally import PublishedTally
from petition_app.models import Petition
from petition_app.services import outbox, releases, tallies
from petition_app.services.outbox import OutboxState
from petition_app.services.releases import StoredRelease
from petition_app.services.tallies import CounterRow, EmployerFacts
from petition_app.services.work import Work


@dataclass(frozen=True)
class Column:
    """A pair under which confirmed signatures are counted."""

    relation: Relation
    proof: Proof


@dataclass(frozen=True)
class EmployerLine:
    """The confirmed signatures of one employer, or of all that have none; `cells` follow the table's columns."""

    employer: str
    slug: str
    family: str
    cells: tuple[int, ...]
    is_unmatched: bool = False

    @property
    def at_least(self) -> int:
        """The exact figure, under the name that the drawing of bars knows."""
        return sum(self.cells)


@dataclass(frozen=True)
class EmployerTable:
    """Largest first; what is not matched yet, and those who gave no employer, come last, with an empty name."""

    columns: tuple[Column, ...]
    lines: tuple[EmployerLine, ...]
    totals: tuple[int, ...]


@dataclass(frozen=True)
class Day:
    day: date
    count: int


@dataclass(frozen=True)
class Difference:
    """A published figure as it is and as it would be; None where it is not in the table."""

    name: str
    now: int | None
    then: int | None

    @property
    def by(self) -> int:
        return (self.then or 0) - (self.now or 0)


@dataclass(frozen=True)
class Comparison:
    """The table the public sees beside the one a release would publish now; no figures for "now" before the first."""

    rows: tuple[Difference, ...]
    other: Difference
    total: Difference
    employees: Difference

    @property
    def changes(self) -> bool:
        return any(each.now != each.then for each in (*self.rows, self.other, self.total, self.employees))


@dataclass(frozen=True)
class ReleasesRoom:
    history: tuple[StoredRelease, ...]
    comparison: Comparison


@dataclass(frozen=True)
class Dashboard:
    statuses: dict[Status, int]
    unresolved: int
    table: EmployerTable
    days: tuple[Day, ...]
    letters: OutboxState
    release: StoredRelease | None
    comparison: Comparison


def dashboard(work: Work, petition: Petition) -> Dashboard:
    """Exact figures, all from the same state of the database."""
    rows = tallies.counters(work, petition.id)
    table = employer_table(rows)
    release = releases.latest(work, petition.id)
    return Dashboard(
        {status: sum(row.signatures for row in rows if row.status is status) for status in Status},
        sum(line.at_least for line in table.lines if line.is_unmatched),
        table,
        every_day(tallies.by_day(work, petition.id)),
        outbox.state(work, petition.id),
        release,
        compare(release.tally if release else None, releases.preview(work, petition)),
    )


def releases_room(work: Work, petition: Petition) -> ReleasesRoom:
    """Every release, newest first, and the table of today beside the one the public sees."""
    history = tuple(reversed(releases.history(work, petition.id)))
    newest = history[0] if history else None
    return ReleasesRoom(
        history,
        compare(newest.tally if newest else None, releases.preview(work, petition)),
    )


def employer_table(rows: Iterable[CounterRow]) -> EmployerTable:
    """Confirmed signatures by employer, and under each by relation and proof; pairs nobody has are left out."""
    confirmed = [row for row in rows if row.status is Status.CONFIRMED]
    used = {(row.relation, row.proof) for row in confirmed}
    columns = tuple(Column(each, proof) for each in Relation for proof in Proof if (each, proof) in used)
    place = {(column.relation, column.proof): index for index, column in enumerate(columns)}
    cells: dict[tuple[EmployerFacts | None, bool], list[int]] = {}
    for row in confirmed:
        key = (row.employer, bool(row.text))
        cells.setdefault(key, [0] * len(columns))[place[row.relation, row.proof]] += row.signatures
    lines = [_line(employer, is_unmatched, tuple(each)) for (employer, is_unmatched), each in cells.items()]
    lines.sort(key=lambda line: (not line.employer, not line.is_unmatched, -line.at_least, line.employer))
    totals = tuple(sum(column) for column in zip(*cells.values(), strict=True))
    return EmployerTable(columns, tuple(lines), totals)


def _line(employer: EmployerFacts | None, is_unmatched: bool, cells: tuple[int, ...]) -> EmployerLine:
    if employer is None:
        return EmployerLine("", "", "", cells, is_unmatched)
    return EmployerLine(employer.name, employer.slug, employer.family, cells)


def every_day(counted: list[tuple[date, int]]) -> tuple[Day, ...]:
    """From the first day to the last, the days without signatures too."""
    if not counted:
        return ()
    by_day = dict(counted)
    first, last = counted[0][0], counted[-1][0]
    days = (first + timedelta(days=each) for each in range((last - first).days + 1))
    return tuple(Day(day, by_day.get(day, 0)) for day in days)


def compare(now: PublishedTally | None, then: PublishedTally) -> Comparison:
    """Row by row, by employer; the order is that of the new table, with what would leave it at the end."""
    old = {row.key: row for row in now.rows} if now else {}
    new = {row.key: row for row in then.rows}
    rows = [Difference(row.employer, old[key].at_least if key in old else None, row.at_least)
            for key, row in new.items()]  # fmt: skip
    rows += [Difference(row.employer, row.at_least, None) for key, row in old.items() if key not in new]
    return Comparison(
        tuple(rows),
        Difference("", now.other if now else None, then.other),
        Difference("", now.total if now else None, then.total),
        Difference("", now.employees if now else None, then.employees),
    )
