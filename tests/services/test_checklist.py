"""The set-up checklist out of real data, on both engines: facts, ticks, and the proofs of letters and key."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.checklist import OF_PETITION, Item, Mark
from petition_app.domain.events import Action
from petition_app.domain.petition import State
from petition_app.domain.refusals import NotAllowed, NotFound, TooManyTries
from petition_app.domain.throttle import PROOF_TRIES, TEST_LETTERS
from petition_app.models import AuditLine, Instance
from petition_app.services import checklist, keycopy, mailproof, organisers, petitions
from petition_app.services.checklist import CannotBeLeftOut, CannotBeTicked
from petition_app.services.mailproof import TooManyTestLetters
from petition_app.services.work import OPERATOR, Work
from tests.application import Clock
from tests.builders import SLUG, change_petition, claim_letters
from tests.cast import an_organiser, enrol
from tests.teams import as_

PUBLIC = {"base_url": "https://petition.example.org"}
ADDRESS = "olu@example.org"


def with_settings(work: Work, **changes: Any) -> Work:
    return replace(work, settings=replace(work.settings, **changes))


def still_open(**settings: Any) -> set[Item]:
    """Of the site."""
    with begin_reading(OPERATOR) as work:
        return {point.item for point in checklist.of_site(with_settings(work, **settings)) if point.is_open}


def open_in_petition() -> set[Item]:
    with begin_reading(OPERATOR) as work:
        points = checklist.of_petition(work, petitions.by_slug(work, SLUG))
    return {point.item for point in points if point.is_open}


def mark(item: Item, said_of_it: Mark, *, in_petition: bool = True) -> None:
    with begin_work(OPERATOR) as work:
        where = petitions.by_slug(work, SLUG).id if in_petition else None
        checklist.mark(work, where, item, said_of_it)


def code_from_letter() -> str:
    with begin_work(OPERATOR) as work:
        mailproof.send(work, ADDRESS)
    (letter,) = claim_letters()
    assert letter.to == ADDRESS
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", letter.text)
    assert found, letter.text
    return found.group()


def proves_mail(code: str, address: str = ADDRESS) -> bool:
    with begin_work(OPERATOR) as work:
        return mailproof.prove(work, address, code)


def proves_key(typed: str) -> bool:
    with begin_work(OPERATOR) as work:
        return keycopy.prove(work, typed)


def the_key() -> str:
    with begin_reading(OPERATOR) as work:
        return work.keys.instance.hex()


def test_a_petition_is_set_up_step_by_step(app: Flask, clock: Clock):
    change_petition(state=State.DRAFT, opened_at=None)
    assert open_in_petition() == set(OF_PETITION)

    olu = an_organiser("Olu")
    assert Item.SECOND_FACTORS in open_in_petition()
    enrol(olu, clock)
    assert open_in_petition() == set(OF_PETITION) - {Item.SECOND_FACTORS}
    ada = an_organiser("Ada", Role.OWNER)
    assert Item.SECOND_OWNER not in open_in_petition()
    assert Item.SECOND_FACTORS in open_in_petition()
    enrol(ada, clock)
    change_petition(closes_at=clock.now + timedelta(days=30), contact="hello@example.org")
    assert open_in_petition() == {Item.REVIEW, Item.THRESHOLD, Item.LETTER}
    mark(Item.THRESHOLD, Mark.DONE)
    mark(Item.LETTER, Mark.DONE)
    mark(Item.REVIEW, Mark.LEFT_OUT)

    assert open_in_petition() == set()
    mark(Item.REVIEW, Mark.WANTED)
    assert open_in_petition() == {Item.REVIEW}


def test_an_owner_who_was_switched_off_does_not_count(app: Flask, clock: Clock):
    olu, ada = an_organiser("Olu"), an_organiser("Ada", Role.OWNER)
    enrol(olu, clock)
    assert Item.SECOND_FACTORS in open_in_petition()

    with begin_work(OPERATOR) as work:
        organisers.switch(work, ada, active=False)

    assert Item.SECOND_OWNER in open_in_petition()
    assert Item.SECOND_FACTORS not in open_in_petition()


def test_what_the_data_tell_is_not_ticked_and_what_is_needed_is_not_left_out(app: Flask):
    with pytest.raises(CannotBeTicked):
        mark(Item.CONTACT, Mark.DONE)
    for item in (Item.MAIL, Item.KEY):
        with pytest.raises(CannotBeTicked):
            mark(item, Mark.DONE, in_petition=False)
    with pytest.raises(NotFound):
        mark(Item.MAIL, Mark.LEFT_OUT)
    with pytest.raises(CannotBeLeftOut), begin_work(OPERATOR) as work:
        checklist.mark(with_settings(work, **PUBLIC), None, Item.KEY, Mark.LEFT_OUT)

    assert open_in_petition() >= {Item.CONTACT}
    assert still_open() >= {Item.MAIL, Item.KEY}


def test_a_site_is_reached_once_it_has_an_address_with_https(app: Flask):
    assert Item.ADDRESS in still_open()
    assert Item.ADDRESS not in still_open(**PUBLIC)
    assert Item.ADDRESS not in still_open(base_url="http://abcdefgh.onion")
    assert Item.ADDRESS in still_open(host="0.0.0.0", base_url="http://localhost")


def test_letters_arrive_once_the_code_of_one_comes_back(app: Flask):
    code = code_from_letter()
    assert not proves_mail("AAAA-AAAA")
    assert not proves_mail(code, "otto@example.org")
    assert Item.MAIL in still_open()

    assert proves_mail(f" {code.lower().replace('-', ' ')} ")

    assert Item.MAIL not in still_open()


def test_the_code_is_good_today_and_tomorrow(app: Flask, clock: Clock):
    code = code_from_letter()
    clock.move(days=1)
    assert proves_mail(code)

    clock.move(days=1)
    assert not proves_mail(code)


def test_another_mail_server_has_to_be_proved_anew(app: Flask):
    assert proves_mail(code_from_letter())

    assert Item.MAIL in still_open(email_host="mail.example.org")
    assert Item.MAIL in still_open(default_from_email="hello@example.org")
    assert Item.MAIL not in still_open()


def test_a_copy_of_the_key_is_proved_by_its_end_and_for_that_key_alone(app: Flask):
    assert not proves_key("000000")
    assert not proves_key("")
    assert not proves_key("é" * 6)
    assert Item.KEY in still_open()

    assert proves_key(f" {the_key()[-6:].upper()} ")

    assert Item.KEY not in still_open()
    with begin_reading(OPERATOR) as work:
        rotated = replace(work, keys=replace(work.keys, instance=b"another key of thirty-two bytes!"))
        assert Item.KEY in {point.item for point in checklist.of_site(rotated) if point.is_open}


def test_neither_the_code_nor_the_key_can_be_guessed_for_long(app: Flask):
    code, end = code_from_letter(), the_key()[-6:]
    for _ in range(PROOF_TRIES.most):
        assert not proves_mail("AAAA-AAAA")
        assert not proves_key("000000")

    with pytest.raises(TooManyTries):
        proves_mail(code)
    with pytest.raises(TooManyTries):
        proves_key(end)
    assert {Item.MAIL, Item.KEY} <= still_open()


def test_a_day_has_so_many_test_letters_to_one_address(app: Flask):
    for _ in range(TEST_LETTERS.most):
        code_from_letter()

    with pytest.raises(TooManyTestLetters), begin_work(OPERATOR) as work:
        mailproof.send(work, ADDRESS.upper())


def test_the_key_is_shown_once_and_only_to_who_set_the_site_up(app: Flask):
    olu, otto = an_organiser("Olu"), an_organiser("Otto", None)
    for each in (olu, otto):
        with pytest.raises(NotAllowed), begin_work(as_(each)) as work:
            keycopy.show_once(work, each)
    with begin_work(OPERATOR) as work:
        work.session.scalars(select(Instance)).one().set_up_by = olu

    with begin_work(as_(olu)) as work:
        assert not keycopy.may_see(work, otto)
        assert keycopy.may_see(work, olu)
        assert keycopy.show_once(work, olu) == the_key()

    for each in (olu, otto):
        with pytest.raises(NotAllowed), begin_work(as_(each)) as work:
            keycopy.show_once(work, each)


def test_the_audit_log_keeps_who_ticked_what_and_no_secret(app: Flask):
    olu, key, code = an_organiser("Olu"), the_key(), code_from_letter()
    with begin_work(as_(olu)) as work:
        assert mailproof.prove(work, ADDRESS, code)
        assert keycopy.prove(work, key[-6:])
        keycopy.show(work)
        checklist.mark(work, petitions.by_slug(work, SLUG).id, Item.DEADLINE, Mark.LEFT_OUT)

    with begin_reading(OPERATOR) as work:
        lines = list(
            work.session.scalars(
                select(AuditLine).where(AuditLine.actor == f"organiser:{olu}").order_by(AuditLine.number)
            )
        )
    assert [line.action for line in lines] == [Action.CHECKLIST_MARKED] * 2 + [
        Action.INSTANCE_KEY_SHOWN, Action.CHECKLIST_MARKED,
    ]  # fmt: skip
    everything = "".join(line.details for line in lines)
    for secret in (key[-6:], code, ADDRESS):
        assert secret not in everything
