"""What the worker does for each kind of job."""

from __future__ import annotations

from collections.abc import Mapping

from petition_app.domain.job import JobKind
from petition_app.services import bulkrunning, handoverpackages, importsteps, importundo, mailing_batches
from petition_app.services.jobs import Step

STEPS: Mapping[JobKind, Step] = {
    JobKind.IMPORT: importsteps.step,
    JobKind.IMPORT_UNDONE: importundo.step,
    JobKind.BULK_CHANGE: bulkrunning.carry_on,
    JobKind.MAILING: mailing_batches.write_batch,
    JobKind.HANDOVER: handoverpackages.step,
}
