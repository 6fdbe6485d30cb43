"""Organisers, their passwords, roles and second factors, on both engines."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.events import Action
from petition_app.domain.refusals import FormIsStale, NotAllowed, TooManyTries
from petition_app.models import AuditLine, Membership, Organiser, RecoveryCode
from petition_app.services import organisers, petitions, second_factor, sessions
from petition_app.services.organisers import OrganiserExists, PasswordRefused
from petition_app.services.work import OPERATOR, VISITOR
from tests.application import Clock
from tests.builders import SLUG
from tests.cast import PASSWORD, an_organiser, another_petition, code_of, enrol, found


def actions() -> list[str]:
    with begin_reading(OPERATOR) as work:
        return list(work.session.scalars(select(AuditLine.action).order_by(AuditLine.number)))


def test_an_organiser_signs_in_with_any_spelling_of_the_address(app: Flask):
    olu = an_organiser("Olu")

    with begin_reading(VISITOR) as work:
        assert organisers.verify_password(work, " OLU@Example.org ", PASSWORD) == olu
        assert organisers.verify_password(work, "olu@example.org", PASSWORD + "x") is None
        assert organisers.verify_password(work, "nobody@example.org", PASSWORD) is None


def test_somebody_who_was_switched_off_cannot_sign_in(app: Flask):
    olu = an_organiser("Olu")
    with begin_work(OPERATOR) as work:
        work.session.get_one(Organiser, olu).active = False

    with begin_reading(VISITOR) as work:
        assert organisers.verify_password(work, "olu@example.org", PASSWORD) is None


@pytest.mark.parametrize("password", ["short", "passwordpassword", "olu@example.org olu"])
def test_a_weak_password_is_refused_without_being_repeated(app: Flask, password: str):
    with pytest.raises(PasswordRefused) as refused, begin_work(OPERATOR) as work:
        organisers.add(work, "olu@example.org", "Olu", password)

    assert password not in refused.value.sentence


def test_an_address_belongs_to_one_organiser(app: Flask):
    an_organiser("Olu")

    with pytest.raises(OrganiserExists), begin_work(OPERATOR) as work:
        organisers.add(work, "OLU@example.org", "Olu again", PASSWORD)


def test_a_new_role_takes_the_place_of_the_old_one(app: Flask):
    olu = an_organiser("Olu", Role.OWNER)
    with begin_work(OPERATOR) as work:
        organisers.give_role(work, olu, petitions.by_slug(work, SLUG).id, Role.VIEWER)

    with begin_reading(OPERATOR) as work:
        assert work.session.scalars(select(Membership.role)).all() == [Role.VIEWER]
    assert actions()[-3:] == [Action.ORGANISER_ADDED, Action.ROLE_GIVEN, Action.ROLE_GIVEN]


def test_a_role_counts_in_its_own_petition_only(app: Flask):
    another_petition()
    ren = an_organiser("Ren", Role.OWNER, "other-letter")

    with begin_reading(OPERATOR) as work:
        assert organisers.membership(work, ren, SLUG) is None
        assert [(p.slug, role) for p, role in organisers.petitions_of(work, ren)] == [("other-letter", Role.OWNER)]


def test_guessing_one_account_stops_after_ten_tries_whether_it_exists_or_not(app: Flask):
    for email in ("olu@example.org", "nobody@example.org"):
        network = f"network of {email}"
        for _ in range(10):
            with begin_work(VISITOR) as work:
                organisers.count_sign_in(work, email, network)
        with pytest.raises(TooManyTries), begin_work(VISITOR) as work:
            organisers.count_sign_in(work, email, network)


def test_guessing_many_accounts_from_one_network_stops_after_twenty_tries(app: Flask, clock: Clock):
    for number in range(20):
        with begin_work(VISITOR) as work:
            organisers.count_sign_in(work, f"someone{number}@example.org", "192.0.2.1")

    with pytest.raises(TooManyTries), begin_work(VISITOR) as work:
        organisers.count_sign_in(work, "olu@example.org", "192.0.2.1")
    clock.move(minutes=15)
    with begin_work(VISITOR) as work:
        organisers.count_sign_in(work, "olu@example.org", "192.0.2.1")


def test_the_audit_log_never_holds_an_address(app: Flask):
    an_organiser("Olu")
    with begin_work(VISITOR) as work:
        sessions.note_failure(work)

    with begin_reading(OPERATOR) as work:
        told = [line.details + line.actor for line in work.session.scalars(select(AuditLine))]
    assert not [text for text in told if "@" in text or "example" in text]


def test_a_code_of_the_app_works_once(app: Flask, clock: Clock):
    olu = an_organiser("Olu")
    secret = enrol(olu, clock)
    clock.move(seconds=30)
    code = code_of(secret, clock)

    assert give(olu, code)
    assert not give(olu, code)
    clock.move(seconds=30)
    assert give(olu, code_of(secret, clock))


def test_a_code_two_steps_away_is_refused(app: Flask, clock: Clock):
    olu = an_organiser("Olu")
    secret = enrol(olu, clock)
    clock.move(minutes=2)
    late = code_of(secret, clock)
    clock.move(seconds=60)

    assert not give(olu, late)


def test_a_recovery_code_works_once(app: Flask, clock: Clock):
    olu = an_organiser("Olu")
    with begin_work(OPERATOR) as work:
        session = found(sessions.find(work, sessions.start(work, olu)))
        offered = second_factor.offer(work, session)
        enrolled = second_factor.accept(work, session, offered, code_of(offered.secret, clock))
    assert enrolled

    first, second = enrolled.recovery_codes[:2]
    assert give(olu, first.lower())
    assert not give(olu, first)
    assert give(olu, second)
    assert Action.RECOVERY_CODE_USED in actions()


def test_the_secret_of_the_app_and_the_recovery_codes_are_not_stored_in_the_clear(app: Flask, clock: Clock):
    olu = an_organiser("Olu")
    secret = enrol(olu, clock)

    with begin_reading(OPERATOR) as work:
        wrapped = work.session.get_one(Organiser, olu).totp_wrapped
        hashes = work.session.scalars(select(RecoveryCode.code_hash)).all()
    assert wrapped
    assert secret.encode() not in wrapped
    assert [len(each) for each in hashes] == [32] * 10


def test_codes_cannot_be_guessed_from_many_networks(app: Flask, clock: Clock):
    olu = an_organiser("Olu")
    secret = enrol(olu, clock)
    for _ in range(9):
        give(olu, "000000")
    clock.move(seconds=30)

    with pytest.raises(TooManyTries):
        give(olu, code_of(secret, clock))


def test_a_password_alone_never_replaces_a_second_factor_that_is_set(app: Flask, clock: Clock):
    olu = an_organiser("Olu")
    enrol(olu, clock)

    with begin_work(OPERATOR) as work:
        session = found(sessions.find(work, sessions.start(work, olu)))
        offered = second_factor.offer(work, session)

    with pytest.raises(NotAllowed), begin_work(OPERATOR) as work:
        second_factor.accept(work, session, offered, code_of(offered.secret, clock))


def test_an_offered_secret_belongs_to_the_session_it_was_made_in(app: Flask):
    olu = an_organiser("Olu")
    with begin_work(OPERATOR) as work:
        one = found(sessions.find(work, sessions.start(work, olu)))
        other = found(sessions.find(work, sessions.start(work, olu)))
        sealed = second_factor.offer(work, one).sealed

    with begin_reading(OPERATOR) as work:
        assert second_factor.reopen(work, one, sealed).sealed == sealed
        with pytest.raises(FormIsStale):
            second_factor.reopen(work, other, sealed)
        with pytest.raises(FormIsStale):
            second_factor.reopen(work, one, "not what we made")


def give(organiser: UUID, code: str) -> bool:
    """Whether a browser that knows the password gets in with this code."""
    with begin_work(OPERATOR) as work:
        session = found(sessions.find(work, sessions.start(work, organiser)))
        return second_factor.give_code(work, session, code) is not None
