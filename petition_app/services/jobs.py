"""Jobs: begun by a request or a command, carried out by the worker batch by batch, each batch a transaction of its own.

A worker that dies takes its unfinished batch with it and nothing else: the job goes on where the last commit left it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from petition_app.domain.job import JobKind, JobState
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.said import said
from petition_app.models import Job
from petition_app.services.work import WORKER, Actor, Begin, Work

MOST_ATTEMPTS = 5
_WAIT_AFTER_FAILURE = timedelta(minutes=1)
_FAILED = said("It could not be carried out. The log of the server says what went wrong.")


class JobIsOver(Refusal):
    status = 409
    sentence = said("This has ended already.")


@dataclass(frozen=True)
class Batch:
    """What one batch did: how many rows, whether it was the last, and the moment before which the next must wait."""

    done: int
    is_last: bool = False
    again_at: datetime | None = None


#: Carries out the next batch of a job. It may change `job.total`, pause the job, and raise a Refusal, which ends it.
Step = Callable[[Work, Job], Batch]


def start(work: Work, petition: UUID, kind: JobKind, subject: UUID, total: int) -> UUID:
    """Leave something to the worker. `total` is how many rows it is expected to go through."""
    job = Job(id=work.new_id(), petition_id=petition, kind=kind, subject=subject, state=JobState.WAITING,
              actor=str(work.actor), total=total, due_at=work.now, created_at=work.now)  # fmt: skip
    work.session.add(job)
    work.session.flush()
    return job.id


def one(work: Work, petition: UUID, job: UUID) -> Job:
    """Raises NotFound for a job of another petition."""
    found = work.session.scalars(select(Job).where(Job.id == job, Job.petition_id == petition)).one_or_none()
    if found is None:
        raise NotFound
    return found


def of_subject(work: Work, petition: UUID, subject: UUID) -> Job | None:
    """The newest job about this import, change or mailing."""
    query = select(Job).where(Job.petition_id == petition, Job.subject == subject)
    return work.session.scalars(query.order_by(Job.created_at.desc(), Job.id.desc()).limit(1)).one_or_none()


def end(work: Work, petition: UUID, job: UUID) -> Job:
    """Cancel: what is done stays done, the rest is left. Raises NotFound and JobIsOver."""
    found = _lock_unfinished(work, petition, job)
    _end(found, JobState.CANCELLED, work.now)
    return found


def pause(work: Work, petition: UUID, job: UUID, note: str | None = None) -> None:
    """Raises NotFound and JobIsOver."""
    found = _lock_unfinished(work, petition, job)
    found.state, found.note = JobState.PAUSED, note


def resume(work: Work, petition: UUID, job: UUID) -> None:
    """Go on with a paused job. Raises NotFound and JobIsOver."""
    found = _lock_unfinished(work, petition, job)
    found.state, found.note, found.due_at = JobState.WAITING, None, work.now


def work_off(begin: Begin, steps: Mapping[JobKind, Step], only: UUID | None = None) -> bool:
    """Do one batch of the job that has waited longest, or of this one; False when none is due.

    Raises what the step raised, unless it was a Refusal; after five failures the job is given up.
    """
    with begin(WORKER) as work:
        due = _due(work, only)
    if due is None:
        return False
    try:
        with begin(Actor.parse(due.actor)) as work:
            _do_batch(work, due.id, steps)
    except Refusal as refusal:
        _note_failure(begin, due.id, refusal.sentence, for_good=True)
    except (OperationalError, PoolTimeout):
        # The database is busy or out of reach: not the job's fault.
        raise
    except Exception:
        _note_failure(begin, due.id, _FAILED, for_good=False)
        raise
    return True


def _due(work: Work, only: UUID | None) -> Job | None:
    query = select(Job).where(Job.state.in_([each for each in JobState if each.is_due]), Job.due_at <= work.now)
    if only:
        query = query.where(Job.id == only)
    return work.session.scalars(query.order_by(Job.due_at, Job.id).limit(1)).one_or_none()


def _do_batch(work: Work, job_id: UUID, steps: Mapping[JobKind, Step]) -> None:
    # Another worker may be at it, or somebody may have ended it since: then it is not ours.
    query = select(Job).where(Job.id == job_id).with_for_update(skip_locked=True)
    job = work.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if job is None or not job.state.is_due or job.due_at > work.now:
        return
    job.state = JobState.RUNNING
    batch = steps[job.kind](work, job)
    job.done += batch.done
    job.attempts = 0
    # Jobs take turns: the one that has just had a batch goes to the end of the queue.
    job.due_at = batch.again_at or work.now
    if batch.is_last:
        _end(job, JobState.DONE, work.now)
    work.session.flush()


def _note_failure(begin: Begin, job_id: UUID, note: str, *, for_good: bool) -> None:
    with begin(WORKER) as work:
        job = work.session.scalars(select(Job).where(Job.id == job_id).with_for_update()).one()
        job.attempts += 1
        if for_good or job.attempts >= MOST_ATTEMPTS:
            _end(job, JobState.FAILED, work.now)
            job.note = note[:300]
        else:
            job.due_at = work.now + _WAIT_AFTER_FAILURE * job.attempts


def _end(job: Job, state: JobState, now: datetime) -> None:
    job.state, job.ended_at = state, now


def _lock_unfinished(work: Work, petition: UUID, job: UUID) -> Job:
    query = select(Job).where(Job.id == job, Job.petition_id == petition).with_for_update()
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    if found.state.is_over:
        raise JobIsOver
    return found
