"""Changes to many signatures while they are carried out: batch by batch, stopped, taken back, and looked at."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from petition_app.domain.bulkchange import BATCH, RowState
from petition_app.domain.events import Action
from petition_app.domain.job import JobKind, JobState
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.said import said
from petition_app.models import BulkChange, BulkChangeRow, Job, Petition
from petition_app.services import audit, bulkrows, jobs
from petition_app.services.jobs import Batch
from petition_app.services.work import Work

#: A change as it is given to the edges.
Change = BulkChange


class ChangeIsRunning(Refusal):
    status = 409
    sentence = said("This is still being carried out. Stop it first.")


class IsUndone(Refusal):
    status = 409
    sentence = said("This has been taken back already.")


def at_once_or_later(work: Work, change: BulkChange, rows: int) -> None:
    """A change of one batch is done in the same transaction; a larger one is left to the worker."""
    if rows > BATCH:
        jobs.start(work, change.petition_id, JobKind.BULK_CHANGE, change.id, rows)
    else:
        bulkrows.next_batch(work, change)
        _note_end(work, change)


def carry_on(work: Work, job: Job) -> Batch:
    """The next batch of a change, or of its undoing."""
    change = work.session.scalars(select(BulkChange).where(BulkChange.id == job.subject).with_for_update()).one()
    done = bulkrows.next_batch(work, change)
    is_last = done < BATCH
    if is_last:
        _note_end(work, change)
    return Batch(done, is_last)


def _note_end(work: Work, change: BulkChange) -> None:
    if change.undone_at:
        audit.record(work, Action.BULK_CHANGE_UNDONE, change.petition_id, change=change.number, undone=change.undone,
                     kept=change.kept)  # fmt: skip
    else:
        audit.record(work, Action.BULK_CHANGE_DONE, change.petition_id, change=change.number, changed=change.changed,
                     left=change.left)  # fmt: skip


def one(work: Work, petition: UUID, number: int) -> tuple[BulkChange, Job | None]:
    """A change and its newest job, if it needed one. Raises NotFound."""
    query = select(BulkChange).where(BulkChange.petition_id == petition, BulkChange.number == number)
    change = work.session.scalars(query).one_or_none()
    if change is None:
        raise NotFound
    return change, jobs.of_subject(work, petition, change.id)


def undoable(work: Work, change: BulkChange) -> int:
    """How many of its signatures can still be given back; those that were erased since cannot."""
    query = select(func.count()).select_from(BulkChangeRow)
    return work.session.scalar(query.where(BulkChangeRow.change_id == change.id,
                                           BulkChangeRow.state == RowState.CHANGED)) or 0  # fmt: skip


def history(work: Work, petition: UUID, most: int = 100) -> list[tuple[BulkChange, JobState | None]]:
    """The newest changes first, each with the state of its newest job."""
    query = select(BulkChange).where(BulkChange.petition_id == petition).order_by(BulkChange.number.desc()).limit(most)
    changes = list(work.session.scalars(query))
    newest = select(Job.subject, Job.state).where(Job.petition_id == petition, Job.kind == JobKind.BULK_CHANGE,
                                                  Job.subject.in_([each.id for each in changes]))  # fmt: skip
    states = {row.subject: row.state for row in work.session.execute(newest.order_by(Job.created_at, Job.id))}
    return [(each, states.get(each.id)) for each in changes]


def stop(work: Work, petition: UUID, number: int) -> None:
    """Leave the rest as it is; what is done can be taken back. Raises NotFound and JobIsOver."""
    change, job = one(work, petition, number)
    if job is None:
        raise jobs.JobIsOver
    jobs.end(work, petition, job.id)
    audit.record(work, Action.BULK_CHANGE_STOPPED, petition, change=change.number)


def undo(work: Work, petition: UUID, number: int) -> BulkChange:
    """Give every signature of a change back what it was, unless somebody has changed it since.

    Raises NotFound, ChangeIsRunning and IsUndone.
    """
    work.session.execute(select(Petition.id).where(Petition.id == petition).with_for_update(key_share=True))
    change, job = one(work, petition, number)
    if job and not job.state.is_over:
        raise ChangeIsRunning
    left = undoable(work, change)
    if not left:
        raise IsUndone
    change.undone_at, change.undone_by = work.now, str(work.actor)
    work.session.flush()
    at_once_or_later(work, change, left)
    return change
