"""The one transaction in which all of an import counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, case, exists, func, insert, literal, select

from petition_app.domain.events import Action
from petition_app.domain.importing import ImportState
from petition_app.domain.importreasons import ON_RECORD
from petition_app.domain.said import kept
from petition_app.domain.signature import Relation, Status
from petition_app.models import ImportBatch, ImportEmployer, ImportFault, ImportRow, Job, Signature
from petition_app.services import audit, counting, importdrypass
from petition_app.services.counting import Cell
from petition_app.services.jobs import Batch
from petition_app.services.pagecache import page_cache
from petition_app.services.upsert import Upsert, table
from petition_app.services.wholeimport import CACHE, be_patient, late_indexes, rows_added
from petition_app.services.work import Work

_ROW, _FAULT, _SIGNATURE, _EMPLOYER = table(ImportRow), table(ImportFault), table(Signature), table(ImportEmployer)
_TAKEN = (
    "id", "email_key", "domain_key", "display", "role_band", "proof", "public_name", "public_title", "search_text",
    "consents", "signed_on", "text_version", "consent_version", "sealed",
)  # fmt: skip
_NEW = Upsert(lambda new: new(_SIGNATURE))


def count(work: Work, job: Job, batch: ImportBatch) -> Batch:
    """All at once. Whoever has signed since the dry pass is a duplicate now."""
    be_patient(work)
    fixed = {
        "petition_id": batch.petition_id, "import_id": batch.id, "status": Status.CONFIRMED, "over_limit": False,
        "confirmed_on": work.today,
    }  # fmt: skip
    values: dict[str, Any] = {name: literal(value, _SIGNATURE.c[name].type) for name, value in fixed.items()}
    # "Ex-Acme" in the cell of the employer goes before what stands for all.
    left = and_(_EMPLOYER.c.is_former, _ROW.c.relation == Relation.CURRENT.value)
    values["relation"] = case((left, literal(Relation.FORMER.value)), else_=_ROW.c.relation)
    values |= {"spelling_id": _EMPLOYER.c.spelling_id, "employer_raw": _EMPLOYER.c.shown}
    employer = and_(_EMPLOYER.c.import_id == batch.id, _EMPLOYER.c.text == _ROW.c.employer)
    rows = select(*(_ROW.c[name] for name in _TAKEN), *values.values()).select_from(_ROW.outerjoin(_EMPLOYER, employer))
    rows = rows.where(_ROW.c.import_id == batch.id).order_by(_ROW.c.line)
    new = _NEW.on(work).from_select([*_TAKEN, *values], rows).on_conflict_do_nothing()
    importdrypass.set_aside_known(work, batch)
    with page_cache(work, CACHE), late_indexes(work, batch.good):
        batch.counted = rows_added(work, new)
    batch.late = batch.good - batch.counted
    if batch.late:
        _note_late(work, batch)
    for cell, signatures in _cells(work, batch):
        counting.count(work, cell, signatures, work.today)
    batch.counted_on, batch.state = work.today, ImportState.TIDYING
    audit.record(
        work, Action.IMPORT_COUNTED, batch.petition_id, batch=batch.id, counted=batch.counted,
        duplicates=batch.duplicates + batch.late, rejected=batch.rejected, source=batch.source, note=batch.note or "",
    )  # fmt: skip
    return Batch(batch.good)


def _note_late(work: Work, batch: ImportBatch) -> None:
    # By address as well: a file may hold the same key twice.
    here = exists().where(
        _SIGNATURE.c.id == _ROW.c.id,
        _SIGNATURE.c.import_id == batch.id,
        _SIGNATURE.c.email_key == _ROW.c.email_key,
    )
    rows = select(_ROW.c.import_id, _ROW.c.line, literal(kept(ON_RECORD))).where(_ROW.c.import_id == batch.id, ~here)
    work.connection.execute(insert(_FAULT).from_select(["import_id", "line", "reason"], rows))


def _cells(work: Work, batch: ImportBatch) -> Iterator[tuple[Cell, int]]:
    columns = [_SIGNATURE.c[name] for name in ("petition_id", "spelling_id", "status", "relation", "proof", "display")]
    query = select(*columns, func.count().label("signatures")).where(_SIGNATURE.c.import_id == batch.id)
    for row in work.connection.execute(query.group_by(*columns)).all():
        yield counting.cell_of(row), row.signatures
