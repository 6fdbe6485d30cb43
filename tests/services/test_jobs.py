"""Jobs: each batch a transaction, taken up again where the last commit left it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.domain.job import JobKind, JobState
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.models import Job
from petition_app.services import jobs, petitions
from petition_app.services.jobs import Batch, JobIsOver
from petition_app.services.work import OPERATOR, Actor, ActorKind, Work
from tests.application import Clock
from tests.builders import SLUG

SUBJECT = UUID(int=9)
OLU = Actor(ActorKind.ORGANISER, UUID(int=3))


class Unlucky(Exception):
    """What a step may meet."""


def begun(total: int = 5, subject: UUID = SUBJECT) -> UUID:
    with begin_work(OLU) as work:
        return jobs.start(work, petitions.by_slug(work, SLUG).id, JobKind.MAILING, subject, total)


def seen(job: UUID) -> Job:
    with begin_reading(OPERATOR) as work:
        return jobs.one(work, petitions.by_slug(work, SLUG).id, job)


def work_off(step: Callable[[Work, Job], Batch]) -> bool:
    return jobs.work_off(begin_work, {JobKind.MAILING: step})


def two_rows(work: Work, job: Job) -> Batch:
    left = job.total - job.done
    return Batch(min(2, left), is_last=left <= 2)


def test_a_job_is_carried_out_batch_by_batch(app: Flask):
    job = begun(total=5)

    counts = []
    while work_off(two_rows):
        counts.append((seen(job).done, seen(job).state))

    assert counts == [(2, JobState.RUNNING), (4, JobState.RUNNING), (5, JobState.DONE)]


def test_a_batch_is_done_in_the_name_of_who_began_the_job(app: Flask):
    begun()
    actors = []

    def step(work: Work, job: Job) -> Batch:
        actors.append(work.actor)
        return Batch(0, is_last=True)

    work_off(step)
    assert actors == [OLU]


def test_a_batch_that_fails_leaves_nothing_and_is_tried_again_later(app: Flask, clock: Clock):
    job = begun()

    def fail(work: Work, job: Job) -> Batch:
        job.done = 4
        work.session.flush()
        raise Unlucky

    with pytest.raises(Unlucky):
        work_off(fail)
    assert (seen(job).done, seen(job).attempts) == (0, 1)
    assert not work_off(two_rows)
    clock.move(minutes=2)
    assert work_off(two_rows)
    assert (seen(job).done, seen(job).attempts) == (2, 0)


def test_a_job_that_fails_five_times_is_given_up(app: Flask, clock: Clock):
    job = begun()

    def fail(work: Work, job: Job) -> Batch:
        raise Unlucky

    for _ in range(jobs.MOST_ATTEMPTS):
        with pytest.raises(Unlucky):
            work_off(fail)
        clock.move(minutes=10)

    assert seen(job).state is JobState.FAILED
    assert not work_off(two_rows)


def test_a_refusal_ends_the_job_and_says_why(app: Flask):
    job = begun()

    def refuse(work: Work, job: Job) -> Batch:
        raise Refusal("The file is gone.")

    assert work_off(refuse)
    assert (seen(job).state, seen(job).note) == (JobState.FAILED, "The file is gone.")


def test_two_jobs_take_turns(app: Flask, clock: Clock):
    first, second = begun(total=4), begun(total=4, subject=UUID(int=10))
    done = []

    def step(work: Work, job: Job) -> Batch:
        clock.move(seconds=1)
        done.append(job.id)
        return Batch(1, is_last=len(done) > 3, again_at=clock.now)

    while work_off(step) and len(done) < 4:
        pass

    assert done.count(first) == done.count(second) == 2
    assert done[0] != done[1]


def test_a_job_waits_for_its_moment(app: Flask, clock: Clock):
    begun()
    work_off(lambda work, job: Batch(1, again_at=work.now + timedelta(minutes=1)))

    assert not work_off(two_rows)
    clock.move(minutes=1)
    assert work_off(two_rows)


def test_a_cancelled_job_is_left_as_it_is(app: Flask):
    job = begun()
    work_off(two_rows)

    with begin_work(OLU) as work:
        jobs.end(work, petitions.by_slug(work, SLUG).id, job)

    assert not work_off(two_rows)
    assert (seen(job).done, seen(job).state) == (2, JobState.CANCELLED)
    with pytest.raises(JobIsOver), begin_work(OLU) as work:
        jobs.resume(work, petitions.by_slug(work, SLUG).id, job)


def test_a_paused_job_goes_on_when_it_is_told_to(app: Flask):
    job = begun()
    with begin_work(OLU) as work:
        jobs.pause(work, petitions.by_slug(work, SLUG).id, job, "Too many letters came back.")
    assert not work_off(two_rows)
    assert seen(job).note == "Too many letters came back."

    with begin_work(OLU) as work:
        jobs.resume(work, petitions.by_slug(work, SLUG).id, job)

    assert work_off(two_rows)


def test_a_job_of_another_petition_is_not_there(app: Flask):
    job = begun()

    with pytest.raises(NotFound), begin_reading(OPERATOR) as work:
        jobs.one(work, UUID(int=1), job)
