"""Imports: a file is uploaded, its plan chosen and tried out, gone through in a dry pass, and counted as a whole once
organisers have stated where it is from. Until then nothing of it counts or is in any list."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.importing import (
    KEPT_DAYS,
    LONGEST_NOTE,
    MOST_ASKED,
    ImportState,
    NothingIsImportedNow,
    Plan,
    takes_imports,
)
from petition_app.domain.job import JobKind, JobState
from petition_app.domain.petition import takes_signatures
from petition_app.domain.refusals import NotFound, PetitionIsNotOpen, Refusal
from petition_app.domain.said import said
from petition_app.domain.throttle import IMPORTS
from petition_app.models import ImportBatch, Petition
from petition_app.security.custody import wrap_with_key
from petition_app.services import audit, importfiles, jobs, throttling
from petition_app.services.custody import file_context
from petition_app.services.importfiles import StoredFile
from petition_app.services.work import Work

_NAMELESS = "file.csv"
_DRY = (ImportState.READING, ImportState.RESOLVING, ImportState.COMPARING)


class TooManyImports(Refusal):
    status = 429
    sentence = said(
        "You have uploaded %(most)s files within the hour, which is the limit. Please wait a little.", most=IMPORTS.most
    )


class ImportIsElsewhere(Refusal):
    status = 409
    sentence = said("This import has gone on meanwhile. Look at it again before you do anything more.")


class FileIsEmpty(Refusal):
    status = 422
    sentence = said("Choose a file that is not empty.")


class PlanIsImpossible(Refusal):
    status = 422


class TooManyToAsk(Refusal):
    status = 422
    sentence = said("At most %(most)s signers of one file can be asked by e-mail: divide the file.", most=MOST_ASKED)


def add(work: Work, petition: Petition, file: StoredFile, name: str) -> UUID:
    """Take up an uploaded file. Raises NothingIsImportedNow, TooManyImports and FileIsEmpty."""
    if not takes_imports(petition.state):
        raise NothingIsImportedNow
    if not file.size:
        raise FileIsEmpty
    if work.actor.id and not throttling.within(work, (IMPORTS,), str(work.actor.id)):
        raise TooManyImports
    batch = ImportBatch(
        id=file.id, petition_id=petition.id, name=_file_name(name), actor=str(work.actor), created_at=work.now,
        expires_at=work.now + timedelta(days=KEPT_DAYS), size=file.size, digest=file.digest,
        file_key=wrap_with_key(file.key, work.keys.instance, context=file_context(file.id)),
        plan=Plan("utf-8" if file.is_utf8 else "", "").to_text(),
    )  # fmt: skip
    work.session.add(batch)
    work.session.flush()
    audit.record(work, Action.IMPORT_UPLOADED, petition.id, batch=batch.id, bytes=file.size, sha256=file.digest.hex())
    return batch.id


def _file_name(name: str) -> str:
    """The last part of it, printable and bounded."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return " ".join("".join(filter(str.isprintable, last)).split())[:120] or _NAMELESS


def one(work: Work, petition: UUID, batch: UUID, *, lock: bool = False) -> ImportBatch:
    """Raises NotFound for an import of another petition."""
    query = select(ImportBatch).where(ImportBatch.id == batch, ImportBatch.petition_id == petition)
    found = work.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def past(work: Work, petition: UUID, most: int = 50) -> list[ImportBatch]:
    """The newest first."""
    query = select(ImportBatch).where(ImportBatch.petition_id == petition)
    return list(work.session.scalars(query.order_by(ImportBatch.created_at.desc(), ImportBatch.id).limit(most)))


def imported_before(work: Work, batch: ImportBatch) -> ImportBatch | None:
    """The newest import of the very same file that still counts."""
    query = select(ImportBatch).where(
        ImportBatch.petition_id == batch.petition_id, ImportBatch.digest == batch.digest, ImportBatch.id != batch.id,
        ImportBatch.state.in_((ImportState.TIDYING, ImportState.DONE)),
    )  # fmt: skip
    return work.session.scalars(query.order_by(ImportBatch.created_at.desc()).limit(1)).one_or_none()


def set_plan(work: Work, petition: UUID, batch: UUID, plan: Plan, header_digest: bytes | None) -> None:
    """Read the file by this plan from now on; a dry pass that was made by another one counts no more.
    Raises NotFound and ImportIsElsewhere."""
    found = _in_state(work, petition, batch, ImportState.UPLOADED, ImportState.CHECKED)
    found.plan, found.header_digest, found.state = plan.to_text(), header_digest, ImportState.UPLOADED


def check(work: Work, petition: Petition, batch: UUID) -> UUID:
    """Begin the dry pass; the job's id. Raises NotFound, ImportIsElsewhere, PlanIsImpossible."""
    found = _in_state(work, petition.id, batch, ImportState.UPLOADED, ImportState.CHECKED)
    plan = Plan.from_text(found.plan or "{}")
    if problems := plan.problems():
        raise PlanIsImpossible(" ".join(problems))
    if plan.asks and not takes_signatures(petition.state, petition.closes_at, work.now):
        raise PetitionIsNotOpen
    found.state, found.place, found.line = ImportState.READING, 0, 1
    found.records = found.good = found.duplicates = found.rejected = 0
    found.problem = None
    return jobs.start(work, petition.id, JobKind.IMPORT, found.id, max(found.size // 100, 1))


def count(work: Work, petition: Petition, batch: UUID, note: str) -> UUID:
    """Count what the dry pass found, or ask by letter, as the plan says; the job's id. Whoever calls this states that
    the file is what its plan calls it, and that its signers agreed. Raises NotFound, ImportIsElsewhere,
    NothingIsImportedNow and TooManyToAsk."""
    if not takes_imports(petition.state):
        raise NothingIsImportedNow
    found = _in_state(work, petition.id, batch, ImportState.CHECKED)
    plan = Plan.from_text(found.plan or "{}")
    if plan.asks and found.good > MOST_ASKED:
        raise TooManyToAsk
    found.source, found.note, found.stated_at = plan.source, " ".join(note.split())[:LONGEST_NOTE] or None, work.now
    found.actor = str(work.actor)
    found.state = ImportState.ASKING if plan.asks else ImportState.COUNTING
    return jobs.start(work, petition.id, JobKind.IMPORT, found.id, found.good)


def stop(work: Work, petition: UUID, batch: UUID) -> None:
    """Break off a dry pass, of which nothing has been counted; or the writing of letters, of which those that are
    written will leave. Raises NotFound and ImportIsElsewhere."""
    found = _in_state(work, petition, batch, *_DRY, ImportState.ASKING)
    if (job := jobs.of_subject(work, petition, batch)) and not job.state.is_over:
        jobs.end(work, petition, job.id)
    if found.state is ImportState.ASKING:
        found.state = ImportState.TIDYING
        jobs.start(work, petition, JobKind.IMPORT, found.id, found.good)
    else:
        found.state = ImportState.UPLOADED


def again(work: Work, petition: UUID, batch: UUID) -> UUID:
    """Go on where a job was given up; the new job's id. Raises NotFound and ImportIsElsewhere."""
    found, job = one(work, petition, batch, lock=True), jobs.of_subject(work, petition, batch)
    if job is None or job.state is not JobState.FAILED or found.state.waits_for_people:
        raise ImportIsElsewhere
    return jobs.start(work, petition, job.kind, batch, job.total)


def discard(work: Work, petition: UUID, batch: UUID) -> None:
    """Leave it: the file is deleted, and what was read of it. Raises NotFound and ImportIsElsewhere."""
    drop(work, _in_state(work, petition, batch, ImportState.UPLOADED, ImportState.CHECKED))


def drop(work: Work, batch: ImportBatch) -> None:
    """What has been staged goes with the next round of forgetting."""
    batch.state = ImportState.DISCARDED
    importfiles.remove(work, batch)
    audit.record(work, Action.IMPORT_DISCARDED, batch.petition_id, batch=batch.id)


def remove_file(work: Work, petition: UUID, batch: UUID) -> None:
    """Delete the file of a finished import, and with it the rows that were not taken. Raises as `discard`."""
    importfiles.remove(work, _in_state(work, petition, batch, ImportState.DONE, ImportState.UNDONE))


def undo(work: Work, petition: UUID, batch: UUID, *, with_changed: bool) -> UUID:
    """Take the import back; the job's id. Signatures that organisers have set aside or taken out since stay, unless
    `with_changed`. Raises NotFound and ImportIsElsewhere."""
    found = _in_state(work, petition, batch, ImportState.DONE)
    found.state, found.undoes_changed = ImportState.UNDOING, with_changed
    return jobs.start(work, petition, JobKind.IMPORT_UNDONE, found.id, found.counted)


def _in_state(work: Work, petition: UUID, batch: UUID, *states: ImportState) -> ImportBatch:
    found = one(work, petition, batch, lock=True)
    if found.state not in states:
        raise ImportIsElsewhere
    return found
