"""Holding, releasing and removing signatures, on both engines."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.events import Action
from petition_app.domain.moderation import Reason
from petition_app.domain.refusals import ChangeIsImpossible, NotFound
from petition_app.domain.signature import Status
from petition_app.models import AuditLine, Signature
from petition_app.services import moderation, petitions, receipts, tallies
from petition_app.services.work import OPERATOR
from tests import counts
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, sign
from tests.cast import OTHER_SLUG, another_petition


def ids() -> tuple[UUID, UUID]:
    """The petition, and its only signature."""
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, SLUG).id, work.session.scalars(select(Signature.id)).one()


def counted() -> dict[Status, int]:
    return dict(counts.by_status())


def test_a_held_signature_is_not_counted_until_it_is_restored(app: Flask, clock: Clock):
    a_signature()
    petition, signature = ids()
    clock.move(days=2)
    with begin_work(OPERATOR) as work:
        moderation.hold(work, petition, signature, Reason.DUPLICATE)
    assert counted() == {Status.HELD: 1}

    with begin_work(OPERATOR) as work:
        moderation.restore(work, petition, signature)
    assert counted() == {Status.CONFIRMED: 1}


def test_a_removed_signature_can_be_counted_again_exactly_as_it_was(app: Flask, clock: Clock):
    a_signature()
    petition, signature = ids()
    with begin_reading(OPERATOR) as work:
        before = tallies.counters(work, petition), tallies.by_day(work, petition)
    clock.move(days=2)
    with begin_work(OPERATOR) as work:
        moderation.remove(work, petition, signature, Reason.NOT_A_PERSON)
    assert counted() == {Status.INVALIDATED: 1}
    with begin_work(OPERATOR) as work:
        moderation.restore(work, petition, signature)

    with begin_reading(OPERATOR) as work:
        assert (tallies.counters(work, petition), tallies.by_day(work, petition)) == before
        assert work.session.get_one(Signature, signature).ended_on is None


def test_a_held_signature_can_be_removed(app: Flask):
    a_signature()
    petition, signature = ids()
    with begin_work(OPERATOR) as work:
        moderation.hold(work, petition, signature, Reason.OTHER)
    with begin_work(OPERATOR) as work:
        moderation.remove(work, petition, signature, Reason.OTHER)

    assert counted() == {Status.INVALIDATED: 1}


def test_nobody_but_the_signer_can_confirm_a_signature(app: Flask):
    sign()
    petition, signature = ids()

    with pytest.raises(ChangeIsImpossible), begin_work(OPERATOR) as work:
        moderation.restore(work, petition, signature)
    for step in (moderation.hold, moderation.remove):
        with pytest.raises(ChangeIsImpossible), begin_work(OPERATOR) as work:
            step(work, petition, signature, Reason.OTHER)
    assert counted() == {Status.PENDING: 1}


def test_a_withdrawn_signature_stays_withdrawn(app: Flask):
    receipt = a_signature()
    petition, signature = ids()
    with begin_work(OPERATOR) as work:
        receipts.withdraw(work, receipt)

    with pytest.raises(ChangeIsImpossible), begin_work(OPERATOR) as work:
        moderation.restore(work, petition, signature)
    assert counted() == {Status.WITHDRAWN: 1}


def test_doing_it_twice_is_refused_and_counted_once(app: Flask):
    a_signature()
    petition, signature = ids()
    with begin_work(OPERATOR) as work:
        moderation.remove(work, petition, signature, Reason.OTHER)

    with pytest.raises(ChangeIsImpossible), begin_work(OPERATOR) as work:
        moderation.remove(work, petition, signature, Reason.OTHER)
    assert counted() == {Status.INVALIDATED: 1}


def test_a_signature_of_another_petition_is_not_there(app: Flask):
    another_petition()
    a_signature(a_request())
    _, signature = ids()
    with begin_reading(OPERATOR) as work:
        other = petitions.by_slug(work, OTHER_SLUG).id

    with pytest.raises(NotFound), begin_work(OPERATOR) as work:
        moderation.remove(work, other, signature, Reason.OTHER)
    assert counted() == {Status.CONFIRMED: 1}


def test_the_audit_log_says_what_was_done_to_which_signature_and_why(app: Flask):
    a_signature()
    petition, signature = ids()
    with begin_work(OPERATOR) as work:
        moderation.hold(work, petition, signature, Reason.IMPERSONATION)

    with begin_reading(OPERATOR) as work:
        line = work.session.scalars(select(AuditLine).order_by(AuditLine.number.desc()).limit(1)).one()
    assert line.action == Action.SIGNATURE_HELD
    assert line.petition_id == petition
    assert line.details == f'{{"reason":"impersonation","signature":"{signature}"}}'
