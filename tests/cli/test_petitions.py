"""`petition petitions`, on both engines."""

from __future__ import annotations

from tests.application import Site
from tests.builders import SLUG
from tests.cli.command import Answer, petition


def run(site: Site, *arguments: str) -> Answer:
    return petition("petitions", *arguments, env=site.environment)


def test_an_operator_takes_a_petition_through_its_life(site: Site):
    said = [run(site, step, SLUG).out for step in ("pause", "resume", "close", "deliver", "archive", "unarchive")]

    assert said == [f"The petition is now: {state}.\n"
                    for state in ("paused", "open", "closed", "delivered", "archived", "delivered")]  # fmt: skip
    assert run(site, "list").out == f"{SLUG}  delivered  0 confirmed, 0 held, 0 employers to match\n"


def test_a_step_from_the_wrong_state_is_refused_in_a_sentence(site: Site):
    answer = run(site, "reopen", SLUG)

    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert "the petition is open" in answer.err


def test_a_hidden_petition_is_planned_opened_and_launched(site: Site):
    steps = [run(site, "take-back", SLUG), run(site, "hide", SLUG, "50"), run(site, "send-back", SLUG),
             run(site, "submit", SLUG)]  # fmt: skip
    planned = run(site, "schedule", SLUG, "--opens", "2999-01-01T09:00", "--closes", "2999-02-01T18:00")
    kept = run(site, "schedule", SLUG, "--never-opens")
    opened, shown = run(site, "open", SLUG), run(site, "show", SLUG)
    launched, again = run(site, "launch", SLUG), run(site, "launch", SLUG)

    assert [each.code for each in steps] == [0, 0, 0, 0], [each.err for each in steps]
    assert planned.out == "Opens: 2999-01-01 09:00 UTC. Closes: 2999-02-01 18:00 UTC.\n"
    assert kept.out == "Opens: -. Closes: 2999-02-01 18:00 UTC.\n"
    assert opened.code == 0, opened.err
    assert "until 50 have confirmed; 0 have" in shown.out
    assert "90 days after closing" in shown.out
    assert (launched.out, again.code) == ("The petition is in public.\n", 1)


def test_what_cannot_be_planned_is_refused(site: Site):
    for arguments in (
        ["schedule", SLUG, "--closes", "2001-01-01T09:00"],
        ["hide", SLUG, "50"],
        ["keep", SLUG, "366"],
        ["rename-address", SLUG, "Not a name"],
        ["pause", "nowhere"],
    ):
        answer = run(site, *arguments)
        assert (answer.code, "Traceback" in answer.err) == (1, False), arguments


def test_an_address_is_changed_and_data_kept_for_less(site: Site):
    assert run(site, "rename-address", SLUG, "fair-pay").out.endswith("/p/fair-pay\n")
    assert run(site, "keep", "fair-pay", "30").out == "Erased 30 days after the closing.\n"
    assert f"Former names:   {SLUG}" in run(site, "show", "fair-pay").out
