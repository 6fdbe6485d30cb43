"""A forgotten password: the link, the second factor beside it, and what is said of addresses, on both engines."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import LinkIsSpent, TooManyTries
from petition_app.models import PasswordReset
from petition_app.services import organisers, password_reset, retention, sessions
from petition_app.services.organisers import PasswordRefused
from petition_app.services.work import OPERATOR, VISITOR, WORKER
from tests.application import Clock
from tests.builders import claim_letters
from tests.cast import PASSWORD, an_organiser, code_of, enrol, open_session
from tests.teams import hash_of, secret_in, told

NEW = "nine slow rivers cross the plain"
HASHED = hash_of(NEW)


def ask(email: str = "olu@example.org", network: str = "192.0.2.1") -> None:
    with begin_work(VISITOR) as work:
        password_reset.ask(work, email, network)


def link_for(email: str = "olu@example.org") -> str:
    ask(email)
    return secret_in(claim_letters()[-1].text)


def carry_out(secret: str, code: str = "") -> bool:
    with begin_work(VISITOR) as work:
        return password_reset.carry_out(work, secret, code, HASHED)


def knows(password: str) -> bool:
    with begin_reading(VISITOR) as work:
        return organisers.verify_password(work, "olu@example.org", password) is not None


def test_link_and_code_give_a_new_password_and_sign_out_everywhere(app: Flask, clock: Clock):
    olu = an_organiser()
    secret, cookie = enrol(olu, clock), open_session(olu)
    link = link_for(" OLU@example.org")
    clock.move(seconds=30)

    assert carry_out(link, code_of(secret, clock))

    assert (knows(NEW), knows(PASSWORD)) == (True, False)
    with begin_reading(VISITOR) as work:
        assert sessions.find(work, cookie) is None
    assert list(told().values()) == [["olu@example.org"]]


def test_the_mailbox_alone_is_worth_nothing(app: Flask, clock: Clock):
    enrol(an_organiser(), clock)
    link = link_for()

    for code in ("", "000000", "not a code"):
        assert not carry_out(link, code)
    assert knows(PASSWORD)


def test_codes_cannot_be_guessed_behind_a_link(app: Flask, clock: Clock):
    secret = enrol(an_organiser(), clock)
    link = link_for()
    clock.move(seconds=30)
    for _ in range(9):
        carry_out(link, "000000")

    with pytest.raises(TooManyTries):
        carry_out(link, code_of(secret, clock))


def test_a_link_works_once(app: Flask):
    an_organiser()
    link = link_for()
    assert carry_out(link)

    with pytest.raises(LinkIsSpent):
        carry_out(link)


def test_a_link_ends_after_half_an_hour_and_is_forgotten(app: Flask, clock: Clock):
    an_organiser()
    link = link_for()
    clock.move(minutes=30)

    with pytest.raises(LinkIsSpent):
        carry_out(link)
    with begin_work(WORKER) as work:
        retention.forget_what_is_over(work)
        assert work.session.scalars(select(PasswordReset)).all() == []


def test_a_newer_link_replaces_the_earlier_one(app: Flask, clock: Clock):
    an_organiser()
    first = link_for()
    clock.move(minutes=11)
    second = link_for()

    with pytest.raises(LinkIsSpent):
        carry_out(first)
    assert carry_out(second)


def test_only_the_hash_of_the_link_is_kept(app: Flask):
    an_organiser()
    link = link_for()

    with begin_reading(OPERATOR) as work:
        assert link.encode() not in work.session.scalars(select(PasswordReset.secret_hash)).one()


def test_a_new_password_makes_links_that_are_on_their_way_worthless(app: Flask):
    olu = an_organiser()
    link = link_for()
    with begin_work(OPERATOR) as work:
        organisers.change_password(work, olu, HASHED)

    with pytest.raises(LinkIsSpent):
        carry_out(link)


def test_nobody_gets_a_letter_who_has_no_account_or_was_switched_off(app: Flask):
    olu = an_organiser()
    with begin_work(OPERATOR) as work:
        organisers.switch(work, olu, active=False)
    ask("nobody@example.org")
    ask()

    assert claim_letters() == []


def test_being_switched_off_ends_a_link(app: Flask):
    olu = an_organiser()
    link = link_for()
    for active in (False, True):
        with begin_work(OPERATOR) as work:
            organisers.switch(work, olu, active=active)

    with pytest.raises(LinkIsSpent):
        carry_out(link)


def test_one_address_gets_one_letter_in_ten_minutes_and_three_a_day(app: Flask, clock: Clock):
    an_organiser()
    sent = []
    for number in range(6):
        ask(network=f"192.0.2.{number}")
        ask(network=f"192.0.2.{number}")
        sent.append(len(claim_letters()))
        clock.move(minutes=11)

    assert sent == [1, 1, 1, 0, 0, 0]


def test_a_weak_new_password_is_refused(app: Flask):
    an_organiser()
    link = link_for()

    with pytest.raises(PasswordRefused), begin_reading(VISITOR) as work:
        password_reset.new_hash(work, link, "olu@example.org olu")
