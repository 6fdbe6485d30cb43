"""Signed-in browsers, on both engines."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import NotFound, SignInFailed
from petition_app.models import Organiser, OrganiserSession
from petition_app.services import browsers, sessions
from petition_app.services.sessions import OpenSession
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.cast import an_organiser, found, open_session


def find(cookie: str) -> OpenSession | None:
    with begin_reading(OPERATOR) as work:
        return sessions.find(work, cookie)


def start(organiser: UUID, replaces: str | None = None) -> str:
    with begin_work(OPERATOR) as work:
        return sessions.start(work, organiser, replaces)


def test_only_the_hash_of_a_cookie_is_stored(app: Flask):
    cookie = open_session(an_organiser())

    with begin_reading(OPERATOR) as work:
        kept = work.session.scalars(select(OrganiserSession.id_hash)).one()
    assert len(cookie) == 43
    assert cookie.encode() not in kept


def test_a_password_alone_signs_nobody_in(app: Flask):
    session = found(find(start(an_organiser())))

    assert not session.is_authenticated


def test_the_session_goes_on_under_a_new_id_after_the_second_factor(app: Flask):
    half = start(an_organiser())
    with begin_work(OPERATOR) as work:
        whole = sessions.pass_second_factor(work, found(sessions.find(work, half)))

    assert find(half) is None
    assert found(find(whole)).is_authenticated


def test_an_id_the_browser_brought_along_ends_at_sign_in(app: Flask):
    olu = an_organiser()
    planted = open_session(olu)
    start(olu, replaces=planted)

    assert find(planted) is None


def test_half_an_hour_without_a_click_signs_out(app: Flask, clock: Clock):
    cookie = open_session(an_organiser())
    clock.move(minutes=29)
    with begin_work(OPERATOR) as work:
        sessions.note_seen(work, found(sessions.find(work, cookie)))
    clock.move(minutes=29)
    assert find(cookie)
    clock.move(minutes=1)
    assert find(cookie) is None


def test_twelve_hours_sign_out_whatever_is_clicked(app: Flask, clock: Clock):
    cookie = open_session(an_organiser())
    for _ in range(35):
        clock.move(minutes=20)
        with begin_work(OPERATOR) as work:
            sessions.note_seen(work, found(sessions.find(work, cookie)))
    clock.move(minutes=20)

    assert find(cookie) is None


def test_confirming_the_second_factor_again_does_not_lengthen_the_twelve_hours(app: Flask, clock: Clock):
    cookie = open_session(an_organiser())
    for _ in range(35):
        clock.move(minutes=20)
        with begin_work(OPERATOR) as work:
            cookie = sessions.pass_second_factor(work, found(sessions.find(work, cookie)))
    clock.move(minutes=20)

    assert find(cookie) is None


def test_a_password_alone_is_worth_nothing_after_a_quarter_of_an_hour(app: Flask, clock: Clock):
    cookie = start(an_organiser())
    clock.move(minutes=14)
    assert find(cookie)
    clock.move(minutes=1)
    assert find(cookie) is None


def test_the_oldest_of_six_browsers_is_signed_out(app: Flask, clock: Clock):
    olu = an_organiser()
    cookies = []
    for _ in range(6):
        cookies.append(open_session(olu))
        clock.move(seconds=1)

    assert [find(cookie) is not None for cookie in cookies] == [False] + [True] * 5


def test_who_knows_only_the_password_cannot_sign_the_organiser_out(app: Flask, clock: Clock):
    olu = an_organiser()
    cookie = open_session(olu)
    for _ in range(20):
        clock.move(seconds=1)
        start(olu)

    assert find(cookie)
    with begin_reading(OPERATOR) as work:
        assert work.session.scalar(select(func.count()).select_from(OrganiserSession)) == 6


def test_somebody_who_was_switched_off_is_signed_out_at_once(app: Flask):
    olu = an_organiser()
    cookie = open_session(olu)
    with begin_work(OPERATOR) as work:
        work.session.get_one(Organiser, olu).active = False

    assert find(cookie) is None


def test_a_session_that_was_ended_cannot_be_brought_back_by_a_code(app: Flask):
    olu = an_organiser()
    session = found(find(open_session(olu)))
    with begin_work(OPERATOR) as work:
        sessions.sign_out(work, session)

    with pytest.raises(SignInFailed), begin_work(OPERATOR) as work:
        sessions.pass_second_factor(work, session)


def test_an_organiser_ends_their_own_sessions_only(app: Flask):
    olu, ren = an_organiser("Olu"), an_organiser("Ren", None)
    mine, other, theirs = open_session(olu), open_session(olu), open_session(ren)
    here = found(find(mine))
    with begin_reading(OPERATOR) as work:
        (foreign,) = browsers.of_organiser(work, found(sessions.find(work, theirs)))

    with pytest.raises(NotFound), begin_work(OPERATOR) as work:
        browsers.revoke(work, olu, foreign.handle)
    with begin_work(OPERATOR) as work:
        browsers.revoke_others(work, here)

    assert (find(mine) is None, find(other) is None, find(theirs) is None) == (False, True, False)


def test_sessions_that_are_over_are_deleted_with_the_next_sign_in(app: Flask, clock: Clock):
    olu = an_organiser()
    open_session(olu)
    clock.move(hours=13)
    start(an_organiser("Ren", None))

    with begin_reading(OPERATOR) as work:
        assert work.session.scalar(select(func.count()).select_from(OrganiserSession)) == 1
