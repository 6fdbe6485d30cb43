"""Counting: each signature is in one cell, whose counter changes in the same transaction as the signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, case, func, select, update

from petition_app.domain.signature import DisplayMode, Proof, Relation, Status
from petition_app.models import NO_SPELLING, Signature, Spelling, TallyCounter, TallyDay
from petition_app.services.statements import Statement
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work

_RANK = 10
#: Signatures that make a spelling worth looking at: an unconfirmed one may be anybody's joke.
LOOKED_AT = (Status.CONFIRMED, Status.HELD)
_COUNTER = table(TallyCounter)
_DAY = table(TallyDay)
_SPELLING = table(Spelling)


class Cell(NamedTuple):
    """Where a signature is counted. Sorted order is the order in which rows are locked."""

    petition: UUID
    spelling: UUID
    status: Status
    relation: Relation
    proof: Proof
    identified: bool


def cell_of(signature: Any) -> Cell:
    """The cell of anything with a signature's columns."""
    return Cell(
        signature.petition_id,
        signature.spelling_id or NO_SPELLING,
        Status(signature.status),
        Relation(signature.relation),
        Proof(signature.proof),
        DisplayMode(signature.display).is_identified,
    )


def cell_of_row(row: Mapping[str, Any]) -> Cell:
    """The same of a row that is still to be written."""
    spelling, identified = row["spelling_id"] or NO_SPELLING, row["display"].is_identified
    return Cell(row["petition_id"], spelling, row["status"], row["relation"], row["proof"], identified)


def count(work: Work, cell: Cell, by: int, confirmed_on: date | None = None) -> None:
    """Add `by` to a cell and, for a confirmed signature, to its day. Written at the end of the transaction."""
    changes = work.before_commit.setdefault(_RANK, _Changes(work))
    assert isinstance(changes, _Changes)
    changes.cells[cell] = changes.cells.get(cell, 0) + by
    if cell.status is Status.CONFIRMED and confirmed_on:
        day = (cell.petition, confirmed_on)
        changes.days[day] = changes.days.get(day, 0) + by


def move(work: Work, old: Cell, new: Cell, confirmed_on: date | None) -> None:
    """Take one signature from a cell to another."""
    count(work, old, -1, confirmed_on)
    count(work, new, +1, confirmed_on)


class _Changes:
    """The changes of one transaction, applied in sorted order so that no two transactions lock each other out."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.cells: dict[Cell, int] = {}
        self.days: dict[tuple[UUID, date], int] = {}

    def __call__(self) -> None:
        cells = sorted(cell for cell, by in self.cells.items() if by)
        if all(self.cells[cell] > 0 for cell in cells):
            self._add_all(cells)
        else:
            for cell in cells:
                values = dict(zip(_CELL_COLUMNS, cell, strict=True))
                self._apply(_ADD_TO_CELL, _TAKE_FROM_CELL, values, self.cells[cell])
        for petition, day in sorted(key for key, by in self.days.items() if by):
            self._apply(_ADD_TO_DAY, _TAKE_FROM_DAY, {"petition_id": petition, "day": day}, self.days[petition, day])
        for spelling, by in sorted(self._to_look_at().items()):
            self.work.connection.execute(_ADD_TO_QUEUE, {"at_id": spelling, "by": by})

    def _add_all(self, cells: list[Cell]) -> None:
        rows = [dict(zip(_CELL_COLUMNS, cell, strict=True)) | {"signatures": self.cells[cell]} for cell in cells]
        if rows:
            _ADD_TO_CELLS.run(self.work, rows)

    def _to_look_at(self) -> dict[UUID, int]:
        """By how much what organisers may have to look at has grown, by spelling."""
        found: dict[UUID, int] = {}
        for cell, by in self.cells.items():
            if cell.status in LOOKED_AT and cell.spelling != NO_SPELLING:
                found[cell.spelling] = found.get(cell.spelling, 0) + by
        return {spelling: by for spelling, by in found.items() if by}

    def _apply(self, add: Upsert, take: Any, key: dict[str, Any], by: int) -> None:
        if by > 0:
            self.work.connection.execute(add.on(self.work), {**key, "signatures": by})
            return
        taken = self.work.connection.execute(take, {**{f"at_{name}": v for name, v in key.items()}, "by": -by})
        if taken.rowcount != 1:
            raise AssertionError("a counter was to be lowered that does not exist")


_CELL_COLUMNS = ("petition_id", "spelling_id", "status", "relation", "proof", "identified")
_DAY_COLUMNS = ("petition_id", "day")


def _adding(target: Any, key: tuple[str, ...]) -> Callable[[Any], Any]:
    def build(insert: Any) -> Any:
        new = insert(target)
        return new.on_conflict_do_update(
            index_elements=key, set_={"signatures": target.c.signatures + new.excluded.signatures}
        )

    return build


def _take(target: Any, key: tuple[str, ...]) -> Any:
    return (
        update(target)
        .where(*(target.c[name] == bindparam(f"at_{name}") for name in key))
        .values(signatures=target.c.signatures - bindparam("by"))
    )


_ADD_TO_CELL, _TAKE_FROM_CELL = Upsert(_adding(_COUNTER, _CELL_COLUMNS)), _take(_COUNTER, _CELL_COLUMNS)
_ADD_TO_CELLS = Statement(_adding(_COUNTER, _CELL_COLUMNS), *_CELL_COLUMNS, "signatures")
_ADD_TO_DAY, _TAKE_FROM_DAY = Upsert(_adding(_DAY, _DAY_COLUMNS)), _take(_DAY, _DAY_COLUMNS)
# Holds a text that has an employer as well: whoever is just deciding that it has none must count this signature too.
_ADD_TO_QUEUE = (
    update(_SPELLING)
    .where(_SPELLING.c.id == bindparam("at_id"))
    .values(
        waiting=case((_SPELLING.c.employer_id.is_(None), _SPELLING.c.waiting + bindparam("by")),
                     else_=_SPELLING.c.waiting)
    )
)  # fmt: skip


def counted(work: Work, petition: UUID) -> dict[Cell, int]:
    """Every counter above zero of a petition."""
    rows = work.session.scalars(
        select(TallyCounter).where(TallyCounter.petition_id == petition, TallyCounter.signatures > 0)
    )
    return {
        Cell(petition, row.spelling_id, row.status, row.relation, row.proof, row.identified): row.signatures
        for row in rows
    }


def recount(work: Work, petition: UUID) -> dict[Cell, int]:
    """The counters as the rows themselves give them: slow, for `petition verify` and for tests."""
    query = (
        select(
            Signature.spelling_id,
            Signature.status,
            Signature.relation,
            Signature.proof,
            Signature.display,
            func.count().label("signatures"),
        )
        .where(Signature.petition_id == petition)
        .group_by(Signature.spelling_id, Signature.status, Signature.relation, Signature.proof, Signature.display)
    )
    found: dict[Cell, int] = {}
    for row in work.session.execute(query):
        cell = Cell(
            petition, row.spelling_id or NO_SPELLING, row.status, row.relation, row.proof, row.display.is_identified
        )
        found[cell] = found.get(cell, 0) + row.signatures
    return found
