"""Changing many signatures in tests, as an organiser would."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.bulkchange import BulkStep
from petition_app.domain.moderation import Reason
from petition_app.domain.signature import Proof, Status
from petition_app.models import Signature
from petition_app.services import bulkchanges, bulkrunning, jobs, petitions, searchterms, signing
from petition_app.services.bulkchanges import Ask, Seen
from petition_app.services.jobkinds import STEPS
from petition_app.services.work import OPERATOR, VISITOR, Actor, ActorKind
from tests import counts
from tests.builders import SLUG, a_request, claim_letters, confirm

OLU = Actor(ActorKind.ORGANISER, UUID(int=3))
HOLD, RESTORE = Ask(BulkStep.HOLD, Reason.NOT_A_PERSON), Ask(BulkStep.RESTORE)
REMOVE = Ask(BulkStep.REMOVE, Reason.DUPLICATE)


def the_petition() -> UUID:
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, SLUG).id


def some_confirmed(number: int, domain: str = "example.org", employer: str = "Acme") -> list[UUID]:
    """Confirmed signatures of one mail domain, by key."""
    before = {each.id for each in seen()}
    with begin_work(VISITOR) as work:
        for each in range(number):
            request = a_request(f"sam{each}@{domain}", employer=employer, network=f"192.0.2.{each % 200}")
            signing.sign(work, SLUG, request)
    for letter in claim_letters():
        confirm(letter.text)
    return sorted(each.id for each in seen() if each.id not in before)


def seen(*ids: UUID) -> list[Seen]:
    """All signatures, or these, as somebody sees them now."""
    with begin_reading(OPERATOR) as work:
        query = select(Signature.id, Signature.status, Signature.revision).order_by(Signature.id)
        rows = [Seen(*row) for row in work.session.execute(query)]
    return [each for each in rows if not ids or each.id in ids]


def change_chosen(ask: Ask, rows: list[Seen]) -> int:
    with begin_work(OLU) as work:
        return bulkchanges.begin_chosen(work, petitions.by_slug(work, SLUG).id, ask, rows).number


def change_all(ask: Ask, text: str) -> int:
    """Looked at and done at once; the number of the change."""
    with begin_work(OLU) as work:
        meant = searchterms.understand(work, petitions.by_slug(work, SLUG).id, text).meant
        expected = bulkchanges.fitting(work, meant, ask.step)
        return bulkchanges.begin_all(work, meant.petition, ask, meant, expected).number


def undo(number: int) -> None:
    with begin_work(OLU) as work:
        bulkrunning.undo(work, petitions.by_slug(work, SLUG).id, number)


def work_off(batches: int = 1000) -> None:
    """What the worker does meanwhile."""
    for _ in range(batches):
        if not jobs.work_off(begin_work, STEPS):
            return


def result(number: int) -> tuple[int, int, int, int]:
    """How many a change has changed, left, taken back and kept; the counters must equal the rows."""
    counts.cells()
    with begin_reading(OPERATOR) as work:
        change, _ = bulkrunning.one(work, petitions.by_slug(work, SLUG).id, number)
    return change.changed, change.left, change.undone, change.kept


def statuses() -> dict[Status, int]:
    found: Counter[Status] = counts.by_status()
    return dict(found)


def rows_by_status() -> list[tuple[Status, Proof, object, int]]:
    with begin_reading(OPERATOR) as work:
        query = select(Signature.status, Signature.proof, Signature.ended_on, Signature.revision)
        return [(row[0], row[1], row[2], row[3]) for row in work.session.execute(query.order_by(Signature.id))]


def in_batches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("bulkrunning", "bulkrows"):
        monkeypatch.setattr(f"petition_app.services.{module}.BATCH", 2)
