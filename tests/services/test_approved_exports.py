"""Exports of private fields where two owners must agree, on both engines."""

from __future__ import annotations

import pytest
from flask import Flask

from petition_app.domain.access import Role
from petition_app.domain.approval import SecondOwnerIsNeeded
from petition_app.domain.refusals import NotAllowed, PurposeIsNeeded
from petition_app.services import approvals, team
from tests.application import Clock
from tests.cast import an_organiser
from tests.teams import do, states, the_request, two_owners


def test_an_approval_of_an_export_dies_with_the_role_of_whoever_gave_it(app: Flask):
    olu, ada = two_owners()
    an_organiser("Eve", Role.OWNER)
    do(olu, approvals.ask_for_export, "signatories", "Hand-over")
    do(ada, approvals.approve, the_request(olu).id)
    do(ada, team.leave)

    with pytest.raises(SecondOwnerIsNeeded):
        do(olu, approvals.let_export, "signatories", "Hand-over")


def test_an_approved_export_is_taken_once_for_the_purpose_that_was_approved(app: Flask):
    olu, ada = two_owners()
    with pytest.raises(SecondOwnerIsNeeded):
        do(olu, approvals.let_export, "signatories", "Anything")
    do(olu, approvals.ask_for_export, "signatories", " To  hand over\n")
    do(ada, approvals.approve, the_request(olu).id)

    for who, kind in ((ada, "signatories"), (olu, "another kind")):
        with pytest.raises(SecondOwnerIsNeeded):
            do(who, approvals.let_export, kind, "Mine")
    assert do(olu, approvals.let_export, "signatories", "Something else") == "To hand over"
    with pytest.raises(SecondOwnerIsNeeded):
        do(olu, approvals.let_export, "signatories", "Once more")
    assert states() == ["done"]


def test_an_approved_export_that_nobody_took_ends_with_its_term(app: Flask, clock: Clock):
    olu, ada = two_owners()
    do(olu, approvals.ask_for_export, "signatories", "Hand-over")
    do(ada, approvals.approve, the_request(olu).id)
    clock.move(hours=72)

    with pytest.raises(SecondOwnerIsNeeded):
        do(olu, approvals.let_export, "signatories", "Hand-over")


def test_an_exporter_asks_and_an_owner_approves_while_others_cannot_ask(app: Flask):
    _, ada = two_owners()
    ed, mo = an_organiser("Ed", Role.EXPORTER), an_organiser("Mo", Role.MODERATOR)
    do(ed, approvals.ask_for_export, "signatories", "Hand-over")
    do(ada, approvals.approve, the_request(ed).id)

    assert do(ed, approvals.let_export, "signatories", "") == "Hand-over"
    with pytest.raises(NotAllowed):
        do(mo, approvals.ask_for_export, "signatories", "Hand-over")
    with pytest.raises(PurposeIsNeeded):
        do(ed, approvals.ask_for_export, "signatories", " ")


def test_the_longest_purpose_fits_whatever_signs_it_holds(app: Flask):
    olu, _ = two_owners()
    do(olu, approvals.ask_for_export, "signatories", '"\x01' * 400)

    assert len(the_request(olu).purpose) == 500
