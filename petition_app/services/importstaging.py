"""What a dry pass has staged of a file: whether there is any, and taking it out again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select

from petition_app.models import ImportEmployer, ImportFault, ImportRow
from petition_app.services.work import Work


def is_staged(work: Work, batch: UUID) -> bool:
    return work.session.scalar(select(ImportRow.line).where(ImportRow.import_id == batch).limit(1)) is not None


def clear(work: Work, batch: UUID, most: int = 20_000) -> bool:
    """Delete up to `most` of what was staged; True once nothing is left."""
    last = select(ImportRow.line).where(ImportRow.import_id == batch).order_by(ImportRow.line).offset(most).limit(1)
    until = work.session.scalar(last)
    rows = delete(ImportRow).where(ImportRow.import_id == batch)
    work.session.execute(rows.where(ImportRow.line < until) if until is not None else rows)
    if until is not None:
        return False
    work.session.execute(delete(ImportEmployer).where(ImportEmployer.import_id == batch))
    return True


def clear_faults(work: Work, batch: UUID) -> None:
    work.session.execute(delete(ImportFault).where(ImportFault.import_id == batch))
