"""`petition employers queue`, `decide`, `decisions`, `undo` and `replay`, on both engines."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from petition_app.cli.main import petition
from petition_app.database import begin_reading
from petition_app.services import employerlines, petitions
from petition_app.services.work import OPERATOR
from tests.application import Site
from tests.builders import SLUG, a_request, a_signature

pytestmark = pytest.mark.usefixtures("app")


def run(site: Site, *arguments: str) -> Result:
    return CliRunner(env=site.environment).invoke(petition, ["employers", *arguments, "--petition", SLUG])


def figures() -> dict[str, tuple[int, str]]:
    with begin_reading(OPERATOR) as work:
        found = employerlines.listing(work, petitions.by_slug(work, SLUG).id)
    return {line.name: (line.own.all, line.family) for line in found}


def typed(*texts: str) -> None:
    for number, text in enumerate(texts):
        a_signature(a_request(f"{number}@example.org", employer=text))


def test_the_queue_is_listed_most_frequent_first(site: Site):
    typed("Gogle", "Gogle", "Acme", "G00gle")

    listed = run(site, "queue").stdout
    found = run(site, "queue", "--search", "acme").stdout

    assert listed.startswith("2\tGogle\tgoogle\n")
    assert "\tIt looks like Google, but is not written so.\n" in listed
    assert listed.endswith("3 of 3 texts that wait.\n")
    assert found == "1\tAcme\n1 of 3 texts that wait.\n"


def test_every_kind_of_decision_is_made_listed_and_taken_back(site: Site):
    typed("Gogle", "Acme", "Retired teacher", "Meta")
    decided = [
        run(site, "decide", *words).stdout
        for words in (
            ("assign", "GOGLE", "Google"), ("separate", "acme", "--name", "Acme Rockets"),
            ("nobody", "Retired Teacher"),
            ("rename", "acme-rockets", "Acme"), ("parent", "Acme", "google"), ("merge", "meta", "google"),
        )
    ]  # fmt: skip

    assert [each.partition(". ")[2] for each in decided] == [
        "“Gogle” means Google\n", "“Acme” is an employer of its own, Acme Rockets\n",
        "“Retired teacher” names no employer\n", "acme-rockets is called Acme\n", "Acme counts with Google\n",
        "Meta is merged into Google\n",
    ]  # fmt: skip
    assert figures() == {"Google": (2, ""), "Acme": (1, "Google")}
    assert run(site, "decide", "parent", "acme").stdout == "7. Acme counts alone\n"
    assert run(site, "undo", "6").stdout == "Taken back.\n"
    assert figures() == {"Google": (1, ""), "Acme": (1, ""), "Meta": (1, "")}
    listed = run(site, "decisions").stdout.splitlines()
    assert [line.partition(".")[0] for line in listed] == ["7", "6", "5", "4", "3", "2", "1"]
    assert "(taken back" in listed[1]
    assert run(site, "replay").stdout == "0 changed.\n"


@pytest.mark.parametrize(("words", "said"), [
    (("decide", "assign", "acme", "nowhere"), "There is no employer called nowhere"),
    (("decide", "assign", "?!", "google"), "There is no name in this text"),
    (("decide", "separate", "acme", "--name", "?!"), "There is no name in this text"),
    (("decide", "separate", "Google"), "short name already"), (("decide", "merge", "google", "google"), "itself"),
    (("undo", "99"), "nothing here"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(site: Site, words: tuple[str, ...], said: str):
    answer = run(site, *words)

    assert answer.exit_code != 0
    assert said in answer.output + str(answer.exception)
    assert run(site, "decisions").stdout == ""
