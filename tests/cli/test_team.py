"""`petition team` and switching accounts off, on both engines."""

from __future__ import annotations

import re

from petition_app.app import create_app
from petition_app.domain.access import Role
from tests.application import Site, close
from tests.builders import SLUG
from tests.cast import an_organiser, is_signed_in, open_session
from tests.cli.command import petition

OF = ("--petition", SLUG)


def people(site: Site, **roles: Role) -> None:
    app = create_app(site.settings)
    with app.app_context():
        for name, role in roles.items():
            an_organiser(name, role)
        close(app)


def team(site: Site, *arguments: str) -> str:
    answer = petition("team", *arguments, *OF, env=site.environment)
    assert answer.code == 0, answer.err
    return answer.out


def test_an_operator_lists_invites_and_revokes(site: Site):
    people(site, Olu=Role.OWNER)
    team(site, "invite", "ida@example.org", "--role", "exporter")
    listed = team(site, "list")

    assert re.search(r"owner\tOlu\tolu@example\.org\tno second factor\tnever seen", listed)
    number = re.search(r"invited\tida@example\.org\texporter\tuntil .+\t(\S+)", listed)
    assert number
    team(site, "revoke", number.group(1))
    assert "ida" not in team(site, "list")


def test_an_operator_changes_roles_hands_over_and_removes(site: Site):
    people(site, Olu=Role.OWNER, Vera=Role.VIEWER, Ed=Role.EXPORTER)
    team(site, "role", "vera@example.org", "moderator")
    team(site, "transfer", "olu@example.org", "ed@example.org", "--then", "viewer")
    team(site, "remove", "vera@example.org")

    assert re.findall(r"^(\w+)\t(\w+)", team(site, "list"), re.MULTILINE) == [("owner", "Ed"), ("viewer", "Olu")]


def test_the_rule_of_two_owners_is_switched_by_the_operator_alone(site: Site):
    people(site, Olu=Role.OWNER, Ada=Role.OWNER)
    team(site, "two-owners", "on")
    assert "Two owners must agree." in team(site, "list")
    answer = petition("team", "remove", "ada@example.org", *OF, env=site.environment)
    assert (answer.code, "two must remain" in answer.err) == (1, True)
    team(site, "two-owners", "off")
    team(site, "remove", "ada@example.org")


def test_refusals_are_sentences(site: Site):
    people(site, Olu=Role.OWNER)
    for arguments, words in (
        (["remove", "olu@example.org"], "needs an owner"),
        (["role", "olu@example.org", "viewer"], "needs an owner"),
        (["role", "nobody@example.org", "viewer"], "No organiser has this"),
        (["transfer", "olu@example.org", "nobody@example.org"], "No organiser has this"),
        (["revoke", "00000000-0000-0000-0000-000000000007"], "nothing here"),
        (["two-owners", "on"], "where there are two"),
    ):
        answer = petition("team", *arguments, *OF, env=site.environment)
        assert answer.code == 1, arguments
        assert words in answer.err, answer.err
        assert "Traceback" not in answer.err


def test_an_account_that_is_switched_off_is_signed_out_at_once(site: Site):
    app = create_app(site.settings)
    with app.app_context():
        browser = app.test_client()
        browser.set_cookie("ws", open_session(an_organiser("Olu")))
        assert is_signed_in(browser)

        off = petition("organiser", "deactivate", "olu@example.org", env=site.environment)
        assert off.code == 0, off.err
        assert not is_signed_in(browser)
        assert "switched off" in team(site, "list")

        on = petition("organiser", "activate", "OLU@example.org", env=site.environment)
        assert on.code == 0, on.err
        assert not is_signed_in(browser)
        close(app)
    assert "switched off" not in team(site, "list")
