"""Exact tallies, from the counters: for organisers, and for the releases made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from petition_app.domain.signature import EMPLOYMENT_PROOFS, Proof, Relation, Status
from petition_app.domain.tally import Count, EmployerCount, ExactTally
from petition_app.models import NO_EMPLOYER, Employer, Petition, TallyCounter, TallyDay
from petition_app.services.work import Work


@dataclass(frozen=True)
class CounterRow:
    """One counter with its employer's name; `employer` is None for signers who gave none."""

    employer: UUID | None
    name: str
    slug: str
    resolved: bool
    small: bool
    status: Status
    relation: Relation
    proof: Proof
    identified: bool
    signatures: int


def counters(work: Work, petition: UUID) -> list[CounterRow]:
    """Every counter above zero of a petition."""
    query = (
        select(
            TallyCounter.employer_id, Employer.name, Employer.slug, Employer.resolved, Employer.small,
            TallyCounter.status, TallyCounter.relation, TallyCounter.proof, TallyCounter.identified,
            TallyCounter.signatures,
        )
        .outerjoin(Employer, Employer.id == TallyCounter.employer_id)
        .where(TallyCounter.petition_id == petition, TallyCounter.signatures > 0)
        .order_by(Employer.name)
    )  # fmt: skip
    return [
        CounterRow(
            None if row.employer_id == NO_EMPLOYER else row.employer_id,
            row.name or "", row.slug or "", bool(row.resolved), bool(row.small),
            row.status, row.relation, row.proof, row.identified, row.signatures,
        )
        for row in work.session.execute(query)
    ]  # fmt: skip


def confirmed_total(work: Work, petition: UUID) -> int:
    """All counted signatures, from the counters."""
    query = select(func.coalesce(func.sum(TallyCounter.signatures), 0)).where(
        TallyCounter.petition_id == petition, TallyCounter.status == Status.CONFIRMED
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


def exact_tally(rows: Iterable[CounterRow], petition: Petition) -> ExactTally:
    """The counters as the publishing rules want them."""
    employers: dict[UUID, Count] = {}
    facts: dict[UUID, CounterRow] = {}
    elsewhere, employees = Count(), Count()
    for row in rows:
        if row.status is not Status.CONFIRMED:
            continue
        part = Count(row.signatures, 0) if row.identified else Count(0, row.signatures)
        verified = row.relation is Relation.CURRENT and row.proof in EMPLOYMENT_PROOFS
        employees += part if verified else Count()
        if row.employer and row.relation is Relation.CURRENT and (verified or not petition.employment_proof):
            employers[row.employer] = employers.get(row.employer, Count()) + part
            facts[row.employer] = row
        else:
            elsewhere += part
    listed = tuple(
        EmployerCount(str(key), facts[key].name, each, facts[key].small or not facts[key].resolved)
        for key, each in employers.items()
    )
    return ExactTally(listed, elsewhere, employees)
