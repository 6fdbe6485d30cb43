"""A mailing leaves little by little, stops when too much comes back, and can be stopped by hand."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from sqlalchemy import update

from petition_app.database import begin_reading, begin_work
from petition_app.domain.job import JobState
from petition_app.domain.mailing import Returned
from petition_app.mail.transport import DeliveryFailed, MemoryTransport
from petition_app.models import Mailing
from petition_app.services import jobs, mailings, petitions, posting, retention
from petition_app.services.jobkinds import STEPS
from petition_app.services.work import OPERATOR, WORKER
from tests.application import Clock, Mailbox
from tests.builders import SLUG
from tests.services.mailing import an_hour, an_update, begin_mailing, seen, sent_to, subscribers, write_letters


def test_letters_leave_at_the_pace_that_was_set(app: Flask, clock: Clock):
    an_hour(120)
    subscribers("ann", "ben", "cleo", "dan", "eva")
    mailing = begin_mailing(an_update())

    def written() -> int:
        while jobs.work_off(begin_work, STEPS):
            pass
        return seen(mailing).job.done

    assert written() == 2
    clock.move(seconds=59)
    assert written() == 2
    clock.move(seconds=1)
    assert written() == 4


def test_no_letters_pile_up_while_no_mail_server_takes_them(app: Flask, clock: Clock):
    an_hour(60)
    subscribers(*(f"s{n}" for n in range(8)))
    mailing = begin_mailing(an_update())

    write_letters(clock)

    assert seen(mailing).waiting == 5
    assert not seen(mailing).job.state.is_over


def came_back(mailing: UUID, delivered: int, bounced: int) -> None:
    with begin_work(OPERATOR) as work:
        work.session.execute(update(Mailing).values(delivered=delivered, bounced=bounced))


def test_a_mailing_pauses_when_more_than_a_tenth_comes_back_and_goes_on_by_hand(app: Flask, clock: Clock):
    an_hour(60)
    subscribers(*(f"s{n}" for n in range(4)))
    mailing = begin_mailing(an_update())
    jobs.work_off(begin_work, STEPS)
    came_back(mailing, delivered=18, bounced=2)
    clock.move(minutes=1)
    jobs.work_off(begin_work, STEPS)
    assert seen(mailing).job.done == 2

    came_back(mailing, delivered=18, bounced=3)
    clock.move(minutes=1)
    write_letters(clock)
    assert (seen(mailing).job.done, seen(mailing).job.state) == (2, JobState.PAUSED)
    assert "too many of the letters came back" in (seen(mailing).job.note or "")

    with begin_work(OPERATOR) as work:
        mailings.resume(work, petitions.by_slug(work, SLUG).id, mailing)
    write_letters(clock)
    assert seen(mailing).job.state is JobState.DONE


def test_too_few_letters_say_nothing(app: Flask, clock: Clock):
    subscribers("ann")
    mailing = begin_mailing(an_update())
    came_back(mailing, delivered=0, bounced=19)

    write_letters(clock)

    assert seen(mailing).job.state is JobState.DONE


def test_a_refusal_at_delivery_counts_and_ends_the_letters_to_that_mailbox(app: Flask, clock: Clock):
    subscribers("ann")
    mailing = begin_mailing(an_update())
    write_letters(clock)
    gone = DeliveryFailed("recipient refused (550)", for_good=True, returned=Returned.GONE)

    posting.post_due_letters(begin_work, MemoryTransport(refuse=gone))

    assert seen(mailing).mailing.bounced == 1
    with begin_reading(OPERATOR) as work:
        assert mailings.audience(work, petitions.by_slug(work, SLUG).id, UUID(int=1)).asked == 0


def test_an_ended_mailing_takes_back_what_waits(app: Flask, clock: Clock, mailbox: Mailbox):
    an_hour(60)
    subscribers("ann", "ben")
    mailing = begin_mailing(an_update())
    jobs.work_off(begin_work, STEPS)

    with begin_work(OPERATOR) as work:
        assert mailings.cancel(work, petitions.by_slug(work, SLUG).id, mailing) == 1
    clock.move(minutes=5)
    write_letters(clock)

    assert sent_to(mailbox) == []
    assert seen(mailing).mailing.ended_at


def test_a_mailing_that_stands_still_for_a_week_is_ended(app: Flask, clock: Clock):
    subscribers("ann")
    mailing = begin_mailing(an_update())
    with begin_work(OPERATOR) as work:
        mailings.pause(work, petitions.by_slug(work, SLUG).id, mailing)
    clock.move(days=8)
    with begin_work(WORKER) as work:
        retention.forget_what_is_over(work)

    assert seen(mailing).job.state is JobState.CANCELLED
    assert seen(mailing).mailing.ended_at
