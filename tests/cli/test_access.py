"""`petition access`, on both engines."""

from __future__ import annotations

from petition_app.app import create_app
from petition_app.domain.access import Role
from tests.api.bringing import AT, bearer
from tests.application import Site, close
from tests.builders import SLUG
from tests.cast import an_organiser
from tests.cli.command import Answer, petition

OF = ("--petition", SLUG)
ADD = ("add", "Board", "--for", "olu@example.org", "--scope", "tallies:read")


def tokens(site: Site, *arguments: str) -> Answer:
    return petition("access", "tokens", *arguments, *OF, env=site.environment)


def test_an_operator_makes_lists_and_revokes_a_token(site: Site):
    app = create_app(site.settings)
    with app.app_context():
        an_organiser("Olu", Role.OWNER)
        made = tokens(site, *ADD, "--days", "7")
        assert made.code == 0, made.err
        token = made.out.strip()

        assert app.test_client().get(f"{AT}/tallies", headers=bearer(token)).status_code == 200
        number, name, scopes, maker, *_ = tokens(site, "list").out.split("\t")
        assert (name, scopes, maker) == ("Board", "tallies:read", "Olu")

        assert tokens(site, "revoke", number).code == 0
        assert app.test_client().get(f"{AT}/tallies", headers=bearer(token)).status_code == 401
        assert tokens(site, "list").out == ""
        close(app)


def test_refusals_are_sentences(site: Site):
    app = create_app(site.settings)
    with app.app_context():
        an_organiser("Vera", Role.VIEWER)
        close(app)
    for arguments, words in (
        (ADD, "No organiser has this"),
        (("add", "x", "--for", "vera@example.org", "--scope", "updates:write"), "does not include this: updates:write"),
        (("revoke", "00000000-0000-0000-0000-000000000007"), "nothing here"),
    ):
        answer = tokens(site, *arguments)
        assert (answer.code, "Traceback" in answer.err) == (1, False), arguments
        assert words in answer.err


def test_an_operator_adds_lists_tries_and_removes_a_webhook(site: Site):
    env = {**site.environment, "PETITION_WEBHOOKS": "true"}

    def webhooks(*arguments: str) -> Answer:
        return petition("access", "webhooks", *arguments, *OF, env=env)

    added = webhooks("add", "https://hooks.example.org/", "--event", "release.published")
    number, url, events, how = webhooks("list").out.strip().split("\t")

    assert added.out.startswith("whsec_")
    assert (url, events, how) == ("https://hooks.example.org/", "release.published", "on")
    assert webhooks("test", number).code == 0
    assert webhooks("revoke", number).code == 0
    assert webhooks("list").out == ""
    refused = webhooks("add", "https://127.0.0.1/", "--event", "release.published")
    assert (refused.code, "everybody can reach" in refused.err) == (1, True)
