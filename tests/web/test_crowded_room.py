"""Organisers are told what a limit does: how many were challenged, held and turned away, as figures alone."""

from __future__ import annotations

from flask import Flask

from petition_app.database import begin_work
from petition_app.domain.burst import Kind
from petition_app.domain.throttle import SIGN_SOON
from petition_app.services import crowds
from petition_app.services.work import VISITOR
from tests.application import Clock
from tests.builders import SLUG
from tests.cast import a_member, browser_of, text_of
from tests.web.signer import submit
from tests.web.test_challenge import signed_from_here

BURSTS, OVERVIEW = f"/organise/{SLUG}/signatories/bursts", f"/organise/{SLUG}"
HEADING = "Very many signed from one network"


def happened(times: int, kind: Kind = Kind.CHALLENGED) -> None:
    for _ in range(times):
        with begin_work(VISITOR) as work:
            crowds.note(work, SLUG, kind)


def test_what_a_crowd_met_is_told_in_the_room_and_on_the_overview(app: Flask, clock: Clock):
    happened(6, Kind.HELD)
    clock.move(hours=1)
    happened(7)
    browser = browser_of(app, a_member("Mo"))

    for page in (BURSTS, OVERVIEW):
        text = text_of(browser, page)
        assert HEADING in text
        assert "7 in the last 24 hours, 7 in this hour" in text
        assert "6 in the last 24 hours, fewer than five in this hour" in text


def test_fewer_than_five_are_not_told_and_nobody_below_a_moderator_is(app: Flask):
    happened(4)
    assert HEADING not in text_of(browser_of(app, a_member("Mo")), BURSTS)
    happened(1)

    assert HEADING in text_of(browser_of(app, a_member("Ed")), BURSTS)
    assert HEADING not in text_of(browser_of(app, a_member("Vera")), OVERVIEW)


def test_each_challenge_that_a_browser_gets_is_counted(app: Flask, clock: Clock):
    signed_from_here(SIGN_SOON)
    for number in range(5):
        assert submit(app.test_client(), clock, email=f"sam{number}@example.org").status_code == 422

    assert "5 in the last 24 hours, 5 in this hour" in text_of(browser_of(app, a_member("Olu")), BURSTS)
