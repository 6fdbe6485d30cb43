"""What two owners must agree on: asked by one, approved by another, carried out once, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask import Flask

from petition_app.database import begin_reading
from petition_app.domain.access import Role
from petition_app.domain.approval import (
    ApprovalIsOver,
    AskerHasNoRight,
    OwnRequest,
    SecondOwnerIsNeeded,
)
from petition_app.domain.refusals import NotAllowed, NotFound
from petition_app.domain.team import LastOwner, OwnerByInvitation, OwnersMustBeTwo
from petition_app.services import approvals, invitations, keeping, organisers, petitions, roles, team
from petition_app.services.team import Outcome
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, claim_letters
from tests.cast import a_member, an_organiser
from tests.teams import as_, do, here, roles_now, states, the_request, told, two_owners

WAITS = "in one of your teams somebody asks for something that two owners must agree on."


def asked_for_vera(olu: UUID) -> tuple[UUID, UUID]:
    """Vera, whom Olu wants to be an owner, and the request."""
    vera = an_organiser("Vera", Role.VIEWER)
    assert do(olu, team.change_role, vera, Role.OWNER) is Outcome.ASKED
    return vera, the_request(olu).id


def test_without_the_rule_one_owner_is_enough(app: Flask):
    olu, vera = an_organiser("Olu"), an_organiser("Vera", Role.VIEWER)

    assert do(olu, team.change_role, vera, Role.OWNER) is Outcome.DONE
    assert do(olu, approvals.let_export, "signatories", "Hand-over") == "Hand-over"
    assert states() == []


def test_a_new_owner_waits_for_the_second_and_is_made_by_the_approval(app: Flask):
    olu, ada = two_owners()
    vera, request = asked_for_vera(olu)
    assert roles_now()[vera] is Role.VIEWER
    assert [to for text, to in told().items() if text.startswith(WAITS)] == [["ada@example.org"]]

    do(ada, approvals.approve, request)

    assert roles_now()[vera] is Role.OWNER
    assert states() == ["done"]
    letters = told()
    assert letters["what you asked for in one of your teams was decided by another owner."] == ["olu@example.org"]
    assert letters["your role in one of your teams was changed."] == ["vera@example.org"]


def test_nobody_approves_what_they_asked_for(app: Flask):
    olu, _ = two_owners()
    vera, request = asked_for_vera(olu)

    for deed in (approvals.approve, approvals.refuse):
        with pytest.raises(OwnRequest):
            do(olu, deed, request)
    assert roles_now()[vera] is Role.VIEWER


@pytest.mark.parametrize("name", ["Mo", "Ed", "Ren", "Otto"])
def test_nobody_but_an_owner_of_this_petition_decides(app: Flask, name: str):
    olu, _ = two_owners()
    vera, request = asked_for_vera(olu)
    other = a_member(name)

    for deed in (approvals.approve, approvals.refuse):
        with pytest.raises(NotAllowed):
            do(other, deed, request)
    with pytest.raises(NotFound):
        do(other, approvals.withdraw, request)
    assert (states(), roles_now()[vera]) == (["waiting"], Role.VIEWER)


def test_a_request_is_approved_once(app: Flask):
    olu, ada = two_owners()
    _, request = asked_for_vera(olu)
    do(ada, approvals.approve, request)

    for deed in (approvals.approve, approvals.refuse):
        with pytest.raises(ApprovalIsOver):
            do(ada, deed, request)


def test_a_refused_and_a_withdrawn_request_change_nothing(app: Flask):
    olu, ada = two_owners()
    vera, first = asked_for_vera(olu)
    do(ada, approvals.refuse, first)
    do(olu, team.change_role, vera, Role.OWNER)
    do(olu, approvals.withdraw, the_request(olu).id)

    assert sorted(states()) == ["refused", "withdrawn"]
    with pytest.raises(ApprovalIsOver):
        do(ada, approvals.approve, first)
    assert roles_now()[vera] is Role.VIEWER


def test_a_request_ends_after_three_days(app: Flask, clock: Clock):
    olu, ada = two_owners()
    vera, request = asked_for_vera(olu)
    clock.move(hours=72)

    with pytest.raises(ApprovalIsOver):
        do(ada, approvals.approve, request)
    assert roles_now()[vera] is Role.VIEWER


def test_asking_twice_is_one_request_and_one_letter(app: Flask):
    olu, _ = two_owners()
    vera, _ = asked_for_vera(olu)
    do(olu, team.change_role, vera, Role.OWNER)

    assert states() == ["waiting"]
    assert len(claim_letters()) == 1


@pytest.mark.parametrize(
    "lose",
    [
        lambda who: do(None, roles.give, who, Role.VIEWER),
        lambda who: do(None, roles.take, who),
        lambda who: do(None, lambda work, _: organisers.switch(work, who, active=False)),
    ],
    ids=["lowered", "removed", "switched off"],
)
def test_a_request_of_somebody_who_is_no_owner_any_more_is_worth_nothing(app: Flask, lose: Callable[[UUID], None]):
    olu, ada = two_owners()
    an_organiser("Eve", Role.OWNER)
    vera, request = asked_for_vera(olu)
    lose(olu)

    with pytest.raises(AskerHasNoRight):
        do(ada, approvals.approve, request)
    do(ada, approvals.refuse, request)
    assert roles_now()[vera] is Role.VIEWER


def test_lowering_oneself_after_asking_does_not_keep_the_request_alive(app: Flask):
    olu, ada = two_owners()
    an_organiser("Eve", Role.OWNER)
    vera, request = asked_for_vera(olu)
    do(olu, team.leave)

    with pytest.raises(AskerHasNoRight):
        do(ada, approvals.approve, request)
    assert roles_now()[vera] is Role.VIEWER


def test_two_owners_must_remain(app: Flask):
    olu, ada = two_owners()

    for deed in (
        lambda: do(olu, team.leave),
        lambda: do(olu, team.remove, ada),
        lambda: do(olu, team.change_role, ada, Role.VIEWER),
        lambda: do(olu, team.change_role, olu, Role.VIEWER),
    ):
        with pytest.raises(OwnersMustBeTwo):
            deed()
    assert states() == []


def test_removing_an_owner_takes_a_second_one(app: Flask):
    olu, ada = two_owners()
    eve = an_organiser("Eve", Role.OWNER)
    assert do(olu, team.remove, eve) is Outcome.ASKED
    assert eve in roles_now()
    do(ada, approvals.approve, the_request(ada).id)

    assert eve not in roles_now()


def test_others_than_owners_are_changed_by_one(app: Flask):
    olu, _ = two_owners()
    vera = an_organiser("Vera", Role.VIEWER)

    assert do(olu, team.change_role, vera, Role.EXPORTER) is Outcome.DONE
    assert do(olu, team.remove, vera) is Outcome.DONE


def test_handing_over_takes_a_second_owner(app: Flask):
    olu, ada = two_owners()
    vera = an_organiser("Vera", Role.VIEWER)
    assert do(olu, team.transfer, vera, None) is Outcome.ASKED
    do(ada, approvals.approve, the_request(ada).id)

    assert roles_now() == {ada: Role.OWNER, vera: Role.OWNER}


def test_the_rule_ends_only_with_both(app: Flask):
    olu, ada = two_owners()
    assert do(olu, team.switch_two_owners_off) is Outcome.ASKED
    with begin_reading(as_(olu)) as work:
        assert approvals.needs_second_owner(work, here(work))
    do(ada, approvals.approve, the_request(ada).id)

    with begin_reading(as_(olu)) as work:
        assert not approvals.needs_second_owner(work, here(work))


def test_an_owner_is_not_invited_past_the_second(app: Flask):
    olu, _ = two_owners()

    with pytest.raises(OwnerByInvitation):
        do(olu, invitations.invite, "ida@example.org", Role.OWNER)


def test_what_cannot_be_done_any_more_stays_undecided(app: Flask):
    olu, ada = two_owners()
    eve = an_organiser("Eve", Role.OWNER)
    do(olu, team.remove, eve)
    request = the_request(ada).id
    do(eve, team.leave)

    with pytest.raises(NotFound):
        do(ada, approvals.approve, request)
    assert states() == ["waiting"]


def test_the_operator_needs_nobody_but_leaves_an_owner(app: Flask):
    olu, ada = two_owners()
    with pytest.raises(OwnersMustBeTwo):
        do(None, team.remove, ada)
    assert do(None, team.switch_two_owners_off) is Outcome.DONE
    assert do(None, team.remove, ada) is Outcome.DONE
    with pytest.raises(LastOwner):
        do(None, team.remove, olu)


def test_a_request_of_another_petition_is_not_there(app: Flask):
    olu, ada = two_owners()
    _, request = asked_for_vera(olu)
    ren = a_member("Ren")

    with pytest.raises(NotAllowed):
        do(ren, approvals.approve, request)
    with pytest.raises(NotFound):
        do(ada, approvals.approve, uuid4())


def test_erasing_earlier_takes_a_second_owner_and_keeping_longer_does_not(app: Flask):
    olu, ada = two_owners()
    do(olu, keeping.keep_for, 200)
    with pytest.raises(SecondOwnerIsNeeded):
        do(olu, keeping.keep_for, 30)
    assert kept_days() == 200
    do(olu, keeping.ask_to_keep_for, 30)
    do(ada, approvals.approve, the_request(ada).id)

    assert kept_days() == 30


def kept_days() -> int:
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, SLUG).kept_days
