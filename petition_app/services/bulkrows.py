"""One batch of a change: its signatures held in their order, changed or given back, and counted anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from petition_app.domain.bulkchange import BATCH, RowState, Standing, after, can_change
from petition_app.models import BulkChange, BulkChangeRow, Signature
from petition_app.services import counting
from petition_app.services.upsert import table
from petition_app.services.work import Work

_SIGNATURE, _ROW = table(Signature), table(BulkChangeRow)
#: All of a signature that a change looks at, counts or alters.
COLUMNS = tuple(
    _SIGNATURE.c[name]
    for name in ("id", "petition_id", "status", "proof", "ended_on", "revision", "confirmed_on", "spelling_id",
                 "relation", "display")
)  # fmt: skip


def next_batch(work: Work, change: BulkChange) -> int:
    """Carry out, or take back, up to a batch of rows; how many were looked at."""
    undoes = change.undone_at is not None
    state = RowState.CHANGED if undoes else RowState.WAITING
    query = select(_ROW).where(_ROW.c.change_id == change.id, _ROW.c.state == state)
    rows = work.connection.execute(query.order_by(_ROW.c.signature_id).limit(BATCH)).all()
    found = _held(work, [row.signature_id for row in rows])
    moved = {
        row.signature_id: new
        for row in rows
        if row.signature_id in found
        and (new := _given_back(change, row, found[row.signature_id]) if undoes
             else _altered(change, row, found[row.signature_id], work.today))
    }  # fmt: skip
    _move(work, found, moved, by=-1 if undoes else +1)
    others = [row.signature_id for row in rows if row.signature_id not in moved]
    _note(work, change, list(moved), RowState.UNDONE if undoes else RowState.CHANGED, by=0 if undoes else +1)
    _note(work, change, others, RowState.KEPT if undoes else RowState.LEFT, by=0)
    if undoes:
        change.undone, change.kept = change.undone + len(moved), change.kept + len(others)
    else:
        change.changed, change.left = change.changed + len(moved), change.left + len(others)
    work.session.flush()
    return len(rows)


def _held(work: Work, ids: list[UUID]) -> dict[UUID, Any]:
    """Nobody changes these until the end of the transaction; in the order of their keys, as everybody holds them."""
    query = select(*COLUMNS).where(_SIGNATURE.c.id.in_(ids)).order_by(_SIGNATURE.c.id).with_for_update()
    return {row.id: row for row in work.connection.execute(query)}


def _altered(change: BulkChange, row: Any, found: Any, today: date) -> Standing | None:
    """What becomes of a signature; nothing where it is not as it was seen, or cannot be changed."""
    is_as_seen = (found.status, found.revision) == (row.status, row.revision) and found.confirmed_on is not None
    if not is_as_seen or not can_change(change.step, found.status, found.proof):
        return None
    return after(change.step, _standing(found), today)


def _given_back(change: BulkChange, row: Any, found: Any) -> Standing | None:
    """What a signature was before; nothing where somebody has changed it since."""
    before = _standing(row)
    expected = after(change.step, before, found.ended_on)
    is_as_left = (found.status, found.proof, found.revision) == (expected.status, expected.proof, row.revision)
    return before if is_as_left else None


def _standing(row: Any) -> Standing:
    return Standing(row.status, row.proof, row.ended_on)


def _move(work: Work, found: dict[UUID, Any], moved: dict[UUID, Standing], by: int) -> None:
    for standing, ids in _grouped(moved.items(), lambda item: item[1]).items():
        values = {**standing._asdict(), "revision": _SIGNATURE.c.revision + by}
        keys = [key for key, _ in ids]
        work.connection.execute(update(_SIGNATURE).where(_SIGNATURE.c.id.in_(keys)).values(values))
        for key in keys:
            old = counting.cell_of(found[key])
            new = old._replace(status=standing.status, proof=standing.proof)
            counting.move(work, old, new, found[key].confirmed_on)


def _grouped(items: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _note(work: Work, change: BulkChange, ids: list[UUID], state: RowState, by: int) -> None:
    if ids:
        here = (_ROW.c.change_id == change.id, _ROW.c.signature_id.in_(ids))
        work.connection.execute(update(_ROW).where(*here).values(state=state, revision=_ROW.c.revision + by))
