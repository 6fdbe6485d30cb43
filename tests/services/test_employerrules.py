"""What organisers decide about employers: carried out on what was typed, taken back, and played again."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from petition_app.database import begin_reading, begin_trial, begin_work
from petition_app.domain.employer import read, slug_of
from petition_app.domain.employerrule import Rule, RuleIsImpossible, RuleKind
from petition_app.models import Employer, EmployerAlias, Spelling
from petition_app.services import employerrules, employersettling, petitions, verifying
from petition_app.services.employersettling import holding
from petition_app.services.work import OPERATOR, Work
from tests.builders import SLUG, a_request, a_signature, claim_letters, sign
from tests.counts import cells
from tests.deciding import a_rule

pytestmark = pytest.mark.usefixtures("app")

ASSIGN, SEPARATE, NOBODY, MERGE, RENAME, PARENT = RuleKind


def here(work: Work) -> UUID:
    return petitions.by_slug(work, SLUG).id


def decide(*rules: Rule) -> list[int]:
    with begin_work(OPERATOR) as work:
        return employerrules.decide(work, here(work), rules)


def undo(number: int) -> None:
    with begin_work(OPERATOR) as work:
        employerrules.undo(work, here(work), number)


def separate(text: str) -> Rule:
    return Rule(SEPARATE, read(text).key, slug_of(text), text)


def typed(*texts: str) -> None:
    for number, text in enumerate(texts):
        sign(a_request(f"signer{number}@example.org", employer=text))
    claim_letters()


def employers() -> dict[str, str | None]:
    """The slug of the employer that each text counts for."""
    with begin_reading(OPERATOR) as work:
        query = select(Spelling.text, Employer.slug).outerjoin(Employer, Employer.id == Spelling.employer_id)
        return {row.text: row.slug for row in work.session.execute(query)}


def test_an_assigned_text_counts_for_its_employer_now_and_later():
    typed("Gogle", "Engineer, Gogle", "Goggle")

    decide(Rule(ASSIGN, "gogle", "google"))
    a_signature(a_request("later@example.org", employer="Designer, GOGLE Inc."))

    assert employers() == {
        "Gogle": "google", "Engineer, Gogle": "google", "Goggle": None, "Designer, GOGLE Inc.": "google",
    }  # fmt: skip


def test_a_text_kept_separate_is_an_employer_of_its_own():
    typed("Acme", "Designer, Acme", "Acme Two")

    decide(separate("Acme"))

    assert employers() == {"Acme": "acme", "Designer, Acme": "acme", "Acme Two": None}


def test_a_listed_name_can_be_split_off():
    typed("Alphabet", "Google")

    decide(separate("Alphabet"))

    assert employers() == {"Alphabet": "alphabet", "Google": "google"}


def test_a_text_that_names_nobody_is_not_looked_at_again():
    typed("Retired")

    decide(Rule(NOBODY, "retired"))

    with begin_reading(OPERATOR) as work:
        (row,) = work.session.execute(select(Spelling.employer_id, Spelling.reason)).all()
    assert (row.employer_id, row.reason) == (None, "rule")


def test_a_merged_employer_counts_for_the_other_one_and_comes_back():
    typed("Acme", "Google", "YouTube")
    decide(separate("Acme"))

    (number,) = decide(Rule(MERGE, "google", "acme"))
    merged = employers()
    undo(number)

    assert merged == {"Acme": "acme", "Google": "acme", "YouTube": "youtube"}
    assert employers() == {"Acme": "acme", "Google": "google", "YouTube": "youtube"}


def test_a_new_name_is_known_from_now_on():
    typed("Acme")
    decide(separate("Acme"), Rule(RENAME, "acme", name="Acme Rockets"))

    a_signature(a_request("later@example.org", employer="acme rockets"))

    assert employers() == {"Acme": "acme", "acme rockets": "acme"}
    with begin_reading(OPERATOR) as work:
        assert employerrules.standing(work, here(work)).employers["acme"].name == "Acme Rockets"


def test_a_confirmed_mail_domain_goes_before_a_rule_about_the_text():
    decide(Rule(ASSIGN, "nowhere", "meta"))

    a_signature(a_request("sam@google.com", employer="Nowhere"))
    a_signature(a_request("sam@example.org", employer="Nowhere"))

    with begin_reading(OPERATOR) as work:
        query = select(Spelling.owner, Employer.slug).join(Employer, Employer.id == Spelling.employer_id)
        assert {tuple(row) for row in work.session.execute(query)} == {("google", "google"), ("", "meta")}


@pytest.mark.parametrize("rule", [
    Rule(ASSIGN, "acme", "nobody-here"), Rule(MERGE, "google", "google"), Rule(MERGE, "nobody-here", "google"),
    Rule(PARENT, "google", "youtube"), Rule(PARENT, "google", "meta"), Rule(RENAME, "google", name="META"),
    Rule(RENAME, "google", name="?!"), Rule(SEPARATE, "acme", "google", "Acme"), Rule(PARENT, "google", "google"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_changes(rule: Rule):
    typed("Acme", "Google")

    with pytest.raises(RuleIsImpossible):
        decide(Rule(NOBODY, "acme"), rule)

    with begin_reading(OPERATOR) as work:
        assert employerrules.history(work, here(work)) == []
    assert employers() == {"Acme": None, "Google": "google"}


def test_a_decision_that_others_build_on_is_not_taken_back_before_them():
    typed("Acme", "Acmee")
    first, second = decide(separate("Acme"), Rule(ASSIGN, "acmee", "acme"))

    with pytest.raises(RuleIsImpossible, match=str(second)):
        undo(first)
    undo(second)
    undo(first)

    assert employers() == {"Acme": None, "Acmee": None}


def test_a_trial_shows_what_a_decision_would_change_and_changes_nothing():
    typed("Acme")

    with begin_trial(OPERATOR) as work:
        employerrules.decide(work, here(work), [Rule(ASSIGN, "acme", "google")])
        tried = work.session.scalar(select(Employer.slug).join(Spelling, Spelling.employer_id == Employer.id))

    assert tried == "google"
    assert employers() == {"Acme": None}


STRINGS = Path(__file__).parents[1] / "domain" / "employer_strings.csv"
TEXTS = (
    "Acme", "Engineer, Acme", "Acmee", "acme rockets", "Google", "Alphabet", "YouTube", "Google, YouTube", "Meta",
    "Facebook", "Google, Meta", "Retired", "Nurse, Retired", "ex Acme", "Borealis", "Borealis, Acme",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_always_follows_from_the_rules(seed: int):
    """Whatever is decided, taken back and typed in between, working all of it out again changes nothing."""
    chance, made, wrong = random.Random(seed), list[int](), 0
    for step in range(40):
        a_signature(a_request(f"s{step}@example.org", employer=chance.choice(TEXTS)))
        try:
            with begin_work(OPERATOR) as work:
                if made and chance.random() < 0.3:
                    employerrules.undo(work, here(work), chance.choice(made))
                else:
                    made += employerrules.decide(work, here(work), [a_rule(chance, work, TEXTS)])
        except RuleIsImpossible:
            wrong += 1
        with begin_reading(OPERATOR) as work:
            assert employersettling.not_following(work, here(work)) == 0
    cells()
    with begin_work(OPERATOR) as work:
        kept = names(work)
        assert employerrules.replayed(work, here(work)) == 0
        assert names(work) == kept
    with begin_reading(OPERATOR) as work:
        assert not [promise.faults for promise in verifying.verify(work) if not promise.holds]
    assert 0 < wrong < 40


def names(work: Work) -> set[tuple[object, ...]]:
    employers = select(Employer.slug, Employer.name, Employer.parent_id, Employer.merged_into_id)
    aliases = select(EmployerAlias.name_key, EmployerAlias.employer_id)
    return {tuple(row) for query in (employers, aliases) for row in work.session.execute(query)}


def test_a_decision_reaches_every_text_in_which_its_name_is_read():
    with STRINGS.open(encoding="utf-8", newline="") as file:
        readings = [read(row["raw"]) for row in csv.DictReader(file)]

    assert len(readings) > 300
    for reading in readings:
        for name in reading.candidates:
            assert re.fullmatch(holding(name).replace("%", ".*"), reading.key, re.DOTALL), (name, reading.key)


@pytest.mark.parametrize(("text", "is_former"), [
    ("ex Borealis, Google", False), ("ex Borealis", True), ("Borealis (former)", True),
    ("ex-Borealis, ex-Google", True),
])  # fmt: skip
def test_a_rule_says_which_employer_is_meant_and_the_text_whether_of_today(text: str, is_former: bool):
    decide(Rule(ASSIGN, read(text).key, "google"))
    typed(text)

    with begin_reading(OPERATOR) as work:
        assert work.session.scalar(select(Spelling.is_former)) is is_former
