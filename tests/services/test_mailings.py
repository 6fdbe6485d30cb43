"""Mailings: everybody who asked for news gets an update once, and what was opened for it is closed again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.events import Action
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import PassphraseIsNeeded, PassphraseIsWrong
from petition_app.domain.signature import Purpose
from petition_app.domain.update import Draft
from petition_app.models import AuditLine, MailingReceipt, Signature
from petition_app.services import mailings, petitions, receipts, retention, updates
from petition_app.services.mailings import IsBeingSent, NobodyIsLeft, SentLongAgo
from petition_app.services.work import OPERATOR, VISITOR, WORKER
from tests.application import Clock, Mailbox
from tests.builders import a_petition, a_request, a_signature, sign
from tests.services.mailing import an_hour, an_update, begin_mailing, seen, sent_to, subscribers, write_letters

PASSPHRASE = "seven quiet lanterns drift north"


def test_who_asked_for_news_gets_it_once_and_nobody_else(app: Flask, clock: Clock, mailbox: Mailbox):
    subscribers("ann", "ben")
    a_signature(a_request("cleo@example.org", network="elsewhere"))
    sign(replace(a_request("dan@example.org", network="there"), consents=frozenset({Purpose.COUNT, Purpose.UPDATES})))

    begin_mailing(an_update())
    write_letters(clock)

    assert sent_to(mailbox) == ["ann@example.org", "ben@example.org"]


def test_the_petition_is_named_inside_the_letter_and_not_in_its_subject(app: Flask, clock: Clock, mailbox: Mailbox):
    subscribers("ann")
    begin_mailing(an_update("We met the board"))
    write_letters(clock)
    sent_to(mailbox)

    (letter,) = [each for each in mailbox.transport.sent if each.kind == "update"]
    assert letter.subject == "News you asked for"
    assert "We met the board" in letter.text
    assert "the minutes (https://example.org/minutes)" in letter.text
    assert "<strong>met</strong>" in letter.html


def test_sending_again_reaches_those_who_asked_since(app: Flask, clock: Clock, mailbox: Mailbox):
    subscribers("ann")
    written = an_update()
    begin_mailing(written)
    write_letters(clock)
    assert sent_to(mailbox) == ["ann@example.org"]
    with pytest.raises(NobodyIsLeft):
        begin_mailing(written)
    subscribers("ben")

    begin_mailing(written)
    write_letters(clock)

    assert sent_to(mailbox) == ["ann@example.org", "ben@example.org"]


def test_who_withdraws_and_signs_again_is_not_written_to_twice(app: Flask, clock: Clock, mailbox: Mailbox):
    request = replace(a_request("ann@example.org"), consents=frozenset({Purpose.COUNT, Purpose.UPDATES}))
    receipt = a_signature(request)
    written = an_update()
    begin_mailing(written)
    write_letters(clock)
    assert sent_to(mailbox) == ["ann@example.org"]
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)
    clock.move(days=2)
    a_signature(request)
    subscribers("ben")

    begin_mailing(written)
    write_letters(clock)

    assert sent_to(mailbox) == ["ann@example.org", "ben@example.org"]


def test_one_mailing_of_an_update_at_a_time(app: Flask):
    subscribers("ann")
    written = an_update()
    begin_mailing(written)

    with pytest.raises(IsBeingSent):
        begin_mailing(written)


def test_consent_taken_back_between_counting_and_sending_counts(app: Flask, clock: Clock, mailbox: Mailbox):
    subscribers("ann", "ben")
    begin_mailing(an_update())
    with begin_work(OPERATOR) as work:
        first = work.session.scalars(select(Signature).order_by(Signature.id).limit(1)).one()
        first.consents = "count"

    write_letters(clock)

    assert len(sent_to(mailbox)) == 1


def test_a_letter_that_waits_goes_with_its_signer(app: Flask, clock: Clock, mailbox: Mailbox):
    request = replace(a_request("ann@example.org"), consents=frozenset({Purpose.COUNT, Purpose.UPDATES}))
    receipt = a_signature(request)
    begin_mailing(an_update())
    write_letters(clock)
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)

    assert sent_to(mailbox) == []


def test_addresses_are_opened_once_in_the_audit_log_however_many_letters(app: Flask, clock: Clock):
    an_hour(60)
    subscribers("ann", "ben", "cleo")
    mailing = begin_mailing(an_update())
    write_letters(clock)

    with begin_reading(OPERATOR) as work:
        lines = work.session.scalars(select(AuditLine).where(AuditLine.action == Action.PRIVATE_FIELDS_OPENED)).all()
    assert len(lines) == 1
    assert str(mailing) in lines[0].details
    assert "example.org" not in lines[0].details


def sealed_petition() -> None:
    with begin_work(OPERATOR) as work:
        a_petition(work, "sealed", kept_by=Custody.ORGANISERS, passphrase=PASSPHRASE)


def test_the_organisers_keys_are_kept_only_while_letters_are_written(app: Flask, clock: Clock, mailbox: Mailbox):
    sealed_petition()
    consents = frozenset({Purpose.COUNT, Purpose.UPDATES})
    a_signature(replace(a_request("ann@example.org"), consents=consents), "sealed")
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, "sealed")
    with begin_work(OPERATOR) as work:
        written = updates.draft(work, petition.id, Draft("News", "Text"))
    for wrong, refusal in ((None, PassphraseIsNeeded), ("another", PassphraseIsWrong)):
        with pytest.raises(refusal), begin_work(OPERATOR) as work:
            mailings.start(work, petition, written, 1, wrong)
    with begin_work(OPERATOR) as work:
        mailing = mailings.start(work, petition, written, 1, PASSPHRASE)
    clock.move(hours=2)
    a_signature(replace(a_request("late@example.org", network="n"), consents=consents), "sealed")

    assert seen(mailing).mailing.access
    write_letters(clock)

    assert sent_to(mailbox) == ["ann@example.org"]
    assert seen(mailing).mailing.access is None
    assert seen(mailing).mailing.reached is None


def test_whom_it_went_to_is_forgotten_after_a_month_and_it_cannot_be_sent_again(app: Flask, clock: Clock):
    subscribers("ann")
    written = an_update()
    begin_mailing(written)
    write_letters(clock)

    clock.move(days=31)
    with begin_work(WORKER) as work:
        retention.forget_what_is_over(work)

    with begin_reading(OPERATOR) as work:
        assert work.session.scalars(select(MailingReceipt)).all() == []
    with pytest.raises(SentLongAgo):
        begin_mailing(written)


def test_a_receipt_leads_to_nobody(app: Flask, clock: Clock):
    subscribers("ann")
    for title in ("One", "Two"):
        begin_mailing(an_update(title))
        write_letters(clock)

    with begin_reading(OPERATOR) as work:
        keys = work.session.scalars(select(MailingReceipt.signer_key)).all()
        known = {*work.session.scalars(select(Signature.email_key))}
    assert len(set(keys)) == 2
    assert not known & set(keys)
