"""The audit log tells of every change, and of whoever changes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.domain.events import OF_SIGNERS, Action
from petition_app.services import audit, petitions
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature


def ten_lines() -> None:
    """The log of the template has lines already; these come after."""
    for number in range(10):
        with begin_work(OPERATOR) as work:
            audit.record(work, Action.SIGNED_IN, petitions.by_slug(work, SLUG).id, organiser=number)


def broken() -> list[int]:
    with begin_reading(OPERATOR) as work:
        return list(audit.broken_lines(work))


def tamper(*statements: str) -> None:
    with begin_work(OPERATOR) as work:
        for statement in statements:
            work.connection.exec_driver_sql(statement)


def newest() -> int:
    with begin_reading(OPERATOR) as work:
        return audit.lines(work, most=1)[0].number


def test_a_whole_log_has_no_broken_line(app: Flask):
    ten_lines()
    a_signature()

    assert broken() == []


@pytest.mark.parametrize(
    "change",
    [
        "details = '{\"organiser\":99}'",
        "actor = 'visitor'",
        "action = 'signed out'",
        "action = 'nothing we know'",
        "at = '2020-01-01 00:00:00'",
        "petition_id = NULL",
    ],
)
def test_an_edited_line_is_named(app: Flask, change: str):
    ten_lines()
    edited = newest() - 4
    tamper(f"UPDATE audit_line SET {change} WHERE number = {edited}")

    assert broken() == [edited]


def test_a_line_after_a_deleted_one_is_named(app: Flask):
    ten_lines()
    deleted = newest() - 4
    tamper(f"DELETE FROM audit_line WHERE number = {deleted}")

    assert broken() == [deleted + 1]


def test_a_deleted_last_line_is_missed(app: Flask):
    ten_lines()
    last = newest()
    tamper(f"DELETE FROM audit_line WHERE number = {last}")

    assert broken() == [last]


def test_two_lines_that_changed_places_are_named(app: Flask):
    ten_lines()
    last = newest()
    tamper(
        f"UPDATE audit_line SET number = -1 WHERE number = {last}",
        f"UPDATE audit_line SET number = {last} WHERE number = {last - 1}",
        f"UPDATE audit_line SET number = {last - 1} WHERE number = -1",
    )

    assert broken()[:2] == [last - 1, last]


class PulledPlug(Exception):
    """Ends a piece of work before it is done."""


def record_and_fail() -> None:
    with begin_work(OPERATOR) as work:
        audit.record(work, Action.SIGNED_IN)
        raise PulledPlug


def test_a_line_without_its_work_is_never_written_nor_work_without_its_line(app: Flask):
    before = newest()

    with pytest.raises(PulledPlug):
        record_and_fail()
    assert newest() == before


def test_lines_of_one_transaction_keep_their_order(app: Flask):
    actions = [Action.ORGANISER_ADDED, Action.ROLE_GIVEN, Action.SIGNED_IN]
    with begin_work(OPERATOR) as work:
        for action in actions:
            audit.record(work, action)

    with begin_reading(OPERATOR) as work:
        assert [line.action for line in audit.lines(work, most=3)] == [str(each) for each in reversed(actions)]
    assert broken() == []


def test_lines_about_signers_tell_the_day_alone_and_no_signer(app: Flask, clock: Clock):
    clock.move(hours=3, minutes=21)
    a_signature(a_request("sam@example.org"))

    with begin_reading(OPERATOR) as work:
        told = [line for line in audit.lines(work) if Action(line.action) in OF_SIGNERS]
    assert [line.action for line in told] == ["signature confirmed", "signature received"]
    assert {line.at for line in told} == {datetime(2026, 11, 22, tzinfo=UTC)}
    assert [(line.actor, line.details) for line in told] == [("visitor", "{}"), ("visitor", '{"signatures":1}')]
    assert clock.now - told[0].at > timedelta(hours=3)
