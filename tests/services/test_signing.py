"""Signing and confirming, on both engines."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import LinkIsSpent
from petition_app.domain.signature import DisplayMode, Proof, Status
from petition_app.models import Signature
from petition_app.services import receipts
from petition_app.services.work import OPERATOR, VISITOR
from tests import counts
from tests.application import Clock
from tests.builders import a_request, a_signature, claim_letters, confirm, sign


def cells() -> dict[tuple[str, str], int]:
    """Counted signatures by status and proof; the counters must equal the rows."""
    found: Counter[tuple[str, str]] = Counter()
    for cell, number in counts.cells().items():
        found[str(cell.status), str(cell.proof)] += number
    return dict(found)


def test_a_signature_counts_only_once_its_letter_is_confirmed(app: Flask):
    sign()
    before = cells()
    (letter,) = claim_letters()
    confirm(letter.text)

    assert before == {(Status.PENDING, Proof.MAILBOX): 1}
    assert cells() == {(Status.CONFIRMED, Proof.MAILBOX): 1}


def test_a_link_works_once(app: Flask, clock: Clock):
    sign()
    (letter,) = claim_letters()
    confirm(letter.text)
    clock.move(minutes=10)

    with pytest.raises(LinkIsSpent):
        confirm(letter.text)
    assert cells() == {(Status.CONFIRMED, Proof.MAILBOX): 1}


def test_a_button_pressed_twice_gives_the_same_receipt_and_counts_once(app: Flask, clock: Clock):
    sign()
    (letter,) = claim_letters()
    first = confirm(letter.text)
    clock.move(minutes=9)

    assert confirm(letter.text) == first
    assert cells() == {(Status.CONFIRMED, Proof.MAILBOX): 1}


def test_a_withdrawn_signature_gives_its_receipt_to_no_letter(app: Flask):
    sign()
    (letter,) = claim_letters()
    receipt = confirm(letter.text)
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)

    with pytest.raises(LinkIsSpent):
        confirm(letter.text)


def test_a_link_expires_after_three_days(app: Flask, clock: Clock):
    sign()
    (letter,) = claim_letters()
    clock.move(hours=74)

    with pytest.raises(LinkIsSpent):
        confirm(letter.text)


def test_all_spellings_of_one_mailbox_are_one_signer(app: Flask, clock: Clock):
    for email in ("sam.ple@gmail.com", "Sample@Gmail.com", "sample+x@googlemail.com"):
        sign(a_request(email))

    assert cells() == {(Status.PENDING, Proof.MAILBOX): 1}


def test_signing_again_before_confirming_replaces_the_form_and_the_letter(app: Flask, clock: Clock):
    sign(a_request(display=DisplayMode.NAME, name="Wrong Name"))
    (first,) = claim_letters()
    clock.move(minutes=11)
    sign(a_request(display=DisplayMode.NAME, name="Sam Signer"))
    (second,) = claim_letters()

    with pytest.raises(LinkIsSpent):
        confirm(first.text)
    confirm(second.text)
    with begin_reading(OPERATOR) as work:
        assert work.session.query(Signature.public_name).all() == [("Sam Signer",)]


def test_who_has_signed_already_is_told_by_letter_only(app: Flask, clock: Clock):
    a_signature()
    clock.move(minutes=11)
    sign(a_request(employer="Elsewhere"))
    (letter,) = claim_letters()

    assert letter.kind == "already_on_record"
    assert cells() == {(Status.CONFIRMED, Proof.MAILBOX): 1}


def test_a_letter_that_still_waits_is_replaced_with_the_form(app: Flask, clock: Clock):
    sign()
    clock.move(minutes=11)
    sign()
    (letter,) = claim_letters()

    confirm(letter.text)


def test_a_mailbox_is_never_filled_with_letters(app: Flask, clock: Clock):
    letters = []
    for _ in range(50):
        sign()
        letters += claim_letters()
        clock.move(minutes=2)

    assert len(letters) == 3


def test_a_work_address_proves_its_employer(app: Flask):
    a_signature(a_request("sam@us.google.com", employer="YouTube"))

    assert cells() == {(Status.CONFIRMED, Proof.WORK_ADDRESS): 1}
