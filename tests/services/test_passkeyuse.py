"""Signing in and confirming with a passkey, and every answer that must not do, on both engines."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from petition_app.database import begin_work
from petition_app.domain.refusals import TooManyTries
from petition_app.domain.throttle import SIGN_IN_NETWORK, SIGN_IN_PAIR
from petition_app.services import organisers, passkeychallenges, passkeys
from petition_app.services.passkeyuse import Verdict
from petition_app.services.work import OPERATOR
from tests.application import Clock, Mailbox
from tests.authenticator import Authenticator
from tests.cast import an_organiser, enrol, open_session
from tests.passkeys import (
    actions,
    add,
    ask_anybody,
    confirm,
    give_passkey,
    half_session,
    options_to_add,
    options_to_confirm,
    session_of,
    sign_in,
    stored,
    who_signs_in,
)

NOBODY = Verdict(None)
#: What a device or a browser may claim, and must not get away with.
LIES: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "http://localhost.evil.example:8000"},
    "another port": {"origin": "http://localhost:8001"},
    "another scheme": {"origin": "https://localhost:8000"},
    "the number of this machine": {"origin": "http://127.0.0.1:8000"},
    "another site": {"rp_id": "evil.example"},
    "nobody looked at": {"is_verified": False},
    "inside another page": {"is_framed": True},
    "an answer to something else": {"type": "webauthn.create"},
    "a challenge of its own": {"challenge": b"c" * 32},
    "no challenge": {"challenge": b""},
    "another account": {"handle": b"x" * 16},
    "no account": {"handle": None},
    "an unknown key": {"credential_id": b"k" * 32},
}


def test_a_passkey_signs_in_alone(app: Flask, clock: Clock):
    olu = an_organiser()
    device = give_passkey(olu)
    clock.move(days=1)

    assert sign_in(device) == Verdict(olu)
    (kept,) = stored()
    assert (kept.sign_count, kept.last_used_on) == (1, clock.now.date())


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_lies_signs_nobody_in(app: Flask, lie: str):
    device = give_passkey(an_organiser())
    liar = replace(device, **LIES[lie])

    assert sign_in(liar) == NOBODY
    assert actions()[-1] == "sign-in failed"
    assert sign_in(device).organiser


def test_the_signature_is_checked(app: Flask):
    device = give_passkey(an_organiser())
    stranger = Authenticator(credential_id=device.credential_id, handle=device.handle)

    assert sign_in(stranger) == NOBODY


def test_an_answer_works_once_and_in_its_own_browser(app: Flask):
    olu = an_organiser()
    device = give_passkey(olu, Authenticator(counts=False))
    options, cookie = ask_anybody()
    _, other = ask_anybody()
    answer = device.use(options)

    assert who_signs_in(other, answer) == NOBODY
    assert who_signs_in("", answer) == NOBODY
    assert who_signs_in(cookie, answer) == Verdict(olu)
    assert who_signs_in(cookie, answer) == NOBODY


def test_answers_that_nobody_asked_for_leave_nothing_in_the_log(app: Flask):
    session = half_session(an_organiser())
    before = actions()
    for _ in range(3):
        assert who_signs_in("", "{}") == NOBODY
        assert confirm(session, "{}") == NOBODY

    assert actions() == before


def test_one_session_is_asked_ten_times_in_a_quarter_of_an_hour_and_others_all_the_same(app: Flask):
    olu = an_organiser()
    device = give_passkey(olu)
    thief, own = half_session(olu), half_session(olu)
    for _ in range(SIGN_IN_PAIR.most):
        options_to_confirm(thief)
    with pytest.raises(TooManyTries):
        options_to_confirm(thief)

    # Whoever has the password does not keep the organiser out.
    assert confirm(own, device.use(options_to_confirm(own))) == Verdict(olu)


def test_a_wrong_answer_uses_the_challenge_up(app: Flask):
    device = give_passkey(an_organiser())
    options, cookie = ask_anybody()

    assert who_signs_in(cookie, replace(device, is_verified=False).use(options)) == NOBODY
    assert who_signs_in(cookie, device.use(options)) == NOBODY


def test_a_challenge_lasts_five_minutes(app: Flask, clock: Clock):
    device = give_passkey(an_organiser(), Authenticator(counts=False))
    for seconds, is_good in ((299, True), (300, False)):
        options, cookie = ask_anybody()
        clock.move(seconds=seconds)
        assert (who_signs_in(cookie, device.use(options)).organiser is not None) is is_good


def test_challenges_that_are_over_are_forgotten(app: Flask, clock: Clock):
    device = give_passkey(an_organiser())
    options, cookie = ask_anybody()
    clock.move(seconds=300)
    with begin_work(OPERATOR) as work:
        passkeychallenges.forget_over(work)
    clock.move(seconds=-300)

    assert who_signs_in(cookie, device.use(options)) == NOBODY


@pytest.mark.parametrize(
    "spoil",
    [
        lambda answer: "",
        lambda answer: "[]",
        lambda answer: "null",
        lambda answer: "{" * 5_000,
        lambda answer: "\0\ud800",
        lambda answer: answer.replace("public-key", "password"),
        lambda answer: json.dumps(json.loads(answer) | {"response": {}}),
        lambda answer: json.dumps(json.loads(answer) | {"rawId": "AAAA"}),
        lambda answer: json.dumps(json.loads(answer) | {"id": None}),
    ],
)
def test_what_is_no_answer_at_all_signs_nobody_in(app: Flask, spoil: Callable[[str], str]):
    device = give_passkey(an_organiser())
    options, cookie = ask_anybody()

    assert who_signs_in(cookie, spoil(device.use(options))) == NOBODY


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
def test_any_part_that_is_not_what_the_device_sent_signs_nobody_in(app: Flask, part: str):
    device = give_passkey(an_organiser())
    for other in (b"", b"{}", os.urandom(37), os.urandom(200), b'{"type":"webauthn.get","challenge":"","origin":1}'):
        options, cookie = ask_anybody()
        assert who_signs_in(cookie, device.use(options, **{part: other})) == NOBODY


def test_a_counter_that_goes_back_blocks_the_passkey_signs_out_and_tells(app: Flask, mailbox: Mailbox):
    olu = an_organiser()
    device = give_passkey(olu, Authenticator(counter=7))
    copy = replace(device)
    assert sign_in(device).organiser == olu
    signed_in = open_session(olu)

    assert sign_in(copy) == Verdict(None, is_copied=True)
    assert stored()[0].blocked_on is not None
    with pytest.raises(AssertionError):
        session_of(signed_in)
    assert "may have been copied" in mailbox.letters()[-1]
    assert "passkey blocked" in actions()
    device.counter = 100
    assert sign_in(device) == NOBODY
    assert len(mailbox.letters()) == 1


def test_a_forged_answer_with_an_old_counter_blocks_nothing(app: Flask):
    device = give_passkey(an_organiser(), Authenticator(counter=7))
    forger = Authenticator(credential_id=device.credential_id, handle=device.handle)

    assert sign_in(forger) == NOBODY
    assert sign_in(device).organiser


def test_a_passkey_that_counts_nothing_works_on_many_devices(app: Flask):
    olu = an_organiser()
    device = give_passkey(olu, Authenticator(counts=False))

    assert [sign_in(device).organiser, sign_in(replace(device)).organiser] == [olu, olu]


def test_a_passkey_is_the_second_factor_after_the_password(app: Flask):
    olu = an_organiser()
    device = give_passkey(olu)
    session = half_session(olu)
    options = options_to_confirm(session)
    listed = [each["id"] for each in json.loads(options)["allowCredentials"]]

    assert len(listed) == 1
    assert confirm(session, device.use(options)) == Verdict(olu)


def test_somebody_elses_passkey_is_nobodys_second_factor(app: Flask):
    olu, ren = an_organiser("Olu"), an_organiser("Ren", None)
    give_passkey(olu)
    of_ren = give_passkey(ren)
    session = half_session(olu)

    assert confirm(session, of_ren.use(options_to_confirm(session))) == NOBODY
    assert confirm(session, replace(of_ren, handle=olu.bytes).use(options_to_confirm(session))) == NOBODY
    assert confirm(session, replace(of_ren, handle=None).use(options_to_confirm(session))) == NOBODY


def test_a_challenge_for_one_thing_is_worth_nothing_for_another(app: Flask):
    olu = an_organiser()
    device = give_passkey(olu)
    session = session_of(open_session(olu))
    adding = options_to_add(session)

    assert confirm(session, device.use(adding)) == NOBODY
    options, cookie = ask_anybody()
    assert confirm(session, device.use(options)) == NOBODY
    assert who_signs_in(cookie, device.use(options_to_confirm(session))) == NOBODY


def test_a_challenge_of_another_session_is_worth_nothing(app: Flask):
    olu = an_organiser()
    device = give_passkey(olu)
    here, there = half_session(olu), half_session(olu)
    options_to_confirm(there)

    assert confirm(there, device.use(options_to_confirm(here))) == NOBODY


def test_an_account_that_is_switched_off_is_not_opened(app: Flask):
    olu = an_organiser()
    device = give_passkey(olu)
    with begin_work(OPERATOR) as work:
        organisers.switch(work, olu, active=False)

    assert sign_in(device) == NOBODY


def test_a_removed_passkey_opens_nothing(app: Flask, clock: Clock):
    olu = an_organiser()
    enrol(olu, clock)
    session, device = session_of(open_session(olu)), Authenticator()
    assert add(session, device.make(options_to_add(session)))
    with begin_work(OPERATOR) as work:
        passkeys.remove(work, olu, stored()[0].id)

    assert sign_in(device) == NOBODY


def test_one_network_asks_twenty_times_in_a_quarter_of_an_hour(app: Flask):
    for _ in range(SIGN_IN_NETWORK.most):
        ask_anybody()

    with pytest.raises(TooManyTries):
        ask_anybody()
