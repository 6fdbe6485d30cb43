"""The exports made so far: who took what, why, and what exactly left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.export import Format
from petition_app.domain.exportprofile import Profile
from petition_app.domain.refusals import NotFound
from petition_app.models import Export
from petition_app.services import export_progress, organisers
from petition_app.services.export_progress import Progress
from petition_app.services.work import Work


@dataclass(frozen=True)
class PastExport:
    """An export as the log has it, and how far it came."""

    profile: Profile
    format: Format
    who: str
    purpose: str
    started_at: datetime
    progress: Progress


def past(work: Work, petition: UUID, most: int = 20) -> list[PastExport]:
    """The newest exports first, with the organisers' names."""
    query = select(Export).where(Export.petition_id == petition).order_by(Export.started_at.desc(), Export.id)
    exports = list(work.session.scalars(query.limit(most)))
    names = organisers.names(work, {export.actor for export in exports})
    return [
        PastExport(
            Profile(each.profile), Format(each.format), names.get(each.actor, each.actor), each.purpose or "",
            each.started_at, export_progress.of(work, each),
        )
        for each in exports
    ]  # fmt: skip


def manifest(work: Work, petition: UUID, export: UUID) -> str:
    """What a finished export said of itself, as JSON. Raises NotFound for another petition's, and for one that broke
    off."""
    found = work.session.scalar(
        select(Export.manifest).where(Export.id == export, Export.petition_id == petition, Export.manifest.is_not(None))
    )
    if found is None:
        raise NotFound
    return found
