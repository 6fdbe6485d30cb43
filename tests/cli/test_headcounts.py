"""`petition employers headcount`, on both engines."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from petition_app.cli.main import petition
from tests.application import Site
from tests.builders import SLUG
from tests.published import headcount_of, kept_separate, signed_at

pytestmark = pytest.mark.usefixtures("app")
WELL = ("--number", "180000", "--on", "2026-09-30", "--source", "Annual report 2025")


def run(site: Site, employer: str, *arguments: str) -> Result:
    command = ["employers", "headcount", employer, *arguments, "--petition", SLUG]
    return CliRunner(env=site.environment).invoke(petition, command)


def test_a_headcount_is_entered_shown_and_removed(site: Site):
    entered = run(site, "google", *WELL)

    assert (entered.exit_code, entered.stdout) == (0, "The next release would be the same.\nEntered.\n")
    assert run(site, "google").stdout == "Google: 180,000 on 2026-09-30, by Annual report 2025\n"
    assert run(site, "google", "--remove").stdout == "The next release would be the same.\nRemoved.\n"
    assert run(site, "google").stdout == "Google: no headcount\n"
    assert run(site, "youtube").stdout == "YouTube: no headcount\nCounted with Google: enter it there.\n"


def test_what_it_would_change_can_be_tried(site: Site):
    acme = kept_separate("Acme")
    signed_at("Acme", 14)
    signed_at("Google", 14)
    tried = run(site, acme, *WELL, "--try").stdout

    assert tried.startswith("In the next release, this changes (listed):\n")
    assert "  Acme: not listed → 10\n" in tried
    assert headcount_of(acme) is None


@pytest.mark.parametrize(("employer", "arguments", "sentence"), [
    ("nowhere", WELL, "There is nothing here"),
    ("google", WELL[:4], "needs --number, --on and --source"),
    ("google", (*WELL, "--remove"), "and not both"),
    ("google", ("--number", "0", *WELL[2:]), "from 1 to 10,000,000"),
    ("youtube", WELL, "counted with another one"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(
    site: Site, employer: str, arguments: tuple[str, ...], sentence: str
):
    result = run(site, employer, *arguments)

    assert result.exit_code != 0
    assert sentence in result.output + str(getattr(result.exception, "sentence", ""))
    assert headcount_of("google") is None
