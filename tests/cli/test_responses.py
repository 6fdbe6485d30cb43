"""`petition responses`, on both engines."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result

from petition_app.cli.main import petition
from petition_app.database import begin_reading
from petition_app.domain.petition import ResponseKind
from petition_app.services import petitions, response_history
from petition_app.services.response_history import Timeline
from petition_app.services.work import OPERATOR
from tests.application import Site
from tests.builders import SLUG

pytestmark = pytest.mark.usefixtures("app")
LINK = "https://news.example/story"


def run(site: Site, *arguments: str) -> Result:
    return CliRunner(env=site.environment).invoke(petition, ["responses", *arguments, "--petition", SLUG])


def timeline() -> Timeline:
    with begin_reading(OPERATOR) as work:
        (found,) = response_history.timelines(work, petitions.by_slug(work, SLUG).id)
    return found


def test_an_entry_is_listed_added_changed_removed_and_shown_again(site: Site):
    said = ("--on", "1990-05-01", "--summary", "They answered.", "--source", LINK)
    made = run(site, "add", "commented", "--addressee", "1", *said)
    key = made.stdout.strip()
    listed = run(site, "list").stdout

    assert made.exit_code == 0
    assert listed.startswith("1. Chief executive, Acme")
    assert f"  {key} 1990-05-01 commented | They answered. | {LINK}\n" in listed
    assert run(site, "change", key, "private", "--summary", "Their office wrote.").exit_code == 0
    assert f"{key} 1990-05-01 private | Their office wrote.\n" in run(site, "list").stdout
    assert run(site, "remove", key).exit_code == 0
    assert "Their office wrote. (removed)" in run(site, "list").stdout
    assert run(site, "restore", key).exit_code == 0
    wordings = re.findall(rf"{key} (\d\.) \S+ \S+ operator: (\S+)", run(site, "list", "--history").stdout)
    assert wordings == [("1.", "1990-05-01"), ("2.", "1990-05-01"), ("3.", "removed"), ("4.", "1990-05-01")]


def test_silence_is_dated_anew(site: Site):
    silence = timeline().shown[0]

    result = run(site, "still", str(silence.id))

    assert (result.exit_code, result.stdout) == (0, "Dated today.\n")
    assert timeline().shown[0].wording.kind is ResponseKind.NONE


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("add", "public", "--addressee", "1", "--on", "1990-05-01", "--summary", "Said."), "Please link to where"),
    (("add", "none", "--addressee", "2"), "There is no addressee 2."),
    (("remove", "00000000-0000-0000-0000-000000000007"), "There is nothing here"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(site: Site, arguments: tuple[str, ...], sentence: str):
    result = run(site, *arguments)

    assert result.exit_code != 0
    assert sentence in result.output + str(result.exception)
    assert len(timeline().shown) == 1
