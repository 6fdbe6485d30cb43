"""`petition signatures`: searching, changing all that fit, undoing, and the hours that stand out; on both engines."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from petition_app.cli.main import petition
from petition_app.database import begin_work
from petition_app.domain.burst import Kind
from petition_app.domain.signature import Proof, Status
from petition_app.services import crowds
from petition_app.services.work import VISITOR
from tests import counts
from tests.application import Site
from tests.builders import SLUG, sign
from tests.bulk import some_confirmed, statuses

pytestmark = pytest.mark.usefixtures("app")


def run(site: Site, *arguments: str, typed: str = "") -> Result:
    command = ["signatures", *arguments, "--petition", SLUG]
    return CliRunner(env=site.environment).invoke(petition, command, input=typed)


def test_a_search_lists_what_fits_and_says_how_many(site: Site):
    some_confirmed(2, employer="Google")
    sign()

    listed = run(site, "search", "employer:google").stdout
    assert listed.count("\tconfirmed\tcurrent\tmailbox\t2026-11-22\tGoogle\n") == 2
    assert listed.endswith("2 fit.\n")
    assert run(site, "search").stdout.endswith("3 fit.\n")


def test_what_is_not_understood_is_named_and_nothing_is_done(site: Site):
    some_confirmed(1)

    for command in (["search"], ["restore", "--yes"], ["hold", "--yes", "--reason", "other"]):
        answer = run(site, *command, "sate:held")
        assert answer.exit_code != 0
        assert "Did you mean state:held?" in answer.output
    assert statuses() == {Status.CONFIRMED: 1}


def test_a_dry_run_counts_and_changes_nothing(site: Site):
    some_confirmed(3, employer="Google")

    said = run(site, "remove", "@example.org", "--reason", "not-a-person", "--dry-run").stdout

    assert said.startswith("3 fit (3 confirmed); 3 would change.\n          3  Google\n")
    assert statuses() == {Status.CONFIRMED: 3}


def test_a_change_is_asked_about_done_and_taken_back(site: Site, monkeypatch: pytest.MonkeyPatch):
    for module in ("bulkrunning", "bulkrows"):
        monkeypatch.setattr(f"petition_app.services.{module}.BATCH", 2)
    some_confirmed(5)

    assert "Do it?" in run(site, "hold", "", "--reason", "other", typed="n\n").stdout
    assert statuses() == {Status.CONFIRMED: 5}
    done = run(site, "hold", "", "--reason", "other", typed="y\n").stdout
    assert "5 changed, 0 left because they were not as they were seen\n" in done
    assert statuses() == {Status.HELD: 5}
    assert run(site, "restore", "state:held", "--yes").stdout.count("5 changed") == 1
    assert run(site, "remove", "state:confirmed", "--yes", "--reason", "duplicate").exit_code == 0

    assert run(site, "undo", "3", "--dry-run").stdout.startswith("5 signatures are given back")
    assert statuses() == {Status.INVALIDATED: 5}
    assert "5 taken back, 0 left" in run(site, "undo", "3").stdout
    assert statuses() == {Status.CONFIRMED: 5}
    listed = run(site, "changes").stdout.splitlines()
    assert [line.partition(" ")[0] for line in listed] == ["3.", "2.", "1."]
    assert "operator: remove, state:confirmed: 5 taken back" in listed[0]


def test_a_proof_is_marked(site: Site):
    some_confirmed(2)

    run(site, "prove", "state:confirmed", "document", "--yes")

    assert {cell.proof for cell in counts.cells()} == {Proof.DOCUMENT}


def test_undoing_what_was_never_done_is_refused(site: Site):
    answer = run(site, "undo", "7")

    assert answer.exit_code != 0
    assert "nothing here" in str(answer.exception)


def test_hours_that_stand_out_are_listed(site: Site):
    some_confirmed(6, "throw.example", employer="Google")

    listed = run(site, "bursts").stdout

    assert "\temployer\tGoogle\t6\ttoo early to say what is usual\temployer:Google signed:2026-11-22\n" in listed
    assert "\tdomain\tanother domain\t6\t" in listed
    assert listed.endswith("6 new in seven days, 0 with addresses for one-time use.\n")


def test_bursts_tell_how_many_met_a_crowded_network(site: Site):
    for _ in range(6):
        with begin_work(VISITOR) as work:
            crowds.note(work, SLUG, Kind.CHALLENGED)

    assert "6 challenged in 24 hours, because many signed from one network." in run(site, "bursts").stdout
