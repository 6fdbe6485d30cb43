"""What the worker does for an import: the dry pass, the one transaction in which all of it counts, and the tidying up.
Killed anywhere, nothing is counted by half, and the next worker goes on from the last commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Select, Text, and_, case, cast, delete, exists, func, insert, literal, select, text

from petition_app.domain.employer import display_name
from petition_app.domain.events import Action
from petition_app.domain.importing import ImportState, Plan
from petition_app.domain.importlines import FileIsUnreadable
from petition_app.domain.signature import Relation, Status
from petition_app.models import ImportBatch, ImportEmployer, ImportFault, ImportRow, Job, Signature
from petition_app.services import audit, counting, employers, importasking, importfiles, imports
from petition_app.services.counting import Cell
from petition_app.services.importfiles import FileIsGone, file_key
from petition_app.services.importrows import Staging
from petition_app.services.jobs import Batch
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work

RECORDS = 5_000
_CLEARED = 20_000
_RESOLVED = 20_000
# Kilobytes of SQLite's cache while a whole import is counted: else the index of addresses does not fit into it.
_CACHE, _USUAL_CACHE = 36_000, 2_000

_ROW, _FAULT, _SIGNATURE = table(ImportRow), table(ImportFault), table(Signature)
_EMPLOYER = table(ImportEmployer)
_TAKEN = (
    "id", "email_key", "domain_key", "display", "role_band", "proof", "public_name", "public_title", "search_text",
    "consents", "signed_on", "text_version", "consent_version", "sealed",
)  # fmt: skip


def step(work: Work, job: Job) -> Batch:
    """The next batch, whatever the import waits for."""
    batch = imports.one(work, job.petition_id, job.subject, lock=True)
    return _STEPS[batch.state](work, job, batch) if batch.state in _STEPS else Batch(0, is_last=True)


def _read(work: Work, job: Job, batch: ImportBatch) -> Batch:
    if not batch.records:
        if imports.is_staged(work, batch.id) and not imports.clear(work, batch.id, _CLEARED):
            return Batch(0)
        imports.clear_faults(work, batch.id)
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


def _resolve(work: Work, job: Job, batch: ImportBatch) -> Batch:
    """Find the spelling of each employer's text. An address in a file proves nothing, so it has no say here."""
    _be_patient(work)
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


def _compare(work: Work, job: Job, batch: ImportBatch) -> Batch:
    """Set aside who is in the file twice, and who is on record already."""
    _be_patient(work)
    here = _ROW.c.import_id == batch.id
    first = func.first_value(_ROW.c.line).over(partition_by=_ROW.c.email_key, order_by=_ROW.c.line)
    seen = select(_ROW.c.line, first.label("first")).where(here).subquery()
    reason = literal("the same person as in line ").concat(cast(seen.c.first, Text))
    found = _set_aside(work, batch, select(seen.c.line, reason).where(seen.c.first != seen.c.line))
    on_record = exists().where(
        _SIGNATURE.c.petition_id == batch.petition_id, _SIGNATURE.c.email_key == _ROW.c.email_key
    )
    found += _set_aside(work, batch, select(_ROW.c.line, literal("on record already")).where(here, on_record))
    batch.duplicates, batch.good, batch.state = found, batch.good - found, ImportState.CHECKED
    audit.record(
        work, Action.IMPORT_CHECKED, batch.petition_id, batch=batch.id, good=batch.good,
        duplicates=batch.duplicates, rejected=batch.rejected,
    )  # fmt: skip
    return Batch(0, is_last=True)


def _set_aside(work: Work, batch: ImportBatch, lines: Select[tuple[int, str]]) -> int:
    """Note the lines (line, reason) as not taken, and take them out of what is staged."""
    told = lines.subquery()
    rows = select(literal(batch.id, _FAULT.c.import_id.type), told.c[0], told.c[1])
    added = _rows(work, insert(_FAULT).from_select(["import_id", "line", "reason"], rows))
    if added:
        faulty = select(_FAULT.c.line).where(_FAULT.c.import_id == batch.id)
        work.connection.execute(delete(_ROW).where(_ROW.c.import_id == batch.id, _ROW.c.line.in_(faulty)))
    return added


def _count(work: Work, job: Job, batch: ImportBatch) -> Batch:
    """All at once. Whoever has signed since the dry pass is a duplicate now."""
    _be_patient(work)
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
    with _more_memory(work):
        batch.counted = _rows(work, new)
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


def _rows(work: Work, statement: Any) -> int:
    """How many rows it added."""
    return work.connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount


def _note_late(work: Work, batch: ImportBatch) -> None:
    # By address as well: a file may hold the same key twice.
    here = exists().where(
        _SIGNATURE.c.id == _ROW.c.id,
        _SIGNATURE.c.import_id == batch.id,
        _SIGNATURE.c.email_key == _ROW.c.email_key,
    )
    rows = select(_ROW.c.import_id, _ROW.c.line, literal("on record already")).where(
        _ROW.c.import_id == batch.id, ~here
    )
    work.connection.execute(insert(_FAULT).from_select(["import_id", "line", "reason"], rows))


def _cells(work: Work, batch: ImportBatch) -> Iterator[tuple[Cell, int]]:
    columns = [_SIGNATURE.c[name] for name in ("petition_id", "spelling_id", "status", "relation", "proof", "display")]
    query = select(*columns, func.count().label("signatures")).where(_SIGNATURE.c.import_id == batch.id)
    for row in work.connection.execute(query.group_by(*columns)).all():
        yield counting.cell_of(row), row.signatures


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
    if not imports.clear(work, batch.id, _CLEARED):
        return Batch(0)
    if not batch.rejected and not batch.duplicates and not batch.late:
        importfiles.remove(work, batch)
    batch.state = ImportState.DONE
    return Batch(0, is_last=True)


def _be_patient(work: Work) -> None:
    """For statements that go through a whole import: on PostgreSQL they may take longer than others."""
    if not work.is_sqlite:
        work.connection.execute(text("SET LOCAL statement_timeout = '10min'"))


@contextmanager
def _more_memory(work: Work) -> Iterator[None]:
    """For SQLite, while it writes a million rows: sorting and counting them afterwards needs less."""
    if not work.is_sqlite:
        yield
        return
    work.connection.execute(text(f"PRAGMA cache_size = -{_CACHE}"))
    try:
        yield
    finally:
        work.connection.execute(text(f"PRAGMA cache_size = -{_USUAL_CACHE}"))
        work.connection.execute(text("PRAGMA shrink_memory"))


_NEW = Upsert(lambda new: new(_SIGNATURE))
_STEPS: Mapping[ImportState, Callable[[Work, Job, ImportBatch], Batch]] = {
    ImportState.READING: _read,
    ImportState.RESOLVING: _resolve,
    ImportState.COMPARING: _compare,
    ImportState.COUNTING: _count,
    ImportState.ASKING: _ask,
    ImportState.TIDYING: _tidy,
}
