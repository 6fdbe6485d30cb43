"""Changes to many signatures at once: how each begins.

A change has a row for each signature from its first moment on: which ones it changes is settled while its count is
checked, and every row keeps what the signature was before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, insert, literal, select

from petition_app.domain.bulkchange import MOST, BulkStep, RowState, can_change
from petition_app.domain.events import Action
from petition_app.domain.moderation import Reason
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.domain.signature import Proof, Status
from petition_app.models import BulkChange, BulkChangeRow, Petition, Signature
from petition_app.services import audit, bulkrows, bulkrunning, searchsql
from petition_app.services.searchterms import Meant
from petition_app.services.upsert import table
from petition_app.services.work import Work


class ReasonIsNeeded(Refusal):
    status = 422
    sentence = said("Please choose a reason.")


class NothingFits(Refusal):
    status = 422
    sentence = said("There is no signature with which this can be done.")


class TooManyFit(Refusal):
    status = 422
    sentence = said(
        "More than %(most)s signatures fit. Please narrow the search: nobody can look over so many.", most=MOST
    )


class OthersFitNow(Refusal):
    status = 409
    sentence = said("Since you looked, others fit this search. Nothing is done yet; please look once more.")


@dataclass(frozen=True)
class Ask:
    """What is to be done, and why; a reason is for setting aside and taking out alone."""

    step: BulkStep
    reason: Reason | None = None

    def check(self) -> None:
        if self.step.needs_reason and self.reason is None:
            raise ReasonIsNeeded


@dataclass(frozen=True)
class Seen:
    """A signature as somebody saw it who chose it."""

    id: UUID
    status: Status
    revision: int


@dataclass(frozen=True)
class Fitting:
    """How many fit a search, and with how many of them the step can be done."""

    all: int
    can: int


def begin_chosen(work: Work, petition: UUID, ask: Ask, seen: Sequence[Seen]) -> BulkChange:
    """Do this with exactly these signatures; those that are not any more as they were seen are left alone.

    Raises ReasonIsNeeded and NothingFits.
    """
    ask.check()
    if not seen:
        raise NothingFits
    change = _added(work, petition, ask, None, len(seen))
    shown = {each.id: each for each in seen}
    query = select(*bulkrows.COLUMNS).where(Signature.petition_id == petition, Signature.id.in_(shown))
    found = work.session.execute(query.order_by(Signature.id)).all()
    rows = [_row(change, each, shown[each.id], ask) for each in found]
    if rows:
        work.session.execute(insert(BulkChangeRow), rows)
    change.left = len(seen) - sum(row["state"] is RowState.WAITING for row in rows)
    return _started(work, change, len(seen))


def begin_all(work: Work, petition: UUID, ask: Ask, meant: Meant, expected: Fitting) -> BulkChange:
    """Do this with all that fit a search, provided that they are still as many as somebody saw.

    Raises ReasonIsNeeded, NothingFits, TooManyFit and OthersFitNow.
    """
    ask.check()
    change = _added(work, petition, ask, str(meant.search), 0)
    now = fitting(work, meant, ask.step)
    if now != expected:
        raise OthersFitNow
    if not now.can:
        raise NothingFits
    if now.can > MOST:
        raise TooManyFit
    change.rows = _choose(work, change, meant)
    if change.rows != now.can:
        raise OthersFitNow
    return _started(work, change, now.can)


def _choose(work: Work, change: BulkChange, meant: Meant) -> int:
    """A row for each signature that fits; how many."""
    waiting = literal(RowState.WAITING, BulkChangeRow.state.type)
    columns = (Signature.id, literal(change.id, BulkChange.id.type), waiting, Signature.status, Signature.proof,
               Signature.ended_on, Signature.revision)  # fmt: skip
    chosen = select(*columns).where(searchsql.fits(meant), possible(change.step))
    names = ["signature_id", "change_id", "state", "status", "proof", "ended_on", "revision"]
    new = insert(table(BulkChangeRow)).from_select(names, chosen).execution_options(preserve_rowcount=True)
    return work.connection.execute(new).rowcount


def fitting(work: Work, meant: Meant, step: BulkStep) -> Fitting:
    can = func.coalesce(func.sum(case((possible(step), 1), else_=0)), 0)
    row = work.session.execute(select(func.count(), can).where(searchsql.fits(meant))).one()
    return Fitting(int(row[0]), int(row[1]))


def possible(step: BulkStep) -> Any:
    """The signatures with which this can be done."""
    pairs = [(status, proof) for status in Status for proof in Proof if can_change(step, status, proof)]
    return and_(
        Signature.status.in_({status for status, _ in pairs}),
        Signature.proof.in_({proof for _, proof in pairs}),
        Signature.confirmed_on.is_not(None),
    )


def _row(change: BulkChange, found: Any, seen: Seen, ask: Ask) -> dict[str, Any]:
    as_seen = (found.status, found.revision) == (seen.status, seen.revision)
    can = as_seen and found.confirmed_on is not None and can_change(ask.step, found.status, found.proof)
    return dict(signature_id=found.id, change_id=change.id, state=RowState.WAITING if can else RowState.LEFT,
                status=found.status, proof=found.proof, ended_on=found.ended_on, revision=found.revision)  # fmt: skip


def _added(work: Work, petition: UUID, ask: Ask, query: str | None, rows: int) -> BulkChange:
    # One at a time: each gets the next number.
    work.session.execute(select(Petition.id).where(Petition.id == petition).with_for_update(key_share=True))
    last = work.session.scalar(select(func.max(BulkChange.number)).where(BulkChange.petition_id == petition)) or 0
    change = BulkChange(
        id=work.new_id(), petition_id=petition, number=last + 1, step=ask.step,
        reason=ask.reason if ask.step.needs_reason else None, query=query, rows=rows,
        changed=0, left=0, undone=0, kept=0, made_at=work.now, made_by=str(work.actor),
    )  # fmt: skip
    work.session.add(change)
    work.session.flush()
    return change


def _started(work: Work, change: BulkChange, rows: int) -> BulkChange:
    details = {"change": change.number, "step": change.step, "rows": rows, "by_search": change.query is not None}
    audit.record(work, Action.BULK_CHANGE_BEGUN, change.petition_id, **details, reason=change.reason)
    work.session.flush()
    bulkrunning.at_once_or_later(work, change, change.rows - change.left)
    return change
