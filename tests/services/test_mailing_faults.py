"""Whatever happens to a worker in the middle of a mailing, nobody gets an update twice."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.mail.letters import Letter
from petition_app.mail.transport import MemoryTransport
from petition_app.models import Job, MailingReceipt, OutboxLetter
from petition_app.services import jobs, outbox, posting
from petition_app.services.jobkinds import STEPS
from petition_app.services.jobs import Batch
from petition_app.services.work import OPERATOR, WORKER, Actor, Work
from tests.application import Clock, Mailbox
from tests.services.mailing import an_hour, an_update, begin_mailing, sent_to, subscribers, write_letters


class Killed(BaseException):
    """As a worker that is killed: nothing catches it."""


@pytest.mark.parametrize("after", range(1, 12))
def test_a_worker_killed_after_any_commit_sends_nothing_twice(app: Flask, clock: Clock, mailbox: Mailbox, after: int):
    an_hour(60)
    subscribers("ann", "ben", "cleo")
    begin_mailing(an_update())
    left = after

    @contextmanager
    def deadly(actor: Actor) -> Iterator[Work]:
        nonlocal left
        with begin_work(actor) as work:
            yield work
        left -= 1
        if left == 0:
            raise Killed

    with suppress(Killed):
        for _ in range(3):
            jobs.work_off(deadly, STEPS)
            posting.post_due_letters(deadly, mailbox.transport)
            clock.move(minutes=1)
    was_sending = left == 0 and any(row.last_error for row in waiting())
    clock.move(minutes=15)
    write_letters(clock)
    clock.move(minutes=15)

    got = sent_to(mailbox)
    assert len(got) == len(set(got))
    # Whether the one that was being sent has left, nobody can know.
    assert len(got) >= 3 - was_sending


def waiting() -> list[OutboxLetter]:
    with begin_reading(OPERATOR) as work:
        return list(work.session.scalars(select(OutboxLetter).where(OutboxLetter.due_at.is_not(None))))


def test_a_batch_that_dies_before_its_commit_leaves_nothing(app: Flask, clock: Clock, mailbox: Mailbox):
    subscribers("ann", "ben")
    begin_mailing(an_update())

    def dying(work: Work, job: Job) -> Batch:
        STEPS[job.kind](work, job)
        raise Killed

    with pytest.raises(Killed):
        jobs.work_off(begin_work, dict.fromkeys(STEPS, dying))
    with begin_reading(OPERATOR) as work:
        assert work.session.scalars(select(MailingReceipt)).all() == []
    write_letters(clock)

    assert sent_to(mailbox) == ["ann@example.org", "ben@example.org"]


def test_a_letter_whose_worker_died_while_sending_it_is_not_sent_again(app: Flask, clock: Clock, mailbox: Mailbox):
    subscribers("ann")
    begin_mailing(an_update())
    write_letters(clock)

    class Dying(MemoryTransport):
        def send(self, letter: Letter) -> None:
            super().send(letter)
            raise Killed

    with pytest.raises(Killed):
        posting.post_due_letters(begin_work, Dying())
    clock.move(minutes=15)

    assert sent_to(mailbox) == []
    with begin_reading(OPERATOR) as work:
        row = work.session.scalars(select(OutboxLetter).where(OutboxLetter.mailing_id.is_not(None))).one()
    assert (row.due_at, row.sealed, row.delivered) == (None, None, False)
    assert row.last_error == "the worker stopped while it was being sent"


def test_a_claim_that_has_run_out_sends_nothing(app: Flask, clock: Clock, mailbox: Mailbox):
    subscribers("ann")
    begin_mailing(an_update())
    write_letters(clock)
    with begin_work(WORKER) as work:
        (slow,) = outbox.claim(work)
    clock.move(minutes=15)
    assert sent_to(mailbox) == ["ann@example.org"]

    with begin_work(WORKER) as work:
        assert not outbox.begin_sending(work, slow)


def test_two_workers_write_each_letter_once(app: Flask, clock: Clock, mailbox: Mailbox):
    subscribers(*(f"s{n}" for n in range(6)))
    an_hour(60)
    begin_mailing(an_update())
    transports = MemoryTransport(), MemoryTransport()

    def round_of(transport: MemoryTransport) -> None:
        with app.app_context():
            for _ in range(20):
                jobs.work_off(begin_work, STEPS)
                posting.post_due_letters(begin_work, transport)
                clock.move(seconds=30)

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(round_of, transports))

    got = [letter.to for transport in transports for letter in transport.sent]
    assert len(got) == len(set(got)) == 6
