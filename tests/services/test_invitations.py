"""Invitations: sent, accepted once, revoked and run out, on both engines."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.refusals import LinkIsSpent, NotAllowed, NotFound
from petition_app.models import Invitation, Organiser
from petition_app.security.tokens import link_secret_hash
from petition_app.services import invitations, joining, organisers, petitions, retention, rewrapping, roles, team
from petition_app.services.invitations import InvitedAlready, TooManyInvitations
from petition_app.services.organisers import OrganiserExists
from petition_app.services.work import OPERATOR, VISITOR, WORKER
from tests.application import Clock
from tests.builders import SLUG, claim_letters
from tests.cast import OTHER_SLUG, PASSWORD, a_member, an_organiser, another_petition
from tests.teams import as_, do, hash_of, here, invited, roles_now, secret_in, told

HASHED = hash_of(PASSWORD)


def accept_as_new(secret: str, name: str = "Ida") -> UUID:
    with begin_work(VISITOR) as work:
        return joining.accept_as_new(work, secret, name, HASHED)


def accept(secret: str, organiser: UUID) -> None:
    with begin_work(as_(organiser)) as work:
        joining.accept(work, secret, organiser)


def rows() -> list[Invitation]:
    with begin_reading(OPERATOR) as work:
        return list(work.session.scalars(select(Invitation)))


def the_invitation() -> UUID:
    (row,) = rows()
    return row.id


def test_somebody_new_gets_an_account_for_the_invited_address_and_the_role(app: Flask):
    secret = invited(an_organiser("Olu"), "Ida@Example.org", Role.EXPORTER)
    ida = accept_as_new(secret)

    assert roles_now()[ida] is Role.EXPORTER
    with begin_reading(VISITOR) as work:
        assert organisers.verify_password(work, "ida@example.org", PASSWORD) == ida
    assert rows() == []


def test_somebody_with_an_account_joins_with_it(app: Flask):
    secret = invited(an_organiser("Olu"), "otto@example.org")
    otto = a_member("Otto")
    accept(secret, otto)

    assert roles_now()[otto] is Role.MODERATOR


def test_looking_at_an_invitation_changes_nothing(app: Flask):
    olu = an_organiser("Olu")
    secret = invited(olu)
    for _ in range(3):
        with begin_reading(VISITOR) as work:
            seen = joining.look(work, secret)

    assert (seen.petition.slug, seen.role, seen.invited_by) == (SLUG, Role.MODERATOR, "Olu")
    assert len(rows()) == 1


def test_an_invitation_works_once(app: Flask):
    secret = invited(an_organiser("Olu"))
    accept_as_new(secret)

    for again in (lambda: accept_as_new(secret), lambda: accept(secret, a_member("Otto"))):
        with pytest.raises(LinkIsSpent, match="not valid any more"):
            again()


def test_only_the_hash_of_the_link_is_kept_and_the_address_is_sealed(app: Flask):
    secret = invited(an_organiser("Olu"), "ida@canary.example")
    (row,) = rows()

    assert secret.encode() not in row.secret_hash
    assert b"canary" not in row.sealed_address + row.address_key


def test_a_revoked_invitation_is_worth_nothing_and_its_address_is_forgotten(app: Flask):
    olu = an_organiser("Olu")
    secret = invited(olu)
    do(olu, invitations.revoke, the_invitation())

    with pytest.raises(LinkIsSpent):
        accept_as_new(secret)
    assert rows() == []


def test_an_invitation_ends_after_three_days_and_is_forgotten(app: Flask, clock: Clock):
    olu = an_organiser("Olu")
    secret = invited(olu)
    clock.move(hours=72)

    with pytest.raises(LinkIsSpent):
        accept_as_new(secret)
    with begin_reading(as_(olu)) as work:
        assert invitations.waiting(work, here(work)) == []
    with begin_work(WORKER) as work:
        retention.forget_what_is_over(work)
    assert rows() == []


def test_sending_again_replaces_the_link_and_starts_the_term_anew(app: Flask, clock: Clock):
    olu = an_organiser("Olu")
    first = invited(olu)
    clock.move(hours=71)
    do(olu, invitations.send_again, the_invitation())
    second = secret_in(claim_letters()[-1].text)
    clock.move(hours=71)

    with pytest.raises(LinkIsSpent):
        accept_as_new(first)
    assert accept_as_new(second) in roles_now()


@pytest.mark.parametrize("again", ["ida@gmail.com", "I.da@googlemail.com", "ida+two@GMAIL.com"])
def test_one_mailbox_is_invited_once_however_it_is_spelled(app: Flask, again: str):
    olu = an_organiser("Olu")
    invited(olu, "ida@gmail.com")

    with pytest.raises(InvitedAlready):
        do(olu, invitations.invite, again, Role.VIEWER)


def test_one_mailbox_gets_no_second_account_under_another_spelling(app: Flask):
    olu = an_organiser("Olu")
    accept_as_new(invited(olu, "ida@gmail.com"))

    with pytest.raises(OrganiserExists):
        accept_as_new(invited(olu, "i.d.a+owner@gmail.com", Role.OWNER))


def test_inviting_writes_the_same_whether_or_not_there_is_an_account(app: Flask):
    olu = an_organiser("Olu")
    a_member("Otto")
    letters = []
    for address in ("otto@example.org", "nobody@example.org", "olu@example.org"):
        secret = invited(olu, address)
        do(olu, invitations.send_again, by_secret(secret))
        (letter,) = claim_letters()
        letters.append((letter.subject, letter.text.replace(secret_in(letter.text), "LINK")))
        assert secret != secret_in(letter.text)

    assert len(set(letters)) == 1


def by_secret(secret: str) -> UUID:
    hashed = link_secret_hash(invitations.PURPOSE, secret)
    with begin_reading(OPERATOR) as work:
        return work.session.scalars(select(Invitation.id).where(Invitation.secret_hash == hashed)).one()


def test_the_letter_names_neither_petition_nor_organiser(app: Flask):
    do(an_organiser("Olu"), invitations.invite, "ida@example.org", Role.VIEWER)
    (letter,) = claim_letters()

    for word in ("appeal", "Olu", SLUG, "petition", "Acme"):
        assert word not in letter.subject + letter.text + letter.html, word


def test_ten_can_wait(app: Flask):
    olu = an_organiser("Olu")
    for number in range(10):
        do(olu, invitations.invite, f"ida{number}@example.org", Role.VIEWER)

    with pytest.raises(TooManyInvitations):
        do(olu, invitations.invite, "ida10@example.org", Role.VIEWER)


def test_an_address_gets_three_invitations_a_day_from_all_petitions_together(app: Flask, clock: Clock):
    olu, ren = an_organiser("Olu"), a_member("Ren")
    invited(olu)
    for _ in range(2):
        do(olu, invitations.send_again, the_invitation())
    with pytest.raises(TooManyInvitations):
        do(olu, invitations.send_again, the_invitation())
    with pytest.raises(TooManyInvitations), begin_work(as_(ren)) as work:
        invitations.invite(work, petitions.by_slug(work, OTHER_SLUG).id, "ida+x@example.org", Role.VIEWER)
    clock.move(days=1)
    do(olu, invitations.send_again, the_invitation())


def test_a_petition_sends_twenty_letters_a_day(app: Flask):
    olu = an_organiser("Olu")
    for number in range(20):
        do(olu, invitations.invite, f"ida{number}@example.org", Role.VIEWER)
        do(olu, invitations.revoke, the_invitation())

    with pytest.raises(TooManyInvitations):
        do(olu, invitations.invite, "ida20@example.org", Role.VIEWER)


def test_somebody_who_was_removed_can_be_invited_again(app: Flask):
    olu, vera = an_organiser("Olu"), an_organiser("Vera", Role.VIEWER)
    do(olu, team.remove, vera)
    claim_letters()
    accept(invited(olu, "vera@example.org", Role.EXPORTER), vera)

    assert roles_now()[vera] is Role.EXPORTER


@pytest.mark.parametrize("has", [Role.VIEWER, Role.OWNER])
def test_who_has_a_role_already_keeps_it(app: Flask, has: Role):
    """Vera was given a role between the invitation and its acceptance."""
    olu, vera = an_organiser("Olu"), an_organiser("Vera", None)
    secret = invited(olu, "vera@example.org", Role.MODERATOR)
    with begin_work(OPERATOR) as work:
        organisers.give_role(work, vera, here(work), has)
    accept(secret, vera)

    assert roles_now()[vera] is has
    assert rows() == []


@pytest.mark.parametrize("change", ["removed", "lowered", "switched off"])
def test_an_invitation_dies_with_the_role_of_whoever_sent_it(app: Flask, change: str):
    an_organiser("Olu")
    ada = an_organiser("Ada", Role.OWNER)
    secret = invited(ada, "second.ada@example.org", Role.OWNER)
    if change == "removed":
        do(None, roles.take, ada)
    elif change == "lowered":
        do(None, roles.give, ada, Role.EXPORTER)
    else:
        do(None, lambda work, _: organisers.switch(work, ada, active=False))

    with pytest.raises(LinkIsSpent):
        accept_as_new(secret)


def test_an_invitation_of_another_petition_is_not_there(app: Flask):
    ren = a_member("Ren")
    invited(an_organiser("Olu"))
    theirs = the_invitation()

    for deed in (invitations.revoke, invitations.send_again):
        with pytest.raises(NotFound), begin_work(as_(ren)) as work:
            deed(work, petitions.by_slug(work, OTHER_SLUG).id, theirs)
        with pytest.raises(NotAllowed):
            do(ren, deed, theirs)
    assert len(rows()) == 1


def test_who_may_begin_petitions_can_let_others(app: Flask):
    olu = an_organiser("Olu")
    ida = accept_as_new(invited(olu, may_found=True))
    with begin_reading(OPERATOR) as work:
        assert work.session.get_one(Organiser, ida).may_found

    other = accept_as_new(invited(olu, "ola@example.org", Role.OWNER), "Ola")
    with begin_reading(OPERATOR) as work:
        assert not work.session.get_one(Organiser, other).may_found
    with pytest.raises(NotAllowed):
        do(other, invitations.invite, "third@example.org", Role.VIEWER, may_found=True)


def test_a_new_owner_by_invitation_is_told_to_the_others(app: Flask):
    olu = an_organiser("Olu")
    accept_as_new(invited(olu, role=Role.OWNER))

    assert told() == {"the owners of one of your teams have changed.": ["olu@example.org"]}


def test_invitations_survive_a_change_of_the_instance_key(app: Flask):
    another_petition()
    invited(an_organiser("Olu"))
    new = b"n" * 32
    with begin_work(OPERATOR) as work:
        rewrapping.rewrap(work, new)
        object.__setattr__(work.keys, "instance", new)

    with begin_reading(OPERATOR) as work:
        assert [each.address for each in invitations.waiting(work, here(work))] == ["ida@example.org"]
