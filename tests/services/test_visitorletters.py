"""Letters that visitors ask for leave at a pace: the others wait, and nothing else waits with them."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.events import Action
from petition_app.domain.happening import Happening
from petition_app.models import AuditLine
from petition_app.services import checkup, outbox, teamletters
from petition_app.services.checkup import Level
from petition_app.services.work import OPERATOR, WORKER
from tests.application import Clock, Mailbox
from tests.builders import a_request, sign
from tests.cast import an_organiser


def in_an_hour(letters: int) -> None:
    object.__setattr__(edge().settings, "confirmations_an_hour", letters)


def signed(number: int, start: int = 0) -> None:
    for each in range(start, start + number):
        sign(a_request(f"sam{each}@example.org"))


def test_no_more_leave_in_an_hour_and_the_others_leave_in_the_next(app: Flask, clock: Clock, mailbox: Mailbox):
    in_an_hour(3)
    signed(5)
    first, again = len(mailbox.letters()), len(mailbox.letters())
    clock.move(hours=1)

    assert (first, again, len(mailbox.letters())) == (3, 3, 5)


def test_a_letter_to_an_organiser_does_not_wait_behind_them(app: Flask, mailbox: Mailbox):
    in_an_hour(1)
    olu = an_organiser("Olu")
    signed(2)
    mailbox.letters()
    with begin_work(OPERATOR) as work:
        teamletters.tell(work, olu, Happening.PASSWORD_CHANGED)
    mailbox.letters()

    assert [letter.kind for letter in mailbox.transport.sent] == ["confirmation", "happened"]


def test_two_workers_share_the_hour(app: Flask):
    in_an_hour(3)
    signed(5)
    claimed = []
    for _ in range(4):
        with begin_work(WORKER) as work:
            claimed.append(len(outbox.claim(work, most=2)))

    assert claimed == [2, 1, 0, 0]


def test_the_log_the_check_up_and_the_state_say_that_letters_wait(app: Flask, mailbox: Mailbox):
    in_an_hour(3)
    signed(5)
    with begin_reading(OPERATOR) as work:
        assert checkup.letters(work)[0].level is Level.OK
    mailbox.letters()

    with begin_reading(OPERATOR) as work:
        (check,) = checkup.letters(work)
        said = work.session.scalar(
            select(func.count()).select_from(AuditLine).where(AuditLine.action == Action.LETTERS_WAIT)
        )
        assert outbox.state(work).is_slow
    assert check.level is Level.WARN
    assert check.sentence.startswith("2 wait for the next hour")
    assert said == 1
