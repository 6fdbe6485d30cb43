"""Exact tallies, from the counters: for organisers, and for the releases made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, literal, select, union_all

from petition_app.domain.employer import Reason
from petition_app.domain.employerrule import RuleKind
from petition_app.domain.headcount import is_small
from petition_app.domain.signature import EMPLOYMENT_PROOFS, Proof, Relation, Status
from petition_app.domain.tally import Count, EmployerCount, ExactTally
from petition_app.models import NO_SPELLING, Employer, EmployerRule, Petition, Spelling, TallyCounter, TallyDay
from petition_app.services import rollup
from petition_app.services.work import Work


@dataclass(frozen=True)
class EmployerFacts:
    """An employer as it is counted: `family` is the slug under which it is published, its parent's or its own."""

    id: UUID
    slug: str
    name: str
    family: str
    is_small: bool
    headcount: int | None


@dataclass(frozen=True)
class CounterRow:
    """The counters of one employer, relation, proof and status. Without an employer, `text` is what was typed and not
    matched yet; it is empty for signers who gave none."""

    employer: EmployerFacts | None
    text: str
    status: Status
    relation: Relation
    proof: Proof
    identified: bool
    signatures: int


#: Stands for all texts that are not matched, where they are not asked for one by one.
UNMATCHED = "…"
_CELL = (TallyCounter.status, TallyCounter.relation, TallyCounter.proof, TallyCounter.identified)
_SUM = func.sum(TallyCounter.signatures).label("signatures")


def counters(work: Work, petition: UUID) -> list[CounterRow]:
    """Every counter above zero of a petition; what is not matched to an employer is taken together.

    There may be far more texts that are not matched than others: they are what is left of all, so that no row of theirs
    has to be looked at. One statement, so that all is of the same moment.
    """
    found = employers(work, petition)
    rows = list[CounterRow]()
    left: dict[_Kind, int] = {}
    for row in work.session.execute(_BY_EMPLOYER, {"at_petition": petition}):
        cell, signatures = (row.status, row.relation, row.proof, row.identified), int(row.signatures)
        left[cell] = left.get(cell, 0) + (signatures if row.part == _ALL else -signatures)
        if row.part != _ALL:
            rows.append(_counter(found.get(row.employer_id), "", cell, signatures))
    return rows + [_counter(None, UNMATCHED, cell, signatures) for cell, signatures in left.items() if signatures]


_Kind = tuple[Status, Relation, Proof, bool]


def _counter(employer: EmployerFacts | None, text: str, kind: _Kind, signatures: int) -> CounterRow:
    return CounterRow(employer, text, *kind, signatures)


_ALL, _MATCHED, _NOBODY = range(3)


def _by_employer() -> Any:
    """All cells, those of each employer, and those of signers who have none for good.

    The spellings wanted are chosen first: few of them lead to an employer, and their counters are then found by key.
    """
    here: Any = bindparam("at_petition")
    # Its type is that of the whole column: SQLite's answers would else be no UUIDs.
    nobody: Any = literal(None, Spelling.employer_id.type)
    of_it = Spelling.petition_id == here
    said = select(EmployerRule.subject).where(EmployerRule.petition_id == here, EmployerRule.kind == RuleKind.NOBODY)
    matched = select(Spelling.id).where(of_it, Spelling.employer_id.is_not(None))
    named_nobody = select(Spelling.id).where(
        of_it, Spelling.employer_id.is_(None), Spelling.reason == Reason.RULE, Spelling.name_key.in_(said)
    )

    def part(number: int, employer: Any, *where: Any) -> Any:
        query = select(literal(number).label("part"), employer.label("employer_id"), *_CELL, _SUM)
        return query.where(TallyCounter.petition_id == here, TallyCounter.signatures > 0, *where)

    of_employers = part(_MATCHED, Spelling.employer_id, TallyCounter.spelling_id.in_(matched))
    return union_all(
        part(_ALL, nobody).group_by(*_CELL),
        of_employers.join(Spelling, Spelling.id == TallyCounter.spelling_id).group_by(Spelling.employer_id, *_CELL),
        part(_NOBODY, nobody, TallyCounter.spelling_id.in_(named_nobody)).group_by(*_CELL),
        part(_NOBODY, nobody, TallyCounter.spelling_id == NO_SPELLING).group_by(*_CELL),
    )


_BY_EMPLOYER = _by_employer()


def counters_by_text(work: Work, petition: UUID) -> list[CounterRow]:
    """The same with each text that is not matched by itself."""
    found = employers(work, petition)
    unmatched = and_(Spelling.employer_id.is_(None), Spelling.id.is_not(None), Spelling.reason != Reason.RULE)
    query = (
        select(Spelling.employer_id, unmatched.label("unmatched"), Spelling.text, *_CELL, _SUM)
        .outerjoin(Spelling, Spelling.id == TallyCounter.spelling_id)
        .where(TallyCounter.petition_id == petition, TallyCounter.signatures > 0)
        .group_by(Spelling.employer_id, unmatched, Spelling.text, *_CELL)
    )
    return [
        CounterRow(
            found.get(row.employer_id), row.text if row.unmatched else "",
            row.status, row.relation, row.proof, row.identified, int(row.signatures),
        )
        for row in work.session.execute(query)
    ]  # fmt: skip


def employers(work: Work, petition: UUID) -> dict[UUID, EmployerFacts]:
    """The employers of a petition that are not merged into another, whether or not anybody has signed there."""
    rows = work.session.execute(
        select(Employer.id, Employer.slug, Employer.name, Employer.company, Employer.parent_id, Employer.headcount)
        .where(Employer.petition_id == petition, Employer.merged_into_id.is_(None))
    ).all()  # fmt: skip
    slugs = {row.id: row.slug for row in rows}
    return {
        row.id: EmployerFacts(row.id, row.slug, row.name, slugs.get(row.parent_id, row.slug),
                              is_small(row.headcount, is_listed=row.company is not None), row.headcount)
        for row in rows
    }  # fmt: skip


def confirmed_total(work: Work, petition: UUID) -> int:
    """All counted signatures: the sum over the days, which are fewer than the counters."""
    query = select(func.coalesce(func.sum(TallyDay.signatures), 0)).where(TallyDay.petition_id == petition)
    return int(work.session.scalar(query) or 0)


def recognisable_total(work: Work, petition: UUID) -> int:
    """The counted signatures whose signers chose to be recognisable in public."""
    query = select(_SUM).where(
        TallyCounter.petition_id == petition,
        TallyCounter.status == Status.CONFIRMED,
        TallyCounter.identified,
    )
    return int(work.session.scalar(query) or 0)


def by_day(work: Work, petition: UUID) -> list[tuple[date, int]]:
    """Confirmed signatures for each day that has any, oldest first."""
    query = (
        select(TallyDay.day, TallyDay.signatures)
        .where(TallyDay.petition_id == petition, TallyDay.signatures > 0)
        .order_by(TallyDay.day)
    )
    return [(row.day, row.signatures) for row in work.session.execute(query)]


def exact_tally(work: Work, petition: Petition) -> ExactTally:
    """The counters as the publishing rules want them: units count with their parents, and texts that nobody has
    matched belong to no row, for they may all be other spellings of one employer."""
    counts: dict[str, Count] = {}
    elsewhere, employees = Count(), Count()
    for row in counters(work, petition.id):
        if row.status is not Status.CONFIRMED:
            continue
        part = Count(row.signatures, 0) if row.identified else Count(0, row.signatures)
        verified = row.relation is Relation.CURRENT and row.proof in EMPLOYMENT_PROOFS
        employees += part if verified else Count()
        if row.employer and row.relation is Relation.CURRENT and (verified or not petition.employment_proof):
            counts[row.employer.family] = counts.get(row.employer.family, Count()) + part
        else:
            elsewhere += part
    units = rollup.units(work, petition.id, counts)
    listed = tuple(
        EmployerCount(each.slug, each.name, counts[each.slug], each.is_small, each.headcount, units.get(each.slug, ()))
        for each in sorted(employers(work, petition.id).values(), key=lambda each: each.slug)
        if each.slug in counts
    )
    return ExactTally(listed, elsewhere, employees)
