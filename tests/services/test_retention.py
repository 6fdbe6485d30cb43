"""What was never confirmed and what is long done is deleted in time; what counts stays."""

from __future__ import annotations

from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.models import Confirmation, OutboxLetter, Signature
from petition_app.services import petitions, retention, tallies
from petition_app.services.work import OPERATOR, WORKER
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, claim_letters, sign


def forget() -> retention.Forgotten:
    with begin_work(WORKER) as work:
        return retention.forget_what_is_over(work)


def left() -> tuple[int, int, int]:
    """Signatures, waiting confirmations, letters; the counters must equal the signatures."""
    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG)
        signatures = work.session.query(Signature).count()
        assert sum(row.signatures for row in tallies.counters(work, petition.id)) == signatures
        return signatures, work.session.query(Confirmation).count(), work.session.query(OutboxLetter).count()


def test_a_signature_that_was_never_confirmed_is_deleted_after_a_week(app: Flask, clock: Clock):
    a_signature()
    sign(a_request("late@example.org"))
    clock.move(days=7)
    kept = forget()
    clock.move(days=1)

    assert (kept.unconfirmed, forget().unconfirmed) == (0, 1)
    assert left() == (1, 0, 2)


def test_who_was_forgotten_can_sign_anew(app: Flask, clock: Clock):
    sign()
    claim_letters()
    clock.move(days=8)
    forget()

    a_signature()

    assert left()[0] == 1


def test_what_is_left_of_a_letter_is_deleted_after_thirty_days(app: Flask, clock: Clock):
    a_signature()
    clock.move(days=29)
    kept = forget()
    clock.move(days=2)

    assert (kept.letters, forget().letters) == (0, 1)
    assert left() == (1, 0, 0)
