"""Owners are told when very many sign within an hour with addresses at one mail domain: once, and without a name."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.events import Action
from petition_app.domain.throttle import NEW_AT_DOMAIN
from petition_app.models import AuditLine
from petition_app.services import domainalerts, hourcounts
from petition_app.services.domainkeys import domain_key
from petition_app.services.work import OPERATOR, VISITOR
from tests.application import Clock, Mailbox
from tests.builders import SLUG
from tests.bulk import the_petition
from tests.cast import an_organiser


def signed(number: int, domain: str = "example.org") -> None:
    """So many new signatures, as the path of signing counts them."""
    petition = the_petition()
    with begin_work(VISITOR) as work:
        for _ in range(number):
            hourcounts.count_new(work, petition, None, domain_key(work, petition, domain))


def alerts() -> int:
    return domainalerts.tell_of_floods(begin_work)


@pytest.fixture(autouse=True)
def _owners(app: Flask) -> None:
    an_organiser("Olu", Role.OWNER)
    an_organiser("Vera", Role.VIEWER)


def test_two_hundred_in_an_hour_are_nothing_to_tell_of(app: Flask):
    signed(NEW_AT_DOMAIN.most)

    assert alerts() == 0


def test_the_next_one_is_told_to_the_owners_alone_and_once_a_day(app: Flask, clock: Clock, mailbox: Mailbox):
    signed(NEW_AT_DOMAIN.most + 1)
    told = [alerts(), alerts()]
    clock.move(minutes=59)
    told.append(alerts())
    clock.move(minutes=1)
    signed(NEW_AT_DOMAIN.most + 1)
    told.append(alerts())

    assert told == [1, 0, 0, 0]
    mailbox.letters()
    (letter,) = mailbox.transport.sent
    assert letter.to == "olu@example.org"
    assert "more than 200" in letter.text
    assert not [word for word in ("An appeal to our leaders", SLUG, "example.org") if word in letter.subject]
    assert "appeal" not in letter.text


def test_the_end_of_an_hour_and_of_a_day_hide_nothing_and_tell_nothing_twice(app: Flask, clock: Clock):
    clock.move(hours=11, minutes=59)
    signed(NEW_AT_DOMAIN.most + 1)
    clock.move(minutes=2)

    assert [alerts(), alerts()] == [1, 0]


def test_each_domain_is_told_of_by_itself(app: Flask):
    signed(NEW_AT_DOMAIN.most + 1, "example.org")
    signed(NEW_AT_DOMAIN.most + 1, "example.net")

    assert alerts() == 2


def test_the_log_says_how_many_and_no_domain(app: Flask):
    signed(NEW_AT_DOMAIN.most + 1)
    alerts()

    with begin_reading(OPERATOR) as work:
        (line,) = work.session.scalars(select(AuditLine).where(AuditLine.action == Action.MANY_AT_ONE_DOMAIN))
    assert line.petition_id == UUID(str(the_petition()))
    assert "201" in line.details
    assert "example" not in line.details
