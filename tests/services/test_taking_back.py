"""Taking decisions about employers back, in another order than they were made."""

from __future__ import annotations

import pytest

from petition_app.database import begin_reading, begin_work
from petition_app.domain.employerrule import Rule, RuleIsImpossible, RuleKind
from petition_app.services import employerrules, petitions, tallies
from petition_app.services.tallies import EmployerFacts
from petition_app.services.work import OPERATOR
from tests.builders import SLUG
from tests.published import decided

pytestmark = pytest.mark.usefixtures("app")


def undo(number: int) -> None:
    with begin_work(OPERATOR) as work:
        employerrules.undo(work, petitions.by_slug(work, SLUG).id, number)


def employers() -> dict[str, EmployerFacts]:
    with begin_reading(OPERATOR) as work:
        return {each.slug: each for each in tallies.employers(work, petitions.by_slug(work, SLUG).id).values()}


def test_employers_that_would_count_with_each_other_count_together():
    (first,) = decided(Rule(RuleKind.PARENT, "youtube"))
    decided(Rule(RuleKind.PARENT, "google", "youtube"))

    undo(first)

    assert {each.family for slug, each in employers().items() if slug != "meta"} == {"google"}


def test_a_merger_that_closes_a_circle_of_parents_leaves_one_at_the_top():
    apart = [Rule(RuleKind.SEPARATE, name, name, name.title()) for name in ("acme", "borealis", "cygnus", "deneb")]
    decided(*apart, Rule(RuleKind.PARENT, "acme", "borealis"), Rule(RuleKind.PARENT, "cygnus", "deneb"))

    decided(Rule(RuleKind.MERGE, "borealis", "cygnus"), Rule(RuleKind.MERGE, "deneb", "acme"))

    assert {employers()[slug].family for slug in ("acme", "cygnus")} == {"acme"}


@pytest.mark.parametrize("rule", [
    Rule(RuleKind.RENAME, "google", name="Googol"), Rule(RuleKind.MERGE, "google", "youtube"),
])  # fmt: skip
def test_a_name_that_another_has_taken_meanwhile_does_not_come_back(rule: Rule):
    """Else a table would have two rows of one name, and a link would lead to the wrong one."""
    (first,) = decided(rule)
    (second,) = decided(Rule(RuleKind.RENAME, "meta", name="Google"))

    with pytest.raises(RuleIsImpossible, match="Google already"):
        undo(first)
    assert [each.name for each in employers().values()].count("Google") == 1
    undo(second)
    undo(first)

    assert {slug: each.name for slug, each in employers().items()} == {
        "google": "Google", "meta": "Meta", "youtube": "YouTube",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["GOOGLE Inc.", "?!"])
def test_an_employer_of_its_own_has_a_name_of_its_own(name: str):
    with pytest.raises(RuleIsImpossible):
        decided(Rule(RuleKind.SEPARATE, "acme labs", "acme-labs", name))

    assert "acme-labs" not in employers()
