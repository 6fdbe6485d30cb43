"""Rules about employers, played one after the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.employerrule import (
    Decisions,
    Rule,
    RuleIsImpossible,
    RuleKind,
    Standing,
    check,
    replay,
)

ASSIGN, SEPARATE, NOBODY, MERGE, RENAME, PARENT = RuleKind
LISTED = (Standing("google", "Google"), Standing("youtube", "YouTube", "google"), Standing("meta", "Meta"))


def after(*rules: Rule) -> Decisions:
    return replay(LISTED, rules)


def test_without_rules_the_list_holds():
    assert dict(after().employers) == {each.slug: each for each in LISTED}
    assert after().employers["youtube"].parent == "google"
    assert [unit.slug for unit in after().units("google")] == ["youtube"]


def test_the_last_rule_about_a_spelling_holds():
    rules = Rule(ASSIGN, "gogle", "google"), Rule(ASSIGN, "gogle", "meta"), Rule(NOBODY, "retired")

    assert after(*rules).spellings == {"gogle": "meta", "retired": None}
    assert after(*rules).aliases == {"gogle": "meta"}
    assert after(*rules, Rule(NOBODY, "gogle")).aliases == {}


def test_a_structured_text_is_no_name_for_others():
    assert after(Rule(ASSIGN, "boss, gogle", "google")).aliases == {}


def test_merges_lead_to_the_end_of_the_chain():
    standing = after(
        Rule(SEPARATE, "acme", "acme", "Acme"), Rule(MERGE, "acme", "google"), Rule(MERGE, "google", "meta")
    )

    assert standing.spellings == {"acme": "meta"}
    assert standing.root("acme") == standing.root("google") == "meta"
    assert standing.employers["youtube"].parent == "meta"


def test_a_parent_merged_into_its_own_unit_leaves_no_circle():
    standing = after(Rule(MERGE, "google", "youtube"))

    assert standing.employers["youtube"].parent is None
    assert standing.root("google") == "youtube"


def test_a_chain_of_parents_is_flat():
    standing = after(Rule(SEPARATE, "acme", "acme", "Acme"), Rule(PARENT, "acme", "youtube"))

    assert standing.employers["acme"].parent == "google"


def test_a_parent_can_be_taken_away_and_given():
    standing = after(Rule(PARENT, "youtube", ""), Rule(PARENT, "meta", "google"))

    assert [unit.slug for unit in standing.units("google")] == ["meta"]


def test_a_rule_about_an_employer_that_is_gone_has_no_effect():
    assert after(Rule(RENAME, "acme", name="Acme")) == after()
    assert after(Rule(MERGE, "google", "acme")).root("google") == "google"


@pytest.mark.parametrize(("rule", "words"), [
    (Rule(ASSIGN, "x", "nobody"), "not there"), (Rule(MERGE, "google", "google"), "itself"),
    (Rule(MERGE, "meta", "nobody"), "not there"), (Rule(PARENT, "meta", "youtube"), "counts with another"),
    (Rule(PARENT, "google", "meta"), "move them first"), (Rule(RENAME, "meta", name="google!"), "merge the two"),
    (Rule(RENAME, "meta", name="---"), "letter or a digit"), (Rule(SEPARATE, "x", "meta", "X"), "short name"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused_with_what_to_do(rule: Rule, words: str):
    with pytest.raises(RuleIsImpossible, match=words):
        check(rule, after())


def test_an_employer_that_was_merged_away_cannot_be_decided_about():
    with pytest.raises(RuleIsImpossible):
        check(Rule(RENAME, "meta", name="Anything"), after(Rule(MERGE, "meta", "google")))


slugs = st.sampled_from(["google", "youtube", "meta", "acme", "gone"])
rules = st.builds(Rule, st.sampled_from(list(RuleKind)), slugs, slugs | st.just(""), st.sampled_from(["Acme", "Meta"]))


@given(st.lists(rules, max_size=12))
def test_what_holds_never_has_a_circle_or_leads_nowhere(made: list[Rule]):
    kept: list[Rule] = []
    for rule in made:
        try:
            check(rule, after(*kept))
        except RuleIsImpossible:
            continue
        kept.append(rule)
    standing = after(*kept)

    for each in standing.employers.values():
        root = standing.employers[standing.root(each.slug)]
        assert root.merged_into is None
        assert root.parent is None or standing.employers[root.parent].parent is None
    assert {slug for slug in standing.spellings.values() if slug} <= standing.employers.keys()
    assert set(standing.aliases.values()) <= standing.employers.keys()
