"""What was never confirmed and what is long done is deleted in time; what counts stays."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.models import Confirmation, OutboxLetter, Signature, Spelling
from petition_app.services import receipts, retention, verifying
from petition_app.services.work import OPERATOR, VISITOR, WORKER
from tests import counts
from tests.application import Clock
from tests.builders import a_request, a_signature, claim_letters, sign


def forget() -> retention.Forgotten:
    with begin_work(WORKER) as work:
        return retention.forget_what_is_over(work)


def left() -> tuple[int, int, int]:
    """Signatures, waiting confirmations, letters; the counters must equal the signatures."""
    counts.cells()
    with begin_reading(OPERATOR) as work:
        signatures = work.session.query(Signature).count()
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


def typed_employers() -> set[str]:
    with begin_reading(OPERATOR) as work:
        return set(work.session.scalars(select(Spelling.text)))


def test_an_employer_that_nobody_has_typed_any_more_is_deleted(app: Flask, clock: Clock):
    for name in ("sam", "ren"):
        a_signature(a_request(f"{name}@example.org", employer="Acme"))
    receipt = a_signature(a_request("mika@example.org", employer="Mika's own bakery"))
    sign(a_request("late@example.org", employer="Late and Sons"))
    claim_letters()
    clock.move(days=8)
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)
    forgotten = [forget().spellings for _ in range(3)]

    assert forgotten == [1, 1, 0]
    assert typed_employers() == {"Acme"}
    assert a_signature(a_request("kim@example.org", employer="Late and Sons"))
    with begin_reading(OPERATOR) as work:
        assert not [promise.faults for promise in verifying.verify(work) if not promise.holds]


def test_what_was_typed_as_employer_leaves_with_a_withdrawn_signature(app: Flask):
    receipt = a_signature(a_request(employer="Mika's own bakery"))
    known = a_signature(a_request("ren@example.org", employer="Google"))
    for each in (receipt, known):
        with begin_work(VISITOR) as work:
            receipts.withdraw(work, each)

    with begin_reading(OPERATOR) as work:
        assert list(work.session.scalars(select(Signature.spelling_id))) == [None, None]
