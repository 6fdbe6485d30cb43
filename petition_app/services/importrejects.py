"""The rows that were not taken, handed back: as they stand in the file, with their line and the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.importing import Plan
from petition_app.domain.said import Said, said_again
from petition_app.domain.spreadsheet import BOM, csv_lines
from petition_app.models import ImportBatch, ImportFault
from petition_app.services import audit, importfiles, imports
from petition_app.services.work import Actor, Begin, Work

_ROWS = 500


def start(work: Work, petition: UUID, batch: UUID) -> ImportBatch:
    """Write down who takes them; to be committed before anything is streamed. Raises NotFound and FileIsGone."""
    found = imports.one(work, petition, batch)
    importfiles.file_key(work, found)
    audit.record(work, Action.REJECTED_ROWS_TAKEN, petition, batch=batch)
    return found


def stream(batch: ImportBatch, begin_reading: Begin, actor: Actor, say: Callable[[Said], str] = str) -> Iterator[bytes]:
    """CSV in pieces: the columns of the file, then `line` and `reason`, as `say` says it in the reader's language. Once
    mended, it can be imported as it is."""
    with begin_reading(actor) as work:
        plan = Plan.from_text(batch.plan or "{}")
        query = select(ImportFault.line, ImportFault.reason).where(ImportFault.import_id == batch.id)
        faults = iter(work.session.execute(query.order_by(ImportFault.line).execution_options(yield_per=_ROWS)))
        with importfiles.records_of(work, batch, plan) as (_, records):
            header = next(records).cells if plan.has_header else [f"column {n + 1}" for n in range(len(plan.columns))]
            width, rows = len(header), [[*header, "line", "reason"]]
            yield BOM.encode()
            fault = next(faults, None)
            for record in records:
                if fault is None:
                    break
                if record.line == fault.line:
                    cells = [*record.cells, *[""] * (width - len(record.cells))]
                    rows.append([*cells, str(fault.line), say(said_again(fault.reason))])
                    fault = next(faults, None)
                if len(rows) >= _ROWS:
                    yield csv_lines(rows).encode()
                    rows = []
            yield csv_lines(rows).encode()
