"""Deciding about employers: what is chosen, what it would change, what it changes, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import select

from petition_app.database import begin_reading, begin_trial, begin_work
from petition_app.domain.employerrule import Rule, RuleIsImpossible, RuleKind
from petition_app.domain.refusals import NotFound
from petition_app.models import Spelling
from petition_app.services import (
    employerdecisions,
    employerlines,
    employerpreview,
    employersettling,
    petitions,
    releases,
)
from petition_app.services.employerdecisions import DecidedMeanwhile
from petition_app.services.employerdrafts import Change, Draft, Pick, drafted
from petition_app.services.employerpreview import Effect
from petition_app.services.work import OPERATOR, Work
from tests.builders import SLUG, a_request, change_petition, claim_letters, confirm, sign
from tests.counts import cells

pytestmark = pytest.mark.usefixtures("app")
ASSIGN, SEPARATE, NOBODY, MERGE, RENAME, PARENT = RuleKind


def here(work: Work) -> UUID:
    return petitions.by_slug(work, SLUG).id


def typed(*texts: str) -> None:
    for number, text in enumerate(texts):
        sign(a_request(f"{number}-of-{len(texts)}@example.org", employer=text, network=f"10.{number}.0.1"))
    for letter in claim_letters():
        confirm(letter.text)


def id_of(text: str) -> UUID:
    with begin_reading(OPERATOR) as work:
        return work.session.scalars(select(Spelling.id).where(Spelling.text == text)).one()


def draft(*picks: tuple[str, str, str], change: Change | None = None) -> Draft:
    chosen = [Pick(id_of(text), what, name, name) for text, what, name in picks]
    with begin_reading(OPERATOR) as work:
        return drafted(work, here(work), chosen, change)


def problems(*picks: tuple[str, str, str], change: Change | None = None) -> list[str]:
    return list(draft(*picks, change=change).problems.values())


def effect(rules: Sequence[Rule]) -> Effect:
    with begin_trial(OPERATOR) as work:
        return employerpreview.effect(work, petitions.by_slug(work, SLUG), rules)


def revision() -> str:
    with begin_reading(OPERATOR) as work:
        return employerdecisions.revision(work, here(work))


def decide(rules: Sequence[Rule], seen: str | None = None) -> list[int]:
    with begin_work(OPERATOR) as work:
        return employerdecisions.decide(work, here(work), rules, seen or revision())


def undo(*numbers: int) -> None:
    with begin_work(OPERATOR) as work:
        employerdecisions.undo(work, here(work), numbers)


def figures() -> dict[str, tuple[int, int]]:
    """What each employer has, alone and with what counts with it."""
    with begin_reading(OPERATOR) as work:
        return {line.name: (line.own.all, line.together.all) for line in employerlines.listing(work, here(work))}


def published() -> list[tuple[str, int]]:
    with begin_reading(OPERATOR) as work:
        return [(row.employer, row.at_least) for row in releases.preview(work, petitions.by_slug(work, SLUG)).rows]


def test_choices_become_rules():
    typed("Gogle", "Facebok", "Acme", "Retired teacher", "Unclear")

    made = draft(
        ("Gogle", "to:google", ""), ("Facebok", "other", "facebook"), ("Acme", "own", "Acme Rockets"),
        ("Retired teacher", "nobody", ""), ("Unclear", "later", ""),
    )  # fmt: skip

    assert made.problems == {}
    assert {(each.rule.kind, each.rule.subject, each.rule.target, each.target) for each in made.proposals} == {
        (ASSIGN, "gogle", "google", "Google"), (ASSIGN, "facebok", "meta", "Meta"),
        (SEPARATE, "acme", "acme-rockets", "Acme Rockets"), (NOBODY, "retired teacher", "", ""),
    }  # fmt: skip


def test_one_new_name_for_several_texts_is_one_new_employer():
    typed("Acme", "Acmee", "The Acme")

    made = draft(("Acme", "own", "Acme"), ("Acmee", "own", "ACME"), ("The Acme", "other", "Acme"))
    decide(made.rules)

    assert figures() == {"Acme": (3, 3)}


@pytest.mark.parametrize(("pick", "said"), [
    (("Acme", "other", ""), "Please say which employer"),
    (("Acme", "other", "Nowhere"), "no employer called “Nowhere”"),
    (("Acme", "to:nowhere", ""), "not there any more"), (("Acme", "rubbish", ""), "Please say which employer"),
    (("Acme", "own", "Facebook"), "an employer called Meta already"), (("Acme", "own", "?!"), "letter or a digit"),
    (("Acme", "own", "x" * 121), "at most 120"), (("Acme", "own", "Decisions"), "has been used before"),
    (("Acme", "other", "<script>"), "no employer called “<script>”"), (("Acme", "other", "\u202eelgooG"), "“elgooG”"),
])  # fmt: skip
def test_a_choice_that_cannot_be_meant_says_why(pick: tuple[str, str, str], said: str):
    typed("Acme", "Borealis")

    (problem,) = problems(pick, ("Borealis", "to:google", ""))

    assert said in problem


@pytest.mark.parametrize(("change", "said"), [
    (Change("google", RENAME, "Google"), "its name already"), (Change("google", RENAME, " "), "letter or a digit"),
    (Change("google", MERGE, "Nowhere"), "no employer called"), (Change("google", MERGE, ""), "say which employer"),
])  # fmt: skip
def test_a_change_that_cannot_be_meant_says_why(change: Change, said: str):
    (problem,) = problems(change=change)

    assert said in problem


def test_an_employer_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        draft(change=Change("nowhere", RENAME, "Somewhere"))


def test_a_name_like_another_one_is_pointed_out():
    typed("Acme", "Gооgle")

    made = draft(("Acme", "own", "G00gle"), ("Gооgle", "to:google", ""))
    renamed = draft(change=Change("meta", RENAME, "Gooogle"))

    assert made.proposals[0].warnings == ("This name could be taken for Google.",)
    assert made.proposals[1].warnings == ("The word “gооgle” mixes letters of different alphabets.",)
    assert renamed.proposals[0].warnings == ("This name could be taken for Google.",)


def test_an_older_decision_about_the_same_text_is_pointed_out():
    typed("Acme")
    decide([Rule(ASSIGN, "acme", "google")])

    (proposal,) = draft(("Acme", "nobody", "")).proposals

    assert "decided before that this means Google" in proposal.warnings[0]


@pytest.mark.parametrize("rules", [
    [Rule(ASSIGN, "acme", "google"), Rule(SEPARATE, "borealis", "borealis", "Borealis")],
    [Rule(MERGE, "meta", "google")], [Rule(PARENT, "meta", "google")], [Rule(PARENT, "youtube")],
    [Rule(RENAME, "google", name="Googol")], [Rule(NOBODY, "google")],
])  # fmt: skip
def test_what_the_preview_shows_is_what_is_then_done(rules: list[Rule]):
    change_petition(threshold=5)
    typed(*["Google"] * 14, *["Meta"] * 11, *["YouTube"] * 2, *["Acme"] * 9, *["Borealis"] * 3)
    before, before_public = figures(), published()

    shown = effect(rules)
    assert (figures(), published()) == (before, before_public)
    decide(rules)

    after, after_public = figures(), published()
    assert shown.exact or shown.families
    for each in shown.exact:
        assert each.then == after.get(each.name, (0, 0))[0]
        assert each.now == before.get(each.name, (each.now, 0))[0]
    for each in shown.families:
        assert each.then == after[each.name][1]
    own = sum(each.by for each in (*shown.exact, shown.unmatched, shown.nobody))
    assert own == 0
    changed = {name for name in before.keys() | after.keys()
               if before.get(name, (0, 0))[0] != after.get(name, (0, 0))[0]}  # fmt: skip
    assert changed - {each.name for each in shown.exact} <= {"Google"}
    assert [(row.name, row.then) for row in shown.published.rows if row.then is not None] == after_public
    assert {row.name: row.now for row in shown.published.rows if row.now is not None}.items() >= {
        name: figure for name, figure in before_public if name in after
    }.items()
    cells()


def test_a_decision_after_a_colleagues_is_not_written_blindly():
    typed("Acme", "Borealis")
    seen = revision()
    (number,) = decide([Rule(ASSIGN, "acme", "google")], seen)

    with pytest.raises(DecidedMeanwhile):
        decide([Rule(ASSIGN, "acme", "meta")], seen)

    seen = revision()
    undo(number)
    with pytest.raises(DecidedMeanwhile):
        decide([Rule(ASSIGN, "acme", "meta")], seen)
    assert figures() == {}


def test_a_page_of_decisions_is_taken_back_at_once_or_not_at_all():
    typed("Acme", "Acmee")
    numbers = decide([Rule(SEPARATE, "acme", "acme", "Acme"), Rule(ASSIGN, "acmee", "acme")])
    later = decide([Rule(RENAME, "acme", name="Acme Rockets")])

    with pytest.raises(RuleIsImpossible, match=str(later[0])):
        undo(*numbers)
    assert figures() == {"Acme Rockets": (2, 2)}
    undo(*later)
    undo(*numbers)

    assert figures() == {}
    with begin_reading(OPERATOR) as work:
        assert employersettling.not_following(work, here(work)) == 0


def test_the_history_tells_in_words_newest_first():
    typed("Acme", "Gogle")
    decide([Rule(SEPARATE, "acme", "acme", "Acme Inc."), Rule(ASSIGN, "gogle", "google"), Rule(MERGE, "meta", "acme")])
    undo(2)

    with begin_reading(OPERATOR) as work:
        page = employerdecisions.page(work, here(work))
        older = employerdecisions.page(work, here(work), before=2)

    assert [(each.number, each.about, each.target, each.undone_by) for each in page.decisions] == [
        (3, "Meta", "Acme Inc.", None), (2, "Gogle", "Google", "operator"), (1, "Acme", "Acme Inc.", None),
    ]  # fmt: skip
    assert [each.number for each in older.decisions] == [1]


def test_an_employers_page_has_all_that_was_typed_for_it():
    typed("Google", "Google", "Alphabet", "YouTube", "Acme")
    with begin_reading(OPERATOR) as work:
        page = employerlines.one(work, here(work), "google")
        found = employerlines.one(work, here(work), "google", "alpha")

    assert [(each.text, each.signatures) for each in page.lines] == [("Google", 2), ("Alphabet", 1)]
    assert page.lines[1].why == "“alphabet” is another name of Google."
    assert (page.line.own.all, page.line.together.all) == (3, 4)
    assert [each.name for each in page.units] == ["YouTube"]
    assert [each.text for each in found.lines] == ["Alphabet"]


def test_a_merged_employer_has_no_page_of_its_own():
    decide([Rule(MERGE, "meta", "google")])

    with begin_reading(OPERATOR) as work, pytest.raises(NotFound):
        employerlines.one(work, here(work), "meta")
