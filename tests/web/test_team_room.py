"""The room of the team as browsers get it, on both engines."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from petition_app.database import begin_reading
from petition_app.domain.access import Role
from petition_app.models import Invitation
from petition_app.services import team
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, claim_letters
from tests.cast import OTHER_SLUG, a_member, an_organiser, browser_of, text_of, token_in
from tests.teams import ROOM, do, invited, press, roles_now, states, two_owners

INVITE = f"{ROOM}/invite"


def page_of(member: UUID) -> str:
    return f"{ROOM}/{member}"


def the_invitation() -> UUID:
    with begin_reading(OPERATOR) as work:
        return work.session.scalars(select(Invitation.id)).one()


def test_everybody_in_the_team_sees_it_and_only_owners_see_how_to_change_it(app: Flask):
    olu = an_organiser("Olu")
    invited(olu)
    for name in ("Vera", "Mo", "Ed"):
        page = text_of(browser_of(app, a_member(name)), ROOM)
        assert "Olu" in page
        assert "ida@example.org" not in page
        assert INVITE not in page
    page = text_of(browser_of(app, olu), ROOM)
    assert "ida@example.org" in page
    assert INVITE in page


def test_an_owner_invites_and_revokes(app: Flask):
    browser = browser_of(app, an_organiser("Olu"))
    form = {"token": token_in(text_of(browser, INVITE), "<h1"), "email": "ida@example.org", "role": "moderator"}
    shown = browser.post(INVITE, data=form, follow_redirects=True)

    assert "The letter is on its way" in shown.text
    assert [letter.to for letter in claim_letters()] == ["ida@example.org"]

    press(browser, f"{ROOM}/invitations/{the_invitation()}/revoke")

    assert "ida@example.org" not in text_of(browser, ROOM)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"email": "no address"}, 422),
        ({"email": ""}, 422),
        ({"role": "king"}, 422),
        ({"email": "Ada@example.org"}, 409),
    ],
)
def test_a_wrong_invitation_comes_back_with_what_was_typed(app: Flask, wrong: dict[str, str], status: int):
    olu = an_organiser("Olu")
    invited(olu, "ada@example.org")
    browser = browser_of(app, olu)
    form = {"token": token_in(text_of(browser, INVITE), "<h1"), "email": "ida@example.org", "role": "viewer", **wrong}

    answer = browser.post(INVITE, data=form)

    assert answer.status_code == status
    assert f'value="{form["email"]}"' in answer.text
    assert re.search(r'<a href="#(email|role)', answer.text)
    assert claim_letters() == []


def test_inviting_answers_the_same_whether_or_not_there_is_an_account(app: Flask):
    a_member("Otto")
    browser = browser_of(app, an_organiser("Olu"))
    answers = set()
    for email in ("otto@example.org", "nobody@example.org"):
        form = {"token": token_in(text_of(browser, INVITE), "<h1"), "email": email, "role": "viewer"}
        answer = browser.post(INVITE, data=form)
        answers.add((answer.status_code, answer.location))

    assert len(answers) == 1


def test_removal_counts_from_the_next_click_in_every_browser(app: Flask):
    a_signature(a_request("sam@canary.example"))
    olu, ed = an_organiser("Olu"), an_organiser("Ed", Role.EXPORTER)
    theirs = [browser_of(app, ed) for _ in range(2)]
    assert all(each.get(ROOM).status_code == 200 for each in theirs)
    ours = browser_of(app, olu)
    press(ours, f"{page_of(ed)}/remove", page_of(ed))

    for each in theirs:
        assert [each.get(f"/organise/{SLUG}{room}").status_code for room in ("", "/team", "/signatories")] == [404] * 3
        assert each.post(f"/organise/{SLUG}/exports/signatories", data={"purpose": "x"}).status_code == 404
        assert f"/organise/{SLUG}" not in each.get("/organise").text


def test_a_lower_role_counts_from_the_next_click(app: Flask):
    olu, ed = an_organiser("Olu"), an_organiser("Ed", Role.EXPORTER)
    theirs = browser_of(app, ed)
    press(browser_of(app, olu), f"{page_of(ed)}/role", page_of(ed), role="viewer")

    assert theirs.get(f"/organise/{SLUG}/signatories").status_code == 403


@pytest.mark.parametrize("name", ["Vera", "Mo", "Ed"])
def test_a_lower_role_changes_nothing_with_forms_of_its_own_making(app: Flask, name: str):
    olu, other = an_organiser("Olu"), a_member(name)
    browser = browser_of(app, other)
    token = token_in(text_of(browser, f"{ROOM}/leave"), "<h1")

    for action, fields in (
        (f"{page_of(other)}/role", {"role": "owner"}),
        (f"{page_of(olu)}/remove", {}),
        (f"{page_of(olu)}/transfer", {"then": "leave"}),
        (INVITE, {"email": "second@example.org", "role": "owner"}),
        (f"{ROOM}/two-owners/on", {}),
    ):
        assert browser.post(action, data={"token": token, **fields}).status_code == 403, action
    assert roles_now()[olu] is Role.OWNER
    assert claim_letters() == []


def test_members_and_requests_of_another_petition_are_not_there(app: Flask):
    olu, ada = two_owners()
    vera = an_organiser("Vera", Role.VIEWER)
    do(olu, team.change_role, vera, Role.OWNER)
    invited(olu)
    ren = browser_of(app, a_member("Ren"))
    theirs = f"/organise/{OTHER_SLUG}/team"
    token = token_in(text_of(ren, INVITE.replace(ROOM, theirs)), "<h1")
    request = re.search(r"/requests/([0-9a-f-]{36})/approve", text_of(browser_of(app, ada), ROOM))
    assert request

    for action, fields in (
        (f"/{vera}/role", {"role": "owner"}),
        (f"/{vera}/remove", {}),
        (f"/{olu}/transfer", {"then": "leave"}),
        (f"/requests/{request.group(1)}/approve", {}),
        (f"/requests/{request.group(1)}/refuse", {}),
        (f"/requests/{request.group(1)}/withdraw", {}),
        (f"/invitations/{the_invitation()}/revoke", {}),
        (f"/invitations/{the_invitation()}/again", {}),
    ):
        for room in (ROOM, theirs):
            assert ren.post(room + action, data={"token": token, **fields}).status_code == 404, room + action
    assert ren.get(f"{theirs}/{vera}").status_code == 404
    assert (states(), roles_now()[vera]) == (["waiting"], Role.VIEWER)


def test_the_last_owner_is_told_what_to_do(app: Flask):
    olu = an_organiser("Olu")
    browser = browser_of(app, olu)

    for action, page in ((f"{page_of(olu)}/role", page_of(olu)), (f"{ROOM}/leave", f"{ROOM}/leave")):
        token = token_in(text_of(browser, page), "<h1")
        answer = browser.post(action, data={"token": token, "role": "viewer"})
        assert answer.status_code == 409
        assert "Make somebody else an owner first" in answer.text
    assert roles_now() == {olu: Role.OWNER}


def test_leaving_leads_to_the_petitions_that_are_left(app: Flask):
    an_organiser("Olu")
    vera = an_organiser("Vera", Role.VIEWER)
    browser = browser_of(app, vera)
    answer = browser.post(f"{ROOM}/leave", data={"token": token_in(text_of(browser, f"{ROOM}/leave"), "<h1")})

    assert answer.location == "/organise"
    assert browser.get(ROOM).status_code == 404


def test_changes_ask_for_the_second_factor_within_ten_minutes(app: Flask, clock: Clock):
    olu, vera = an_organiser("Olu"), an_organiser("Vera", Role.VIEWER)
    browser = browser_of(app, olu)
    token = token_in(text_of(browser, page_of(vera)), "<h1")
    clock.move(minutes=11)

    for action in (f"{page_of(vera)}/remove", f"{page_of(vera)}/role", INVITE, f"{ROOM}/two-owners/on"):
        answer = browser.post(action, data={"token": token, "role": "owner", "email": "ida@example.org"})
        assert answer.location.startswith("/account/second-factor"), action
    assert roles_now()[vera] is Role.VIEWER
    assert text_of(browser, ROOM)


def test_two_owners_agree_by_clicking(app: Flask):
    olu, ada = an_organiser("Olu"), an_organiser("Ada", Role.OWNER)
    vera = an_organiser("Vera", Role.VIEWER)
    ours, theirs = browser_of(app, olu), browser_of(app, ada)
    press(ours, f"{ROOM}/two-owners/on")
    asked = press(ours, f"{page_of(vera)}/role", page_of(vera), role="owner")
    assert asked.location.endswith("done=asked")
    assert roles_now()[vera] is Role.VIEWER
    own = text_of(ours, ROOM)
    assert "/withdraw" in own
    assert "/approve" not in own
    action = re.search(r'action="([^"]+/approve)"', text_of(theirs, ROOM))
    assert action
    assert "something waits for your decision" in text_of(theirs, f"/organise/{SLUG}").lower()

    press(theirs, action.group(1))

    assert roles_now()[vera] is Role.OWNER
    assert theirs.post(action.group(1), data={"token": token_in(text_of(theirs, ROOM), "<h1")}).status_code == 409


def test_nobody_approves_their_own_request_by_typing_its_address(app: Flask):
    olu, _ = two_owners()
    vera = an_organiser("Vera", Role.VIEWER)
    do(olu, team.change_role, vera, Role.OWNER)
    browser = browser_of(app, olu)
    withdraw = re.search(r'action="([^"]+)/withdraw"', text_of(browser, ROOM))
    assert withdraw

    answer = browser.post(f"{withdraw.group(1)}/approve", data={"token": token_in(text_of(browser, ROOM), "<h1")})

    assert answer.status_code == 403
    assert roles_now()[vera] is Role.VIEWER
