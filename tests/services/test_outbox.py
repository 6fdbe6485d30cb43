"""Letters: each is handed to one worker at a time, tried again while there is hope, and emptied once it is done."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.mail.letters import Letter
from petition_app.mail.transport import DeliveryFailed, MemoryTransport, SmtpTransport
from petition_app.models import OutboxLetter
from petition_app.services import outbox, posting
from petition_app.services.work import OPERATOR, WORKER
from tests.application import Clock
from tests.cli.command import free_port

LETTER = Letter("confirmation", "sam@example.org", "Please confirm", "Press the button.\n", "<p>Press the button.</p>")


def put_letters(number: int) -> None:
    with begin_work(OPERATOR) as work:
        for _ in range(number):
            outbox.enqueue(work, LETTER, None)


def stored() -> list[OutboxLetter]:
    with begin_reading(OPERATOR) as work:
        return list(work.session.scalars(select(OutboxLetter)))


def post(transport: Any) -> int:
    return posting.post_due_letters(begin_work, transport)


def failing(reason: str = "no mail server (refused)", *, for_good: bool = False) -> MemoryTransport:
    return MemoryTransport(refuse=DeliveryFailed(reason, for_good=for_good))


def test_letters_lie_in_the_order_in_which_they_were_written_and_their_keys_tell_no_hour(app: Flask, clock: Clock):
    for _ in range(8):
        put_letters(1)
        clock.move(minutes=1)
    keys = [each.id.int for each in sorted(stored(), key=lambda each: each.due_at or clock.now)]

    assert keys == sorted(keys)
    # The day, then the place: what follows is drawn by lot.
    assert keys[0] >> 80 == keys[-1] >> 80
    assert len({key & (1 << 40) - 1 for key in keys}) == 8


def test_no_letter_is_ever_handed_to_two_workers(app: Flask):
    put_letters(60)
    claimed: list[outbox.Claimed] = []
    failed: list[BaseException] = []
    barrier = threading.Barrier(4)

    def worker() -> None:
        barrier.wait()
        try:
            with app.app_context():
                while True:
                    with begin_work(WORKER) as work:
                        mine = outbox.claim(work, most=3)
                    if not mine:
                        return
                    claimed.extend(mine)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert Counter(each.id for each in claimed).most_common(1)[0][1] == 1
    assert len(claimed) == 60


@pytest.mark.parametrize("engine_name", ["postgresql"])  # SQLite has one writer: there the other worker waits
def test_workers_pass_over_what_another_one_is_claiming_this_moment(app: Flask, engine_name: str):
    put_letters(2)

    with begin_work(WORKER) as work, begin_work(WORKER) as other:
        mine, theirs = outbox.claim(work, most=1), outbox.claim(other, most=1)
    assert len({mine[0].id, theirs[0].id}) == 2


def test_a_letter_whose_worker_died_is_sent_by_another_once_the_claim_is_over(app: Flask, clock: Clock):
    put_letters(1)
    with begin_work(WORKER) as work:
        outbox.claim(work)
    transport = MemoryTransport()

    assert post(transport) == 0
    clock.move(seconds=outbox.CLAIM.total_seconds())
    assert post(transport) == 1
    assert transport.sent == [LETTER]
    assert post(transport) == 0


def test_a_delivered_letter_is_empty_and_tells_the_day_only(app: Flask, clock: Clock):
    put_letters(1)
    post(MemoryTransport())
    (row,) = stored()

    assert (row.sealed, row.due_at, row.delivered, row.ended_at) == (None, None, True, clock.now.replace(hour=0))


def test_an_undelivered_letter_is_tried_again_later_and_later(app: Flask, clock: Clock):
    put_letters(1)
    waits = []
    while post(failing()):
        (row,) = stored()
        if row.due_at is None:
            break
        waits.append((row.due_at - clock.now) / timedelta(minutes=1))
        clock.move(seconds=(row.due_at - clock.now).total_seconds() - 1)
        assert post(failing()) == 0
        clock.move(seconds=1)

    assert waits == [1, 5, 15, 60, 240, 720, 1440]
    assert stored()[0].attempts == 8


def test_a_letter_that_is_given_up_is_empty_and_counted(app: Flask, clock: Clock):
    put_letters(2)
    post(failing("recipient refused (550)", for_good=True))
    with begin_reading(OPERATOR) as work:
        state = outbox.state(work)

    assert {(row.sealed, row.due_at, row.delivered) for row in stored()} == {(None, None, False)}
    assert {row.last_error for row in stored()} == {"recipient refused (550)"}
    assert (state.waiting, state.undelivered) == (0, 2)


def test_one_letter_that_cannot_be_sent_holds_up_no_other(app: Flask):
    put_letters(3)

    class Moody(MemoryTransport):
        def send(self, letter: Letter) -> None:
            if not self.sent and not self.refuse:
                self.refuse = DeliveryFailed("mail server answered 451", for_good=False)
                raise self.refuse
            self.sent.append(letter)

    transport = Moody()
    post(transport)

    assert len(transport.sent) == 2
    assert sorted(row.delivered for row in stored()) == [False, True, True]


class MailServer:
    """Answers each step of a conversation as it is told to."""

    def __init__(self, recipient: str = "250 OK", data: str = "250 OK", *, hang_up: bool = False) -> None:
        self.recipient, self.data, self.hang_up = recipient, data, hang_up
        self.taken: list[Envelope] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.hang_up:
            cast(asyncio.WriteTransport, server.transport).abort()
        if self.data.startswith("250"):
            self.taken.append(envelope)
        return self.data


@contextmanager
def listening(handler: MailServer) -> Iterator[SmtpTransport]:
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield smtp_at(port)
    finally:
        controller.stop()


def smtp_at(port: int) -> SmtpTransport:
    return SmtpTransport("127.0.0.1", port, "", "", use_tls=False, use_ssl=False, sender="no-reply@example.net")


def outcome(transport: SmtpTransport) -> tuple[str | None, bool]:
    """What the outbox says of the letter after one try, and whether it will be tried again."""
    put_letters(1)
    assert post(transport) == 1
    (row,) = stored()
    return row.last_error, row.due_at is not None


def test_a_mail_server_gets_the_letter_as_it_was_written(app: Flask):
    server = MailServer()
    with listening(server) as transport:
        assert outcome(transport) == (None, False)

    (envelope,) = server.taken
    assert envelope.rcpt_tos == [LETTER.to]
    assert isinstance(envelope.content, bytes)
    assert b"Subject: Please confirm" in envelope.content
    assert b"Press the button." in envelope.content


@pytest.mark.parametrize(
    ("handler", "error", "again"),
    [
        (MailServer(recipient="451 try later"), "recipient refused (451)", True),
        (MailServer(recipient="550 no such user"), "recipient refused (550)", False),
        (MailServer(data="451 try later"), "mail server answered 451", True),
        (MailServer(data="554 not that"), "mail server answered 554", True),
        (MailServer(hang_up=True), "no mail server (SMTPServerDisconnected)", True),
    ],
    ids=lambda given: str(given) if isinstance(given, str) else "",
)
def test_each_fault_of_a_mail_server_is_known_for_what_it_is(app: Flask, handler: MailServer, error: str, again: bool):
    with listening(handler) as transport:
        assert outcome(transport) == (error, again)


def test_letters_wait_while_no_mail_server_answers_and_leave_once_one_does(app: Flask, clock: Clock):
    server = MailServer()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert outcome(smtp_at(closed.getsockname()[1])) == ("no mail server (ConnectionRefusedError)", True)

    clock.move(minutes=1)
    with listening(server) as transport:
        assert post(transport) == 1
    assert len(server.taken) == 1
