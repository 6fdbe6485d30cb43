"""The report's claims about the seeded petition, with every figure pushed just out of range: in the table, then in the
sentence."""

from __future__ import annotations

import pytest

from petition_app.domain.pressline import Facts, Verdict, check, read_claims
from petition_app.folders import SEEDS
from tests.domain.facts import ROWS, some_facts

COALITION, GOOGLE, DOZENS, TESLA = (claim.text for claim in read_claims((SEEDS / "claims.toml").read_text("utf-8")))
LISTED = ("Meta", "Amazon", "OpenAI")


def worst(text: str, facts: Facts) -> str:
    verdicts = {finding.verdict for finding in check(text, facts)}
    assert verdicts, text
    return str(next(each for each in (Verdict.FAIL, Verdict.AMBER, Verdict.PASS) if each in verdicts))


def rows(figure: int, *employers: str) -> Facts:
    return some_facts(total=9000, employees=9000, rows=ROWS | dict.fromkeys(employers, figure))


# "Over 800" is true from 801 and understates from 1,200; "nearly one hundred" is 95 to 99, a stretch from 90; "dozens"
# is 24 to 99, understates to 199, and where only the sum of a list reaches 24 it is AMBER.
@pytest.mark.parametrize(
    ("figure", "expected"), [(799, "fail"), (800, "fail"), (801, "pass"), (1199, "pass"), (1200, "amber")]
)
def test_the_coalition_is_over_800_from_801(figure: int, expected: str) -> None:
    assert worst(COALITION, some_facts(total=5000, employees=figure)) == expected


@pytest.mark.parametrize(
    ("figure", "expected"),
    [(89, "fail"), (90, "amber"), (94, "amber"), (95, "pass"), (99, "pass"), (100, "fail"), (105, "fail")],
)
def test_google_is_nearly_one_hundred_from_95_to_99(figure: int, expected: str) -> None:
    assert worst(GOOGLE, rows(figure, "Google")) == expected


@pytest.mark.parametrize("employer", LISTED)
@pytest.mark.parametrize(
    ("figure", "expected"),
    [(23, "amber"), (24, "pass"), (99, "pass"), (100, "amber"), (199, "amber"), (200, "fail")],
)
def test_each_of_the_three_has_dozens_from_24_to_99(employer: str, figure: int, expected: str) -> None:
    assert worst(DOZENS, rows(figure, employer)) == expected


@pytest.mark.parametrize(("figure", "expected"), [(7, "fail"), (8, "amber"), (24, "pass"), (200, "fail")])
def test_of_all_three_together_dozens_need_24_in_the_sum(figure: int, expected: str) -> None:
    assert worst(DOZENS, rows(figure, *LISTED)) == expected


@pytest.mark.parametrize(
    "titles", [set(), {("Vice President", "Tesla")}, {("Senior Vice President", "Google")}, {("SVP", "Tesla")}]
)
def test_the_title_at_tesla_is_that_title_at_tesla(titles: set[tuple[str, str]]) -> None:
    assert worst(TESLA, some_facts(titles=frozenset(titles))) == "fail"


# The published figures: 810 in all, 805 verified employees, Google 95, Amazon 50, Meta 45, OpenAI 40.
@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (COALITION, "over 800", "over 805"),
        (COALITION, "over 800", "over 810"),
        (COALITION, "over 800", "at least 806"),
        (COALITION, "over 800", "nearly 800"),
        (COALITION, "over 800", "nearly 900 and more, exactly 806"),
        (COALITION, "over 800", "hundreds and hundreds, over 1,000"),
        (GOOGLE, "Nearly one hundred", "Nearly ninety-five"),
        (GOOGLE, "Nearly one hundred", "Nearly ninety"),
        (GOOGLE, "Nearly one hundred", "Nearly 106"),
        (GOOGLE, "Nearly one hundred", "Over one hundred"),
        (GOOGLE, "Nearly one hundred", "96"),
        (GOOGLE, "Nearly one hundred", "Nearly two hundred"),
        (GOOGLE, "Google", "Meta"),
        (DOZENS, "dozens", "hundreds"),
        (DOZENS, "dozens", "dozens and dozens, hundreds"),
        (DOZENS, "dozens", "a dozen each"),
        (DOZENS, "dozens", "over 50 each"),
        (DOZENS, "dozens", "more than a hundred each"),
        (TESLA, "senior vice president", "vice president"),
        (TESLA, "senior vice president", "chief executive"),
        (TESLA, "Tesla", "Amazon"),
    ],
)
def test_a_claim_of_the_report_fails_when_its_words_are_pushed_out_of_range(text: str, old: str, new: str) -> None:
    assert worst(text, some_facts()) == "pass"
    assert old in text

    assert worst(text.replace(old, new), some_facts()) == "fail"
