"""Builders for mailings: signers who asked for news, an update, and the worker's turns."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.signature import Purpose
from petition_app.domain.update import Draft
from petition_app.models import Mailing
from petition_app.services import jobs, mailings, petitions, posting, updates
from petition_app.services.jobkinds import STEPS
from petition_app.services.mailings import Sending
from petition_app.services.work import OPERATOR
from tests.application import Clock, Mailbox
from tests.builders import SLUG, a_request, a_signature

BODY = "We **met** the board.\n\nRead [the minutes](https://example.org/minutes)."


def subscribers(*names: str) -> None:
    """Confirmed signers who asked for news, each of a network of their own."""
    for name in names:
        request = a_request(f"{name}@example.org", network=f"net-{name}")
        a_signature(replace(request, consents=request.consents | {Purpose.UPDATES}))


def an_update(title: str = "We met the board", body: str = BODY, subject: str = "") -> UUID:
    with begin_work(OPERATOR) as work:
        return updates.draft(work, petitions.by_slug(work, SLUG).id, Draft(title, body, subject))


def begin_mailing(update: UUID, passphrase: str | None = None) -> UUID:
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG)
        return mailings.start(work, petition, update, updates.one(work, petition.id, update).edition, passphrase)


def write_letters(clock: Clock, rounds: int = 50) -> None:
    """The worker's batches, as fast as they come, until the mailing waits for nothing any more."""
    for _ in range(rounds):
        if not jobs.work_off(begin_work, STEPS):
            clock.move(minutes=2)
            if not jobs.work_off(begin_work, STEPS):
                return


def sent_to(mailbox: Mailbox) -> list[str]:
    """The addresses that got an update so far, after another round of the post."""
    while posting.post_due_letters(begin_work, mailbox.transport):
        pass
    return sorted(each.to for each in mailbox.transport.sent if each.kind == "update")


def seen(mailing: UUID) -> Sending:
    with begin_reading(OPERATOR) as work:
        found = work.session.get_one(Mailing, mailing)
        return next(each for each in mailings.sendings(work, found.petition_id) if each.mailing.id == mailing)


def an_hour(letters: int) -> None:
    here = edge()
    here.settings = replace(here.settings, letters_an_hour=letters)
