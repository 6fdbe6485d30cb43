"""The review queue with 100,000 texts that wait, and a merge of a large employer with its undoing, on SQLite."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text

from bench.measure import Rate, Result, compared, per_second
from bench.registry import benchmark
from bench.site import site
from petition_app.database import begin_reading, begin_work
from petition_app.domain.employer import Reason
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.domain.signature import Proof, Relation, Status
from petition_app.models import Employer, Petition, Spelling, TallyCounter
from petition_app.services import employerqueue, employerrules
from petition_app.services.work import OPERATOR, Work

WAITING, OF_ONE_EMPLOYER, SIGNATURES_EACH = 100_000, 2_000, 500
_ROUNDS = 20
_MERGED, _INTO = "google", "meta"


@benchmark("queue")
def page() -> Result:
    """Pages of the queue a second, beside transactions that only ask for one number."""
    with _site() as petition:
        measured = reading(lambda work: employerqueue.page(work, petition))
        floor = reading(lambda work: work.session.execute(text("SELECT 1")).scalar())
    return compared("queue page", "pages/s", measured, floor)


@benchmark("merge")
def merge() -> Result:
    """Merges a second, each with its undoing, of an employer with a million signatures under 2,000 texts, beside
    transactions that change one row."""
    with _site() as petition:
        measured = per_second(lambda: _merge_and_undo(petition), 1)
        floor = per_second(lambda: _touch(petition), _ROUNDS)
    return compared("merge and undo", "times/s", measured, floor)


def reading(ask: Callable[[Work], Any]) -> Rate:
    def rounds() -> None:
        for _ in range(_ROUNDS):
            with begin_reading(OPERATOR) as work:
                ask(work)

    rounds()
    return per_second(rounds, _ROUNDS)


def _merge_and_undo(petition: UUID) -> None:
    with begin_work(OPERATOR) as work:
        (number,) = employerrules.decide(work, petition, [Rule(RuleKind.MERGE, _MERGED, _INTO)])
    with begin_work(OPERATOR) as work:
        employerrules.undo(work, petition, number)


def _touch(petition: UUID) -> None:
    for _ in range(_ROUNDS):
        with begin_work(OPERATOR) as work:
            work.session.get_one(Petition, petition).threshold += 1


@contextmanager
def _site() -> Iterator[UUID]:
    """The seeded petition with all these texts typed."""
    with site() as petition:
        with begin_work(OPERATOR) as work:
            _fill(work, petition)
        yield petition


def _fill(work: Work, petition: UUID) -> None:
    chance = random.Random(20161213)
    merged = work.session.scalar(select(Employer.id).where(Employer.petition_id == petition, Employer.slug == _MERGED))
    typed = [
        _typed(work, petition, f"{_MERGED} role {each}", merged, SIGNATURES_EACH) for each in range(OF_ONE_EMPLOYER)
    ]
    typed += [
        _typed(work, petition, f"unknown firm {each} {chance.randrange(1000)}", None, 1 + 1000 // (each + 1))
        for each in range(WAITING)
    ]
    work.session.execute(insert(Spelling), typed)
    cell = dict(petition_id=petition, status=Status.CONFIRMED, relation=Relation.CURRENT, proof=Proof.MAILBOX,
                identified=False)  # fmt: skip
    work.session.execute(
        insert(TallyCounter),
        [dict(spelling_id=row["id"], signatures=row["waiting"] or SIGNATURES_EACH, **cell) for row in typed],
    )


def _typed(work: Work, petition: UUID, words: str, employer: UUID | None, signatures: int) -> dict[str, Any]:
    reason = Reason.PART if employer else Reason.UNKNOWN
    return dict(id=work.new_id(), petition_id=petition, name_key=words, owner="", text=words, employer_id=employer,
                is_former=False, reason=reason, detail=words, waiting=0 if employer else signatures)  # fmt: skip
