"""Adding and removing passkeys, on both engines."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.passkey import MOST, LastSecondFactor, PasskeysAreTooMany, PasskeysNotOffered
from petition_app.domain.refusals import NotAllowed, NotFound
from petition_app.services import passkeys, password_reset, petitions, second_factor, sessions, team
from petition_app.services.work import OPERATOR
from tests.application import Clock, Mailbox
from tests.authenticator import Authenticator
from tests.builders import SLUG
from tests.cast import an_organiser, code_of, enrol, open_session
from tests.passkeys import (
    actions,
    add,
    ask_anybody,
    give_passkey,
    half_session,
    options_to_add,
    session_of,
    stored,
    who_signs_in,
)


def test_the_browser_is_asked_for_a_passkey_that_is_kept_and_asks_for_its_owner(app: Flask):
    olu = an_organiser()
    options = json.loads(options_to_add(session_of(open_session(olu))))

    assert options["rp"] == {"name": "Workplace petition", "id": "localhost"}
    assert options["attestation"] == "none"
    chosen = options["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert options["timeout"] == 300_000
    assert options["user"]["name"] == "olu@example.org"


def test_as_the_first_second_factor_it_signs_in_and_brings_recovery_codes(app: Flask, mailbox: Mailbox):
    session = half_session(an_organiser())
    added = add(session, Authenticator().make(options_to_add(session)))

    assert added
    assert len(added.recovery_codes) == 10
    now = session_of(added.cookie)
    assert (now.is_authenticated, now.is_enrolled, now.has_app) == (True, True, False)
    assert "passkey added" in actions()
    assert mailbox.letters() == []


def test_a_further_one_leaves_the_recovery_codes_and_is_told_by_letter(app: Flask, clock: Clock, mailbox: Mailbox):
    olu = an_organiser()
    enrol(olu, clock)
    session = session_of(open_session(olu))
    added = add(session, Authenticator().make(options_to_add(session)))

    assert added == passkeys.Added()
    with begin_reading(OPERATOR) as work:
        assert second_factor.codes_left(work, olu) == 10
    assert "a passkey was added to your account" in mailbox.letters()[-1]


def test_a_password_alone_adds_nothing_where_a_second_factor_is_set(app: Flask, clock: Clock):
    olu, ren = an_organiser("Olu"), an_organiser("Ren", None)
    enrol(olu, clock)
    give_passkey(ren)
    for each in (olu, ren):
        session = half_session(each)
        with pytest.raises(NotAllowed):
            options_to_add(session)
        with pytest.raises(NotAllowed):
            add(session, "{}")


def test_a_password_alone_sets_up_no_app_where_there_is_a_passkey(app: Flask, clock: Clock):
    olu = an_organiser()
    give_passkey(olu)
    session = half_session(olu)
    with begin_work(OPERATOR) as work:
        offered = second_factor.offer(work, session)
        with pytest.raises(NotAllowed):
            second_factor.accept(work, session, offered, code_of(offered.secret, clock))


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:8000"},
        {"rp_id": "evil.example"},
        {"is_verified": False},
        {"is_framed": True},
        {"type": "webauthn.get"},
        {"challenge": b"c" * 32},
        {"credential_id": b"k" * 1_024},
        {"credential_id": b""},
    ],
)
def test_an_answer_that_lies_adds_nothing(app: Flask, lie: dict[str, object]):
    session = half_session(an_organiser())
    device = replace(Authenticator(), **lie)  # type: ignore[arg-type]

    assert add(session, device.make(options_to_add(session))) is None
    assert stored() == []


@pytest.mark.parametrize("answer", ["", "{}", "null", "[1]", '{"response":{"clientDataJSON":"e30"}}', "\ud800"])
def test_what_is_no_answer_adds_nothing(app: Flask, answer: str):
    session = half_session(an_organiser())
    options_to_add(session)

    assert add(session, answer) is None
    assert stored() == []


def test_an_answer_adds_once(app: Flask):
    olu = an_organiser()
    give_passkey(olu)
    session = session_of(open_session(olu))
    answer = Authenticator().make(options_to_add(session))

    assert add(session, answer)
    assert add(session, answer) is None
    assert len(stored()) == 2


def test_one_key_belongs_to_one_account(app: Flask):
    olu, ren = an_organiser("Olu"), an_organiser("Ren", None)
    device = give_passkey(olu)
    session = half_session(ren)

    assert add(session, replace(device).make(options_to_add(session))) is None
    options, cookie = ask_anybody()
    device.handle = olu.bytes
    assert who_signs_in(cookie, device.use(options)).organiser == olu


def test_the_browser_is_told_which_are_there_already(app: Flask):
    olu = an_organiser()
    give_passkey(olu)
    options = json.loads(options_to_add(session_of(open_session(olu))))

    assert len(options["excludeCredentials"]) == 1


def test_an_account_has_ten_at_the_most(app: Flask):
    olu = an_organiser()
    give_passkey(olu)
    session = session_of(open_session(olu))
    for _ in range(MOST - 1):
        assert add(session, Authenticator().make(options_to_add(session)))

    with pytest.raises(PasskeysAreTooMany):
        options_to_add(session)


def test_the_last_second_factor_stays(app: Flask, clock: Clock, mailbox: Mailbox):
    olu = an_organiser()
    give_passkey(olu)
    (first,) = stored()
    with begin_work(OPERATOR) as work, pytest.raises(LastSecondFactor):
        passkeys.remove(work, olu, first.id)
    session = session_of(open_session(olu))
    add(session, Authenticator().make(options_to_add(session)), "Other")
    with begin_work(OPERATOR) as work:
        passkeys.remove(work, olu, first.id)

    (left,) = stored()
    assert left.name == "Other"
    assert "a passkey was removed" in "".join(mailbox.letters())
    assert "passkey removed" in actions()
    with begin_work(OPERATOR) as work, pytest.raises(LastSecondFactor):
        passkeys.remove(work, olu, left.id)


def test_with_an_app_every_passkey_can_go(app: Flask, clock: Clock):
    olu = an_organiser()
    enrol(olu, clock)
    session = session_of(open_session(olu))
    add(session, Authenticator().make(options_to_add(session)))
    with begin_work(OPERATOR) as work:
        passkeys.remove(work, olu, stored()[0].id)

    assert stored() == []


def test_a_blocked_passkey_is_no_second_factor_that_is_left_and_still_none_to_go_around(app: Flask, clock: Clock):
    olu = an_organiser()
    give_passkey(olu)
    with begin_work(OPERATOR) as work:
        work.session.merge(stored()[0]).blocked_on = work.today
    with begin_work(OPERATOR) as work, pytest.raises(LastSecondFactor):
        passkeys.remove(work, olu, stored()[0].id)

    assert half_session(olu).is_enrolled


def test_nobody_removes_somebody_elses(app: Flask):
    olu, ren = an_organiser("Olu"), an_organiser("Ren", None)
    give_passkey(olu)
    for number in (stored()[0].id, uuid4()):
        with begin_work(OPERATOR) as work, pytest.raises(NotFound):
            passkeys.remove(work, ren, number)
    assert len(stored()) == 1


def test_a_site_without_a_name_offers_none(app: Flask):
    session = session_of(open_session(an_organiser()))
    with begin_work(OPERATOR) as work:
        numbered = replace(work, settings=replace(work.settings, base_url="https://192.0.2.7"))
        with pytest.raises(PasskeysNotOffered):
            passkeys.ask_for_new(numbered, session)


def test_a_passkey_is_a_second_factor_wherever_one_is_asked_for(app: Flask):
    olu = an_organiser()
    give_passkey(olu)
    session = session_of(open_session(olu))
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        assert [(each.role, each.has_second_factor) for each in team.members(work, petition)] == [(Role.OWNER, True)]
        assert second_factor.renew_recovery_codes(work, session)


def test_a_new_password_asks_for_a_recovery_code_where_there_is_only_a_passkey(app: Flask, mailbox: Mailbox):
    olu = an_organiser()
    give_passkey(olu)
    with begin_work(OPERATOR) as work:
        password_reset.ask(work, "olu@example.org", "192.0.2.1")
    secret = mailbox.letters()[-1].partition("/new-password/")[2].split()[0]

    with begin_work(OPERATOR) as work:
        assert password_reset.needs_code(work, secret)
        assert not password_reset.carry_out(work, secret, "", "hash")


def test_who_has_lost_everything_sets_up_a_new_second_factor(app: Flask, clock: Clock, mailbox: Mailbox):
    olu = an_organiser()
    enrol(olu, clock)
    cookie = open_session(olu)
    add(session_of(cookie), Authenticator().make(options_to_add(session_of(cookie))))
    with begin_work(OPERATOR) as work:
        second_factor.remove_all(work, olu)

    with begin_reading(OPERATOR) as work:
        assert second_factor.codes_left(work, olu) == 0
        assert sessions.find(work, cookie) is None
    assert stored() == []
    assert not half_session(olu).is_enrolled
    assert "the operator of the site removed the second factor" in "".join(mailbox.letters())
    assert "second factor removed" in actions()
