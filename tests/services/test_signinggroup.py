"""Many signatures in one transaction: what was worked out before it is believed only where it still holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.crowd import ChallengeIsNeeded
from petition_app.domain.petition import State
from petition_app.domain.refusals import NotFound, PetitionIsNotOpen, Refusal, TextHasChanged
from petition_app.domain.signature import DisplayMode, Proof, Status
from petition_app.domain.throttle import SIGN_SOON
from petition_app.models import CompanyDomain, Petition, Signature, Spelling
from petition_app.services import signing, signinggroup
from petition_app.services.employers import forget_typed
from petition_app.services.signinggroup import MadeForAnother
from petition_app.services.signingrequest import Ready, SigningRequest, make_ready
from petition_app.services.work import OPERATOR, VISITOR, Desk
from tests.builders import SLUG, a_petition, a_request, a_signature, change_petition, claim_letters, confirm, sign
from tests.counts import by_status
from tests.faults.invariants import violations


def ready(*requests: SigningRequest, slug: str = SLUG) -> list[Ready]:
    """The requests as they are before their transaction begins."""
    here = edge()
    with begin_work(VISITOR) as work:
        sealing = signing.sealing_of(work, slug)
    return [make_ready(Desk(here.clock(), here.settings, here.keys), sealing, slug, each) for each in requests]


def take(group: list[Ready]) -> list[Refusal | None]:
    with begin_work(VISITOR) as work:
        return signinggroup.sign_all(work, group)


def emails(*names: str) -> list[SigningRequest]:
    return [a_request(f"{name}@example.org") for name in names]


@contextmanager
def petition_and_another() -> Iterator[None]:
    """Another petition takes the short name of the first."""
    with begin_work(OPERATOR) as work:
        a_petition(work, "other")
    yield
    with begin_work(OPERATOR) as work:
        for old, new in ((SLUG, "old-name"), ("other", SLUG)):
            work.session.execute(update(Petition).where(Petition.slug == old).values(slug=new))


def test_a_group_is_taken_whole_and_each_gets_a_letter_that_confirms_it(app: Flask):
    assert take(ready(*emails("sam", "ada", "kim"))) == [None] * 3
    assert violations(["signed sam@example.org", "signed ada@example.org", "signed kim@example.org"]) == []

    for letter in claim_letters():
        confirm(letter.text)
    assert by_status() == {Status.CONFIRMED: 3}


def test_one_address_twice_in_a_group_is_one_signature_and_one_letter(app: Flask):
    assert take(ready(*emails("sam", "ada", "sam"))) == [None] * 3
    assert violations([]) == []
    assert by_status() == {Status.PENDING: 2}
    assert len(claim_letters()) == 2


def test_those_on_record_already_are_refused_nothing_and_their_neighbours_are_taken(app: Flask):
    a_signature(a_request("sam@example.org"))

    assert take(ready(*emails("ada", "sam", "kim"))) == [None] * 3
    assert by_status() == {Status.CONFIRMED: 1, Status.PENDING: 2}


def test_a_petition_that_closed_meanwhile_takes_nobody(app: Flask):
    group = ready(*emails("sam", "ada"))
    change_petition(state=State.CLOSED)

    assert [type(each) for each in take(group)] == [PetitionIsNotOpen] * 2
    assert by_status() == {}


def test_a_petition_that_is_gone_from_the_public_takes_nobody(app: Flask):
    group = ready(*emails("sam"))
    change_petition(state=State.REVIEW)

    assert [type(each) for each in take(group)] == [NotFound]


def test_who_read_another_version_is_asked_again_and_the_neighbours_are_taken(app: Flask):
    old = SigningRequest(**{**vars(a_request("sam@example.org")), "versions": (1, 1)})
    new = SigningRequest(**{**vars(a_request("ada@example.org")), "versions": (2, 1)})
    group = ready(old, new, a_request("kim@example.org"))
    change_petition(text_version=2)

    assert [type(each) for each in take(group)] == [TextHasChanged, type(None), type(None)]
    with begin_reading(OPERATOR) as work:
        assert list(work.session.scalars(select(Signature.text_version))) == [2, 2]


def test_a_short_name_that_went_to_another_petition_brings_it_nobody_else_s_signature(app: Flask):
    with petition_and_another():
        group = ready(*emails("sam"))

    assert [type(each) for each in take(group)] == [MadeForAnother]
    assert by_status() == {}


def test_a_spelling_that_was_forgotten_meanwhile_is_made_again(app: Flask):
    group = ready(a_request("sam@example.org", employer="Borealis"))
    sign(a_request("ada@example.org", employer="Borealis"))
    with begin_work(OPERATOR) as work:
        work.session.execute(delete(Signature))
        forget_typed(work, 100)

    assert take(group) == [None]
    with begin_reading(OPERATOR) as work:
        assert work.session.scalar(select(Spelling.text).join(Signature)) == "Borealis"


def test_what_a_mail_domain_proves_is_looked_up_when_it_is_stored(app: Flask):
    group = ready(a_request("sam@google.com", employer="Google"), a_request("kim@meta.com", employer="Meta"))
    with begin_work(OPERATOR) as work:
        work.session.execute(delete(CompanyDomain).where(CompanyDomain.domain == "google.com"))
    take(group)

    with begin_reading(OPERATOR) as work:
        proofs = work.session.scalars(select(Signature.proof))
        assert sorted(proofs) == sorted([Proof.MAILBOX, Proof.WORK_ADDRESS])


def test_a_group_from_one_network_passes_as_far_as_one_after_the_other_would(app: Flask):
    requests = [a_request(f"sam{each}@example.org", network="192.0.2.7") for each in range(SIGN_SOON.most + 5)]

    told = take(ready(*requests))
    assert told[: SIGN_SOON.most] == [None] * SIGN_SOON.most
    assert [type(each) for each in told[SIGN_SOON.most :]] == [ChallengeIsNeeded] * 5
    assert by_status() == {Status.PENDING: SIGN_SOON.most}
    assert [type(each) for each in take(ready(a_request(network="192.0.2.7")))] == [ChallengeIsNeeded]


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_what_cannot_be_stored_fails_the_group_with_nothing_done(app: Flask):
    spoilt = a_request("sam@example.org", display=DisplayMode.NAME, name="Sam \0 Signer")
    group = ready(a_request("ada@example.org"), spoilt)

    with pytest.raises(DBAPIError):
        take(group)
    assert by_status() == {}
    assert violations([]) == []
