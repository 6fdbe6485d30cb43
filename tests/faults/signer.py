"""Signs and confirms in a process of its own that can be killed at any moment.

Started once, it forks a child for each order that it reads from its standard input (the modules are then loaded
already) and answers with the child's number. The child waits for its own SIGCONT, signs, confirms, and writes a line
to the order's file after each thing it acknowledges: what a visitor would have been told.

Two ways of working are wrong on purpose: they show that whoever looks for lost or half signatures finds them.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from flask import Flask

from petition_app.app import create_app
from petition_app.database import begin_work, db
from petition_app.services import confirming, signing
from petition_app.services.groupcommit import GroupCommit
from petition_app.services.work import VISITOR, Work
from petition_app.settings import load_settings
from petition_app.web.desk import confirmations, signatures
from tests.builders import SLUG, a_request

END = "end"
_PR_SET_PTRACER = 0x59616D61
_ANYBODY = -1


class Way(StrEnum):
    RIGHT = "right"
    ACKNOWLEDGES_TOO_EARLY = "acknowledges before the commit"
    COUNTS_TOO_LATE = "counts in a second transaction"
    TOGETHER = "all at once, through the writer of groups"
    ANSWERS_TOO_EARLY = "the writer of groups answers before the commit"


@dataclass(frozen=True)
class Order:
    """`emails` sign in turn, `secrets` are the links to confirm after that; `acknowledged` is a file."""

    environment: dict[str, str]
    emails: list[str]
    secrets: list[str]
    acknowledged: str
    way: str = Way.RIGHT

    def line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


def carry_out(order: Order) -> None:
    log = os.open(order.acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def acknowledge(text: str) -> None:
        os.write(log, text.encode() + b"\n")

    app = create_app(load_settings(order.environment))
    with app.app_context():
        if order.way in (Way.TOGETHER, Way.ANSWERS_TOO_EARLY):
            together(app, order, acknowledge)
        else:
            for email in order.emails:
                in_one_way(order.way, partial(sign, email), acknowledge)
            for secret in order.secrets:
                in_one_way(order.way, partial(confirm, secret), acknowledge)
        db.engine.dispose()
    acknowledge(END)


class AnswersTooEarly(GroupCommit[Any]):
    """Wrong on purpose: what it answers may still be lost."""

    def _settle(self, group: Any) -> None:
        for ticket in group:
            ticket.answer(None)
        self._carry_out([ticket.item for ticket in group])


def together(app: Flask, order: Order, acknowledge: Callable[[str], None]) -> None:
    """Each address and each link in a thread of its own, as the server's requests are."""
    signing_desk, confirming_desk = signatures(), confirmations()
    if order.way == Way.ANSWERS_TOO_EARLY:
        signing_desk.writer = AnswersTooEarly(signing_desk._carry_out, lambda failure: False)

    def take(email: str) -> None:
        with app.app_context():
            signing_desk.take(SLUG, a_request(email))
            acknowledge(f"signed {email}")

    def press(secret: str) -> None:
        acknowledge(f"confirmed {confirming_desk.take(secret).receipt.text}")

    threads = [threading.Thread(target=take, args=(email,)) for email in order.emails]
    threads += [threading.Thread(target=press, args=(secret,)) for secret in order.secrets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def sign(email: str, work: Work) -> str:
    signing.sign(work, SLUG, a_request(email))
    return f"signed {email}"


def confirm(secret: str, work: Work) -> str:
    return f"confirmed {confirming.confirm(work, secret).receipt.text}"


def in_one_way(way: str, act: Callable[[Work], str], acknowledge: Callable[[str], None]) -> None:
    counting: Any = None
    with begin_work(VISITOR) as work:
        done = act(work)
        if way == Way.ACKNOWLEDGES_TOO_EARLY:
            acknowledge(done)
        if way == Way.COUNTS_TOO_LATE:
            # The counters have the lowest rank of what is left for the end of a transaction.
            counting = work.before_commit.pop(min(work.before_commit))
    if counting:
        with begin_work(VISITOR) as work:
            counting.work = work
            counting()
    if way != Way.ACKNOWLEDGES_TOO_EARLY:
        acknowledge(done)


def child(order: Order) -> None:
    # Where only ancestors may trace a process, this one lets anybody.
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(_ANYBODY), 0, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
    carry_out(order)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        number = os.fork()
        if number == 0:
            status = 1
            try:
                child(Order(**json.loads(line)))
                status = 0
            finally:
                os._exit(status)
        print(number, flush=True)  # noqa: T201 - the answer to the order


if __name__ == "__main__":
    main()
