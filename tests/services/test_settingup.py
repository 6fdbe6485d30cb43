"""The set-up link of an empty site: once, for three days, and worth nothing to whoever has the database alone."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import LinkIsSpent
from petition_app.models import Instance, Organiser
from petition_app.security.tokens import link_from
from petition_app.services import settingup
from petition_app.services.organisers import PasswordRefused
from petition_app.services.settingup import SiteIsSetUp
from petition_app.services.work import OPERATOR, VISITOR
from tests.application import Clock
from tests.cast import PASSWORD, an_organiser
from tests.teams import hash_of


def the_link() -> str:
    with begin_work(OPERATOR) as work:
        return settingup.link(work)


def secret_of(link: str) -> str:
    return link.rpartition("/")[2]


def works(secret: str) -> bool:
    with begin_reading(VISITOR) as work:
        try:
            settingup.check(work, secret)
        except LinkIsSpent:
            return False
    return True


def come_in(secret: str, email: str = "olu@example.org") -> None:
    hashed = hash_of(PASSWORD)
    with begin_work(VISITOR) as work:
        settingup.set_up(work, secret, email, "Olu", hashed)


def the_instance() -> Instance:
    with begin_reading(OPERATOR) as work:
        return work.session.scalars(select(Instance)).one()


def test_every_start_of_an_empty_site_prints_the_same_link_until_a_new_one_is_asked_for(app: Flask):
    first, second = the_link(), the_link()
    with begin_work(OPERATOR) as work:
        newer = settingup.new_link(work)

    assert first == second != newer == the_link()
    assert first.startswith("http://127.0.0.1:8000/set-up/")
    assert works(secret_of(newer))
    assert not works(secret_of(first))


def test_the_link_is_over_after_three_days_and_the_next_start_makes_another(app: Flask, clock: Clock):
    link = the_link()
    clock.now += timedelta(hours=71, minutes=59)
    assert works(secret_of(link))

    clock.now += timedelta(minutes=1)
    assert not works(secret_of(link))
    assert the_link() != link
    assert works(secret_of(the_link()))


def test_whoever_comes_in_may_begin_petitions_and_is_the_last_by_this_link(app: Flask):
    secret = secret_of(the_link())
    come_in(secret)

    with begin_reading(OPERATOR) as work:
        olu = work.session.scalars(select(Organiser)).one()
    assert (olu.email, olu.may_found, olu.totp_confirmed) == ("olu@example.org", True, False)
    assert the_instance().set_up_by == olu.id
    with pytest.raises(LinkIsSpent):
        come_in(secret, "otto@example.org")
    for make in (settingup.link, settingup.new_link):
        with pytest.raises(SiteIsSetUp), begin_work(OPERATOR) as work:
            make(work)


def test_of_two_who_use_the_link_at_once_one_comes_in(app: Flask):
    secret, turned_away = secret_of(the_link()), []
    start = threading.Barrier(2)

    def race(email: str) -> None:
        with app.app_context():
            start.wait()
            try:
                come_in(secret, email)
            except LinkIsSpent:
                turned_away.append(email)

    racers = [threading.Thread(target=race, args=(f"{name}@example.org",)) for name in ("olu", "otto")]
    for each in racers:
        each.start()
    for each in racers:
        each.join()

    with begin_reading(OPERATOR) as work:
        came = list(work.session.scalars(select(Organiser.email)))
    assert len(came) == len(turned_away) == 1


def test_the_link_ends_when_the_operator_adds_an_organiser(app: Flask):
    secret = secret_of(the_link())
    an_organiser("Olu")

    assert not works(secret)


def test_the_database_alone_does_not_tell_the_link(app: Flask):
    secret, kept = secret_of(the_link()), the_instance()
    assert kept.set_up_nonce
    assert secret.encode() not in kept.set_up_nonce + kept.key_check
    assert not works(secret_of(link_from(kept.set_up_nonce)))

    with begin_reading(OPERATOR) as work:
        other = replace(work, keys=replace(work.keys, form=b"another key of thirty-two bytes!"))
        with pytest.raises(LinkIsSpent):
            settingup.check(other, secret)


@pytest.mark.parametrize("secret", ["", "A" * 43, "é" * 43, "A" * 5000, "\ud800"])
def test_no_other_secret_comes_in(app: Flask, secret: str):
    the_link()

    assert not works(secret)


def test_a_password_made_of_what_was_typed_is_refused(app: Flask):
    secret = secret_of(the_link())

    with begin_reading(VISITOR) as work, pytest.raises(PasswordRefused):
        settingup.new_password_hash(work, secret, "olu@example.org", "Olu Example", "olu example olu example")
