"""Taking an import back: the rows it brought, as far as they are still the organisers' own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select

from petition_app.domain.events import Action
from petition_app.domain.importing import ImportState
from petition_app.domain.signature import Status
from petition_app.models import ImportBatch, Job, Signature
from petition_app.services import audit, counting, importfiles, imports
from petition_app.services.jobs import Batch
from petition_app.services.upsert import table
from petition_app.services.work import Work

_REMOVED = 5_000
_SIGNATURE = table(Signature)
# Confirmed by its signer, who holds the receipt: it is theirs, and no organiser takes it back.
_OWN = _SIGNATURE.c.receipt_hash.is_not(None)
_AS_IMPORTED = and_(~_OWN, _SIGNATURE.c.status.in_((Status.CONFIRMED, Status.PENDING)))
_CHANGED = and_(~_OWN, _SIGNATURE.c.status.in_((Status.HELD, Status.INVALIDATED)))


@dataclass(frozen=True)
class Standing:
    """What is there of an import: as it was imported; held or taken out by organisers since; confirmed by the signers
    themselves."""

    as_imported: int
    changed: int
    own: int


def standing(work: Work, batch: ImportBatch) -> Standing:
    def count(which: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(_SIGNATURE).where(_SIGNATURE.c.import_id == batch.id, which)
        return work.session.scalar(query) or 0

    return Standing(count(_AS_IMPORTED), count(_CHANGED), count(_OWN))


def step(work: Work, job: Job) -> Batch:
    """Remove the next of them, counters with them."""
    batch = imports.one(work, job.petition_id, job.subject, lock=True)
    if batch.state is not ImportState.UNDOING:
        return Batch(0, is_last=True)
    removed = _remove_some(work, batch)
    batch.undone += removed
    if removed == _REMOVED:
        return Batch(removed)
    left = standing(work, batch)
    batch.state = ImportState.UNDONE
    importfiles.remove(work, batch)
    audit.record(
        work, Action.IMPORT_UNDONE, batch.petition_id, batch=batch.id, removed=batch.undone, changed_left=left.changed,
        own_left=left.own,
    )  # fmt: skip
    return Batch(removed, is_last=True)


def _remove_some(work: Work, batch: ImportBatch) -> int:
    which = _AS_IMPORTED | _CHANGED if batch.undoes_changed else _AS_IMPORTED
    names = ("id", "petition_id", "spelling_id", "status", "relation", "proof", "display", "confirmed_on")
    query = select(*(_SIGNATURE.c[name] for name in names)).where(_SIGNATURE.c.import_id == batch.id, which)
    rows = work.connection.execute(query.order_by(_SIGNATURE.c.id).limit(_REMOVED).with_for_update()).all()
    removed: Counter[Any] = Counter((counting.cell_of(row), row.confirmed_on) for row in rows)
    for (cell, day), signatures in removed.items():
        counting.count(work, cell, -signatures, day)
    ids = [row.id for row in rows]
    for start in range(0, len(ids), 1_000):
        work.connection.execute(delete(_SIGNATURE).where(_SIGNATURE.c.id.in_(ids[start : start + 1_000])))
    return len(ids)
