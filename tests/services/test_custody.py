"""Who has the right key opens what is sealed, through every change of keys, and nobody else does."""

from __future__ import annotations

import dataclasses
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select, update

from petition_app.app import create_app
from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import PassphraseIsNeeded, PassphraseIsWrong
from petition_app.models import Epoch, OutboxLetter, PetitionKey, Signature
from petition_app.security.boxes import VaultError
from petition_app.security.custody import unwrap_with_key, unwrap_with_passphrase
from petition_app.security.keypair import new_key_pair
from petition_app.security.vault import unseal_with_secret
from petition_app.services import (
    custody,
    instance,
    organisers,
    petitions,
    receipts,
    rewrapping,
    second_factor,
    sessions,
)
from petition_app.services.signing import own_copy_binding, private_binding
from petition_app.services.work import OPERATOR, VISITOR
from petition_app.settings import SettingError
from tests.application import Clock, Site, close
from tests.builders import SLUG, a_petition, a_request, a_signature, confirm, sign
from tests.cast import an_organiser, code_of, enrol
from tests.faults.invariants import waiting_letters

PASSPHRASE = "nine quiet otters cross the river"
NEW_PASSPHRASE = "five new herons stand at the weir"
GUILD = "guild"
EMAIL = "sam@example.org"


@pytest.fixture
def guild(app: Flask) -> str:
    """A petition whose keys its organisers keep."""
    with begin_work(OPERATOR) as work:
        a_petition(work, GUILD, kept_by=Custody.ORGANISERS, passphrase=PASSPHRASE)
    return GUILD


@pytest.fixture(params=list(Custody))
def slug(app: Flask, request: pytest.FixtureRequest) -> str:
    """A petition in each custody."""
    return SLUG if request.param is Custody.INSTANCE else str(request.getfixturevalue("guild"))


def opened(slug: str, passphrase: str | None = None) -> list[str]:
    """The addresses of all signers, opened as an export opens them."""
    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        open_one = custody.opener(work, petition, passphrase)
        rows = work.session.scalars(select(Signature).where(Signature.petition_id == petition.id))
        return sorted(json.loads(open_one(row.sealed or b"", private_binding(row.id)))["email"] for row in rows)


def test_what_organisers_keep_opens_with_their_passphrase_alone(guild: str):
    sign(a_request(EMAIL), GUILD)

    assert opened(GUILD, PASSPHRASE) == [EMAIL]
    with pytest.raises(PassphraseIsNeeded):
        opened(GUILD)
    with pytest.raises(PassphraseIsWrong):
        opened(GUILD, PASSPHRASE + "s")


def test_all_keys_of_the_server_open_nothing_that_organisers_keep(guild: str):
    a_signature(a_request(EMAIL), GUILD)

    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, GUILD)
        key = work.session.scalars(select(PetitionKey).where(PetitionKey.petition_id == petition.id)).one()
        row = work.session.scalars(select(Signature)).one()
        for server_key in (work.keys.instance, work.keys.form):
            for context in (custody.petition_context(petition.id, "private key"), b""):
                with pytest.raises(VaultError):
                    unwrap_with_key(key.wrapped_private, server_key, context=context)
            with pytest.raises(VaultError):
                unwrap_with_passphrase(key.wrapped_private, server_key.hex())
            with pytest.raises(VaultError):
                unseal_with_secret(server_key, row.own_copy or b"", binding=own_copy_binding(row.id))
        assert not work.session.scalars(select(OutboxLetter.sealed).where(OutboxLetter.sealed.is_not(None))).all()


def test_after_a_rotation_old_signatures_open_and_new_ones_are_sealed_to_the_new_key(app: Flask, slug: str):
    passphrase = None if slug == SLUG else PASSPHRASE
    sign(a_request("before@example.org"), slug)
    with begin_work(OPERATOR) as work:
        custody.rotate_keys(work, petitions.by_slug(work, slug), passphrase)
    sign(a_request("after@example.org"), slug)

    assert opened(slug, passphrase) == ["after@example.org", "before@example.org"]
    with begin_reading(OPERATOR) as work:
        used = work.session.execute(select(Epoch.key_id, PetitionKey.retired_at).join(PetitionKey)).all()
    assert len({row.key_id for row in used}) == 2
    assert sorted(row.retired_at is None for row in used) == [False, True]


def test_a_changed_passphrase_opens_everything_and_the_old_one_nothing(guild: str):
    sign(a_request("before@example.org"), GUILD)
    with begin_work(OPERATOR) as work:
        custody.rotate_keys(work, petitions.by_slug(work, GUILD), PASSPHRASE)
    sign(a_request("after@example.org"), GUILD)
    with begin_work(OPERATOR) as work:
        custody.change_passphrase(work, petitions.by_slug(work, GUILD), PASSPHRASE, NEW_PASSPHRASE)

    assert opened(GUILD, NEW_PASSPHRASE) == ["after@example.org", "before@example.org"]
    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, GUILD)
        kept = work.session.scalars(select(PetitionKey.wrapped_private).where(PetitionKey.petition_id == petition.id))
        for wrapped in kept:
            with pytest.raises(VaultError):
                unwrap_with_passphrase(wrapped, PASSPHRASE)


def test_a_wrong_passphrase_changes_nothing(guild: str):
    sign(a_request(EMAIL), GUILD)

    with pytest.raises(PassphraseIsWrong), begin_work(OPERATOR) as work:
        custody.change_passphrase(work, petitions.by_slug(work, GUILD), "a guess", "another passphrase")
    assert opened(GUILD, PASSPHRASE) == [EMAIL]


@contextmanager
def restarted(site: Site, clock: Clock, instance_key: bytes | None = None) -> Iterator[Flask]:
    """The site in a new process, which remembers nothing; with another instance key where one is given."""
    settings = dataclasses.replace(site.settings, instance_key=instance_key.hex()) if instance_key else site.settings
    app = create_app(settings, clock)
    with app.app_context():
        yield app
        close(app)


def test_a_new_instance_key_opens_all_that_the_old_one_opened(app: Flask, site: Site, clock: Clock, guild: str):
    new_key = secrets.token_bytes(32)
    receipt = a_signature(a_request("early@example.org"))
    sign(a_request("waiting@example.org"))
    sign(a_request("member@example.org"), GUILD)
    secret = enrol(an_organiser(), clock)
    clock.move(seconds=30)
    with begin_work(OPERATOR) as work:
        assert rewrapping.rewrap(work, new_key) == 2 * 2 + 1 + 1 + 1 + 2
    with restarted(site, clock, new_key):
        with begin_reading(OPERATOR) as work:
            instance.refuse_foreign_database(work)
        clock.move(hours=1)
        sign(a_request("early@example.org"))  # found under the same address key, so told by letter alone
        sign(a_request("late@example.org"), GUILD)
        kinds = sorted(letter.kind for letter in waiting_letters())
        confirm(next(letter.text for letter in waiting_letters() if letter.to == "waiting@example.org"))

        assert kinds == ["already_on_record", "confirmation", "confirmation", "confirmation"]
        assert opened(SLUG) == ["early@example.org", "waiting@example.org"]
        assert opened(GUILD, PASSPHRASE) == ["late@example.org", "member@example.org"]
        assert is_accepted(code_of(secret, clock))
        with begin_work(VISITOR) as work:
            assert receipts.open_signature(work, receipt).private == {"email": "early@example.org", "language": "en"}


def test_after_a_change_of_the_instance_key_the_old_one_opens_nothing(app: Flask, site: Site, clock: Clock):
    sign()
    with begin_work(OPERATOR) as work:
        rewrapping.rewrap(work, secrets.token_bytes(32))

    with restarted(site, clock):
        with begin_reading(OPERATOR) as work, pytest.raises(SettingError):
            instance.refuse_foreign_database(work)
        with pytest.raises(VaultError):
            opened(SLUG)
        with pytest.raises(VaultError):
            waiting_letters()
        with pytest.raises(VaultError):
            sign(a_request("other@example.org"))


def is_accepted(code: str) -> bool:
    with begin_work(OPERATOR) as work:
        olu = organisers.by_email(work, "olu@example.org")
        assert olu
        session = sessions.find(work, sessions.start(work, olu.id))
        return session is not None and second_factor.give_code(work, session, code) is not None


def test_nothing_is_sealed_to_a_public_key_that_was_put_in_from_outside(
    app: Flask, site: Site, clock: Clock, slug: str
):
    sign(a_request("before@example.org"), slug)
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        keys = update(PetitionKey).where(PetitionKey.petition_id == petition.id)
        work.session.execute(keys.values(public=new_key_pair().public))

    with restarted(site, clock):
        with pytest.raises(VaultError):
            sign(a_request("after@example.org"), slug)
        with begin_reading(OPERATOR) as work:
            assert work.session.query(Signature).count() == 1


def test_the_key_of_another_petition_is_as_foreign_as_any(app: Flask, site: Site, clock: Clock, guild: str):
    with begin_work(OPERATOR) as work:
        theirs, ours = (
            work.session.scalars(
                select(PetitionKey).where(PetitionKey.petition_id == petitions.by_slug(work, slug).id)
            ).one()
            for slug in (GUILD, SLUG)
        )
        ours.public, ours.public_check = theirs.public, theirs.public_check

    with restarted(site, clock), pytest.raises(VaultError):
        sign()
