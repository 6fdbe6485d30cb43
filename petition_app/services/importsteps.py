"""What the worker does for an import: the dry pass, the one transaction in which all of it counts, and the tidying up.
Killed anywhere, nothing is counted by half, and the next worker goes on from the last commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from petition_app.domain.events import Action
from petition_app.domain.importing import ImportState
from petition_app.models import ImportBatch, Job
from petition_app.services import (
    audit,
    importasking,
    importcounting,
    importdrypass,
    importfiles,
    imports,
    importstaging,
)
from petition_app.services.importfiles import file_key
from petition_app.services.jobs import Batch
from petition_app.services.work import Work


def step(work: Work, job: Job) -> Batch:
    """The next batch, whatever the import waits for."""
    batch = imports.one(work, job.petition_id, job.subject, lock=True)
    return _STEPS[batch.state](work, job, batch) if batch.state in _STEPS else Batch(0, is_last=True)


def _ask(work: Work, job: Job, batch: ImportBatch) -> Batch:
    asked, late, is_over = importasking.ask_some(work, batch, file_key(work, batch))
    batch.counted += asked
    batch.late += late
    if is_over:
        batch.counted_on, batch.state = work.today, ImportState.TIDYING
        audit.record(
            work, Action.IMPORT_COUNTED, batch.petition_id, batch=batch.id, asked=batch.counted,
            duplicates=batch.duplicates + batch.late, rejected=batch.rejected, source=batch.source,
            note=batch.note or "",
        )  # fmt: skip
    return Batch(asked + late)


def _tidy(work: Work, job: Job, batch: ImportBatch) -> Batch:
    """Nothing is kept that is not needed: the staged rows, and the file, where every row of it was taken."""
    if not importstaging.clear(work, batch.id):
        return Batch(0)
    if not batch.rejected and not batch.duplicates and not batch.late:
        importfiles.remove(work, batch)
    batch.state = ImportState.DONE
    return Batch(0, is_last=True)


_STEPS: Mapping[ImportState, Callable[[Work, Job, ImportBatch], Batch]] = {
    ImportState.READING: importdrypass.read,
    ImportState.RESOLVING: importdrypass.resolve,
    ImportState.COMPARING: importdrypass.compare,
    ImportState.COUNTING: importcounting.count,
    ImportState.ASKING: _ask,
    ImportState.TIDYING: _tidy,
}
