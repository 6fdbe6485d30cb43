"""The team of a petition: roles given and taken, and the owners it cannot spare, on both engines."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask

from petition_app.database import begin_reading
from petition_app.domain.access import Role
from petition_app.domain.events import Action
from petition_app.domain.refusals import NotAllowed, NotFound
from petition_app.domain.team import LastOwner, OwnersAreTooFew
from petition_app.services import audit, invitations, organisers, team, twoowners
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import claim_letters
from tests.cast import a_member, an_organiser, open_session
from tests.teams import as_, do, here, invited, roles_now, told


def test_the_team_is_listed_owners_first_with_the_day_they_were_last_seen(app: Flask, clock: Clock):
    vera, olu = an_organiser("Vera", Role.VIEWER), an_organiser("Olu")
    open_session(olu)
    clock.move(hours=3)

    with begin_reading(as_(olu)) as work:
        listed = team.members(work, here(work))

    assert [(each.id, each.role) for each in listed] == [(olu, Role.OWNER), (vera, Role.VIEWER)]
    assert [each.seen_on for each in listed] == [clock.now.date(), None]
    assert [each.has_second_factor for each in listed] == [False, False]


def test_an_owner_gives_another_role_and_a_letter_says_so(app: Flask):
    olu, vera = an_organiser("Olu"), an_organiser("Vera", Role.VIEWER)

    assert do(olu, team.change_role, vera, Role.EXPORTER) is team.Outcome.DONE

    assert roles_now()[vera] is Role.EXPORTER
    assert told() == {"your role in one of your teams was changed.": ["vera@example.org"]}


def test_all_owners_learn_of_a_new_one(app: Flask):
    olu, ada, vera = an_organiser("Olu"), an_organiser("Ada", Role.OWNER), an_organiser("Vera", Role.VIEWER)
    do(olu, team.change_role, vera, Role.OWNER)

    letters = told()

    assert letters["your role in one of your teams was changed."] == ["vera@example.org"]
    assert sorted(letters["the owners of one of your teams have changed."]) == ["ada@example.org", "olu@example.org"]
    assert roles_now()[ada] is Role.OWNER


@pytest.mark.parametrize("name", ["Vera", "Mo", "Ed", "Ren", "Otto"])
def test_only_an_owner_of_this_petition_changes_its_team(app: Flask, name: str):
    olu, other = an_organiser("Olu"), a_member(name)

    for deed in (
        lambda: do(other, team.change_role, other, Role.OWNER),
        lambda: do(other, team.remove, olu),
        lambda: do(other, team.transfer, other, None),
        lambda: do(other, invitations.invite, "ida@example.org", Role.OWNER),
        lambda: do(other, twoowners.switch_on),
        lambda: do(other, team.switch_two_owners_off),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert roles_now()[olu] is Role.OWNER


def test_an_owner_who_lost_the_role_a_moment_ago_can_do_nothing_any_more(app: Flask):
    olu, ada = an_organiser("Olu"), an_organiser("Ada", Role.OWNER)
    do(olu, team.change_role, ada, Role.VIEWER)

    with pytest.raises(NotAllowed):
        do(ada, team.remove, olu)


def test_the_last_owner_can_neither_be_lowered_nor_removed_nor_leave(app: Flask):
    olu = an_organiser("Olu")
    an_organiser("Vera", Role.VIEWER)

    for deed in (
        lambda: do(olu, team.change_role, olu, Role.VIEWER),
        lambda: do(olu, team.remove, olu),
        lambda: do(olu, team.leave),
        lambda: do(None, team.remove, olu),
    ):
        with pytest.raises(LastOwner, match="Make somebody else an owner first"):
            deed()
    assert roles_now()[olu] is Role.OWNER


def test_an_owner_who_was_switched_off_does_not_count_as_one(app: Flask):
    olu, ada = an_organiser("Olu"), an_organiser("Ada", Role.OWNER)
    switch(ada, active=False)

    with pytest.raises(LastOwner):
        do(olu, team.leave)
    switch(ada, active=True)
    do(olu, team.leave)
    assert olu not in roles_now()


def test_everybody_may_leave(app: Flask):
    an_organiser("Olu")
    vera = an_organiser("Vera", Role.VIEWER)
    do(vera, team.leave)

    assert vera not in roles_now()
    assert told() == {"you are not in one of your teams any more.": ["vera@example.org"]}
    with pytest.raises(NotFound):
        do(vera, team.leave)


def test_handing_over_makes_one_owner_of_another(app: Flask):
    olu, vera = an_organiser("Olu"), an_organiser("Vera", Role.VIEWER)

    do(olu, team.transfer, vera, Role.MODERATOR)
    assert roles_now() == {vera: Role.OWNER, olu: Role.MODERATOR}
    do(vera, team.transfer, olu, None)
    assert roles_now() == {olu: Role.OWNER}


def test_nobody_hands_over_to_themselves_or_to_somebody_outside(app: Flask):
    olu, ren = an_organiser("Olu"), a_member("Ren")

    with pytest.raises(NotAllowed):
        do(olu, team.transfer, olu, Role.VIEWER)
    for outsider in (ren, uuid4()):
        with pytest.raises(NotFound):
            do(olu, team.transfer, outsider, Role.VIEWER)
        with pytest.raises(NotFound):
            do(olu, team.change_role, outsider, Role.VIEWER)


def test_whoever_stops_being_an_owner_takes_their_invitations_along(app: Flask):
    olu, ada = an_organiser("Olu"), an_organiser("Ada", Role.OWNER)
    invited(ada, "second.ada@example.org", Role.OWNER)
    do(olu, team.change_role, ada, Role.EXPORTER)

    assert addresses(olu) == []


def test_the_rule_of_two_owners_needs_two(app: Flask):
    olu = an_organiser("Olu")

    with pytest.raises(OwnersAreTooFew):
        do(olu, twoowners.switch_on)


def test_switching_the_rule_on_revokes_owners_that_are_invited(app: Flask):
    olu, ada = an_organiser("Olu"), an_organiser("Ada", Role.OWNER)
    invited(olu, "owner@example.org", Role.OWNER)
    invited(olu, "viewer@example.org", Role.VIEWER)
    claim_letters()
    do(olu, twoowners.switch_on)

    assert addresses(olu) == ["viewer@example.org"]
    assert list(told().values()) == [["ada@example.org"]]
    assert roles_now()[ada] is Role.OWNER


def test_the_log_tells_of_a_team_without_a_name_or_an_address(app: Flask):
    olu, vera = an_organiser("Olu"), an_organiser("Vera", Role.VIEWER)
    invited(olu)
    do(olu, team.remove, vera)

    with begin_reading(OPERATOR) as work:
        lines = [(line.action, line.details) for line in audit.lines(work)]
    assert [action for action, _ in lines[:2]] == [Action.ROLE_TAKEN, Action.INVITATION_SENT]
    assert not [details for _, details in lines if "example" in details or "Vera" in details]


def addresses(organiser: UUID) -> list[str]:
    with begin_reading(as_(organiser)) as work:
        return [each.address for each in invitations.waiting(work, here(work))]


def switch(organiser: UUID, *, active: bool) -> None:
    do(None, lambda work, _: organisers.switch(work, organiser, active=active))


def test_an_operator_puts_somebody_in_or_changes_them_and_never_the_last_owner(app: Flask):
    olu, otto = an_organiser("Olu"), a_member("Otto")
    do(None, team.put_in, otto, Role.VIEWER)
    assert told() == {"your role in one of your teams was changed.": ["otto@example.org"]}
    with pytest.raises(LastOwner):
        do(None, team.put_in, olu, Role.VIEWER)
    do(None, team.put_in, otto, Role.OWNER)

    assert roles_now() == {olu: Role.OWNER, otto: Role.OWNER}
    assert "the owners of one of your teams have changed." in told()
    with pytest.raises(NotAllowed):
        do(olu, team.put_in, otto, Role.VIEWER)
