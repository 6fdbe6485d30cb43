"""Forgetting imported files in time, and what was staged of imports that were left."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.importing import ImportState
from petition_app.models import ImportBatch, ImportRow
from petition_app.services import importfiles, imports, importstaging
from petition_app.services.work import Work

_CLEARED = 5_000
_STRAY = timedelta(days=1).total_seconds()


def forget_over(work: Work) -> bool:
    """Delete files past their time, leave imports nobody went on with, and delete some of what these had staged; True
    where there is more of that."""
    over = select(ImportBatch).where(ImportBatch.expires_at <= work.now, ImportBatch.file_key.is_not(None))
    for batch in work.session.scalars(over.limit(50).with_for_update(skip_locked=True)):
        if batch.state in (ImportState.UPLOADED, ImportState.CHECKED):
            imports.drop(work, batch)
        elif batch.state.waits_for_people:
            importfiles.remove(work, batch)
    _remove_strays(work)
    left = select(ImportRow.import_id).join(ImportBatch).where(ImportBatch.state == ImportState.DISCARDED).limit(1)
    batch_id = work.session.scalar(left)
    return batch_id is not None and not importstaging.clear(work, batch_id, _CLEARED)


def _remove_strays(work: Work) -> None:
    """Files of uploads that broke off: they belong to no import."""
    now = time.time()
    for path in importfiles.folder(work.settings).glob("*.sealed"):
        with suppress(FileNotFoundError, ValueError):
            if now - path.stat().st_mtime > _STRAY and work.session.get(ImportBatch, UUID(path.stem)) is None:
                path.unlink()
