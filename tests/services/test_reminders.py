"""Reminders: once, between a day and two and a half after signing, with a link that works."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import Custody, State
from petition_app.domain.refusals import LinkIsSpent, PassphraseIsNeeded, PetitionIsNotOpen
from petition_app.domain.signature import Status
from petition_app.models import AuditLine, Signature
from petition_app.services import petitions, reminders
from petition_app.services.work import OPERATOR
from tests.application import Clock, Mailbox
from tests.builders import SLUG, a_petition, a_request, change_petition, claim_letters, confirm, sign

PASSPHRASE = "seven quiet lanterns drift north"


def reminded(mailbox: Mailbox) -> list[str]:
    """After a round of the worker: the texts of all reminders so far."""
    reminders.remind_what_is_due(begin_work)
    mailbox.letters()
    return [each.text for each in mailbox.transport.sent if each.kind == "reminder"]


def test_who_has_not_confirmed_is_reminded_once_and_the_new_link_confirms(app: Flask, clock: Clock, mailbox: Mailbox):
    sign()
    clock.move(hours=23, minutes=59)
    assert reminded(mailbox) == []

    clock.move(hours=1, minutes=2)
    assert len(reminded(mailbox)) == 1
    clock.move(hours=20)
    (text,) = reminded(mailbox)

    confirm(text)
    with begin_reading(OPERATOR) as work:
        assert work.session.scalar(select(Signature.status)) is Status.CONFIRMED


def test_the_earlier_link_ends_with_the_reminder(app: Flask, clock: Clock, mailbox: Mailbox):
    sign()
    (first,) = claim_letters()
    clock.move(hours=30)
    assert len(reminded(mailbox)) == 1

    with pytest.raises(LinkIsSpent):
        confirm(first.text)


@pytest.mark.parametrize("hours", [61, 71])
def test_nobody_is_reminded_so_late_that_it_would_surprise(app: Flask, clock: Clock, mailbox: Mailbox, hours: int):
    sign()
    clock.move(hours=hours)

    assert reminded(mailbox) == []


def test_who_has_confirmed_or_whose_letter_came_back_is_not_reminded(app: Flask, clock: Clock, mailbox: Mailbox):
    sign(a_request("ann@example.org"))
    confirm(claim_letters()[0].text)
    sign(a_request("ben@example.org"))
    with begin_work(OPERATOR) as work:
        for row in work.session.scalars(select(Signature).where(Signature.status == Status.PENDING)):
            row.mail_ended_on = work.today
    clock.move(hours=30)

    assert reminded(mailbox) == []


def test_signing_again_after_a_reminder_brings_no_second_one(app: Flask, clock: Clock, mailbox: Mailbox):
    sign()
    clock.move(hours=30)
    assert len(reminded(mailbox)) == 1
    clock.move(hours=1)
    sign()
    clock.move(hours=30)

    assert len(reminded(mailbox)) == 1


def test_a_mailbox_that_has_had_its_letters_is_not_reminded(app: Flask, clock: Clock, mailbox: Mailbox):
    for _ in range(5):
        clock.move(hours=13)
        sign()
    clock.move(hours=30)

    assert reminded(mailbox) == []


def test_reminders_can_be_switched_off(app: Flask, clock: Clock, mailbox: Mailbox):
    sign()
    for on, expected in ((False, 0), (True, 1)):
        with begin_work(OPERATOR) as work:
            reminders.switch(work, petitions.by_slug(work, SLUG), on=on)
        clock.move(hours=14 if on else 30)
        assert len(reminded(mailbox)) == expected


def test_a_petition_that_takes_no_signatures_reminds_nobody(app: Flask, clock: Clock, mailbox: Mailbox):
    sign()
    change_petition(state=State.PAUSED)
    clock.move(hours=30)

    assert reminded(mailbox) == []
    with pytest.raises(PetitionIsNotOpen), begin_work(OPERATOR) as work:
        reminders.remind_by_hand(work, petitions.by_slug(work, SLUG))


def test_where_the_organisers_keep_the_keys_reminders_are_written_by_hand(app: Flask, clock: Clock, mailbox: Mailbox):
    with begin_work(OPERATOR) as work:
        a_petition(work, "sealed", kept_by=Custody.ORGANISERS, passphrase=PASSPHRASE)
    sign(slug="sealed")
    clock.move(hours=30)
    assert reminded(mailbox) == []
    with pytest.raises(PassphraseIsNeeded), begin_work(OPERATOR) as work:
        reminders.remind_by_hand(work, petitions.by_slug(work, "sealed"))

    with begin_work(OPERATOR) as work:
        assert reminders.remind_by_hand(work, petitions.by_slug(work, "sealed"), PASSPHRASE) == 1

    confirm(reminded(mailbox)[0])


def test_opening_addresses_for_reminders_is_in_the_audit_log(app: Flask, clock: Clock, mailbox: Mailbox):
    sign()
    clock.move(hours=30)
    reminded(mailbox)

    with begin_reading(OPERATOR) as work:
        lines = work.session.scalars(select(AuditLine).where(AuditLine.action == "private fields opened")).all()
    assert [(line.actor, '"signatures":1' in line.details) for line in lines] == [("worker", True)]
