"""The dry pass over a file: every row read and staged, its employer's spelling found, duplicates set aside. Nothing of
it counts."""

from __future__ import annotations

from itertools import islice

from sqlalchemy import Select, Text, cast, delete, exists, func, insert, literal, select

from petition_app.domain.employer import display_name
from petition_app.domain.events import Action
from petition_app.domain.importing import ImportState, Plan
from petition_app.domain.importlines import FileIsUnreadable
from petition_app.domain.importreasons import ON_RECORD, same_person
from petition_app.domain.said import kept
from petition_app.models import ImportBatch, ImportEmployer, ImportFault, ImportRow, Job, Signature
from petition_app.services import audit, employers, importfiles, importstaging
from petition_app.services.importfiles import FileIsGone, file_key
from petition_app.services.importrows import Staging
from petition_app.services.jobs import Batch
from petition_app.services.upsert import table
from petition_app.services.wholeimport import be_patient, rows_added
from petition_app.services.work import Work

RECORDS = 5_000
_RESOLVED = 20_000

_ROW, _FAULT, _SIGNATURE, _EMPLOYER = table(ImportRow), table(ImportFault), table(Signature), table(ImportEmployer)


def read(work: Work, job: Job, batch: ImportBatch) -> Batch:
    if not batch.records:
        if importstaging.is_staged(work, batch.id) and not importstaging.clear(work, batch.id):
            return Batch(0)
        importstaging.clear_faults(work, batch.id)
    try:
        taken = _stage_some(work, batch)
    except (FileIsUnreadable, FileIsGone) as refusal:
        batch.state, batch.problem = ImportState.UPLOADED, refusal.sentence[:300]
        return Batch(0, is_last=True)
    job.total = max(batch.records, batch.size * batch.records // max(batch.place, 1))
    if taken < RECORDS:
        asks = Plan.from_text(batch.plan or "{}").asks
        batch.state, job.total = ImportState.COMPARING if asks else ImportState.RESOLVING, batch.records
    return Batch(taken)


def _stage_some(work: Work, batch: ImportBatch) -> int:
    """Stage the next records; how many there were. Raises FileIsUnreadable and FileIsGone, and then stages none."""
    plan = Plan.from_text(batch.plan or "{}")
    staging = Staging(work, batch, plan, file_key(work, batch))
    with importfiles.records_of(work, batch, plan, batch.line, batch.place) as (lines, records):
        if not batch.place and plan.has_header:
            next(records, None)
        taken = 0
        for record in islice(records, RECORDS):
            staging.take(record)
            taken += 1
        batch.line, batch.place = lines.line, lines.place
    good, rejected = staging.flush()
    batch.records += taken
    batch.good += good
    batch.rejected += rejected
    return taken


def resolve(work: Work, job: Job, batch: ImportBatch) -> Batch:
    """Find the spelling of each employer's text. An address in a file proves nothing, so it has no say here."""
    be_patient(work)
    known = exists().where(_EMPLOYER.c.import_id == _ROW.c.import_id, _EMPLOYER.c.text == _ROW.c.employer)
    query = select(_ROW.c.employer).where(_ROW.c.import_id == batch.id, _ROW.c.employer.is_not(None), ~known)
    texts = work.connection.scalars(query.distinct().limit(_RESOLVED)).all()
    found = employers.resolve_all(work, batch.petition_id, texts)
    rows = [
        {"import_id": batch.id, "text": text, "spelling_id": each.spelling, "is_former": each.is_former,
         "shown": display_name(text) or None}
        for text, each in found.items()
    ]  # fmt: skip
    if rows:
        work.connection.execute(insert(_EMPLOYER), rows)
    if len(texts) < _RESOLVED:
        batch.state = ImportState.COMPARING
    return Batch(0)


def compare(work: Work, job: Job, batch: ImportBatch) -> Batch:
    """Set aside who is in the file twice, and who is on record already."""
    be_patient(work)
    here = _ROW.c.import_id == batch.id
    first = func.first_value(_ROW.c.line).over(partition_by=_ROW.c.email_key, order_by=_ROW.c.line)
    seen = select(_ROW.c.line, first.label("first")).where(here).subquery()
    before, after = kept(same_person(0)).rsplit("0", 1)
    reason = literal(before).concat(cast(seen.c.first, Text)).concat(after)
    found = _set_aside(work, batch, select(seen.c.line, reason).where(seen.c.first != seen.c.line))
    found += set_aside_known(work, batch)
    batch.duplicates, batch.good, batch.state = found, batch.good - found, ImportState.CHECKED
    audit.record(
        work, Action.IMPORT_CHECKED, batch.petition_id, batch=batch.id, good=batch.good,
        duplicates=batch.duplicates, rejected=batch.rejected,
    )  # fmt: skip
    return Batch(0, is_last=True)


def set_aside_known(work: Work, batch: ImportBatch) -> int:
    """Whoever is on record already; how many were."""
    on_record = exists().where(
        _SIGNATURE.c.petition_id == batch.petition_id, _SIGNATURE.c.email_key == _ROW.c.email_key
    )
    rows = select(_ROW.c.line, literal(kept(ON_RECORD))).where(_ROW.c.import_id == batch.id, on_record)
    return _set_aside(work, batch, rows)


def _set_aside(work: Work, batch: ImportBatch, lines: Select[tuple[int, str]]) -> int:
    """Note the lines (line, reason) as not taken, and take them out of what is staged."""
    told = lines.subquery()
    rows = select(literal(batch.id, _FAULT.c.import_id.type), told.c[0], told.c[1])
    added = rows_added(work, insert(_FAULT).from_select(["import_id", "line", "reason"], rows))
    if added:
        faulty = select(_FAULT.c.line).where(_FAULT.c.import_id == batch.id)
        work.connection.execute(delete(_ROW).where(_ROW.c.import_id == batch.id, _ROW.c.line.in_(faulty)))
    return added
