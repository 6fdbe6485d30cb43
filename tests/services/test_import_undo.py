"""Imports that ask by letter, and imports that are taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from petition_app.database import begin_work, edge
from petition_app.domain.importing import ImportState
from petition_app.domain.moderation import Reason
from petition_app.domain.refusals import PetitionIsNotOpen
from petition_app.domain.signature import DisplayMode, Status
from petition_app.services import moderation, petitions
from petition_app.services.work import OPERATOR
from tests import counts
from tests.application import Clock, Mailbox
from tests.builders import SLUG, a_request, a_signature, claim_letters, confirm, sign
from tests.services.importing import a_check, imported, people, promises_broken, seen, take_back, work_off
from tests.web.signer import signatures

pytestmark = pytest.mark.usefixtures("app")


def test_an_import_is_taken_back_to_the_row():
    a_signature(a_request("early@example.org"))
    before = counts.cells()
    batch = imported(people(*range(7)))

    take_back(batch)
    work_off()

    assert counts.cells() == before
    assert (seen(batch).state, seen(batch).undone) == (ImportState.UNDONE, 7)
    assert promises_broken() == []


@pytest.mark.parametrize(("with_changed", "left"), [(False, 1), (True, 0)])
def test_what_organisers_have_changed_stays_unless_they_say_so(with_changed: bool, left: int):
    batch = imported(people(1, 2))
    with begin_work(OPERATOR) as work:
        row = signatures()[0]
        moderation.hold(work, row.petition_id, row.id, Reason.OTHER)

    take_back(batch, with_changed=with_changed)
    work_off()

    assert len(signatures()) == left
    assert promises_broken() == []


def test_who_is_asked_by_letter_counts_only_once_they_confirm(mailbox: Mailbox):
    batch = imported(people(1, 2, employer="Google"), asks=True)

    assert counts.by_status() == {Status.PENDING: 2}
    letters = mailbox.letters()
    assert len(letters) == 2
    confirm(letters[0])
    assert counts.by_status() == {Status.PENDING: 1, Status.CONFIRMED: 1}
    assert seen(batch).counted == 2
    take_back(batch)
    work_off()
    assert counts.by_status() == {Status.CONFIRMED: 1}
    assert promises_broken() == []


def test_letters_to_many_leave_hour_by_hour(monkeypatch: pytest.MonkeyPatch, clock: Clock, mailbox: Mailbox):
    monkeypatch.setattr("petition_app.services.importasking.LETTERS_AN_HOUR", 2)
    imported(people(*range(5)), asks=True)

    sent = []
    for _ in range(3):
        sent.append(len(mailbox.letters()))
        clock.now += timedelta(hours=1)

    assert sent == [2, 4, 5]


def test_who_signs_after_being_asked_is_no_part_of_the_import_any_more():
    batch = imported(people(1), asks=True)
    claim_letters()
    later = a_request("signer1@example.org", employer="Meta", display=DisplayMode.ANONYMOUS)
    edge().clock.move(minutes=11)  # type: ignore[attr-defined]
    sign(later)

    take_back(batch)
    work_off()

    assert [row.employer_raw for row in signatures()] == ["Meta"]


def test_nobody_is_asked_while_the_petition_is_closed(app: Flask):
    with begin_work(OPERATOR) as work:
        petitions.by_slug(work, SLUG).closes_at = work.now

    with pytest.raises(PetitionIsNotOpen):
        a_check(people(1), asks=True)
