"""Verdicts on whole sentences: nouns, lists, people, the seeded claims, and text that was never meant to be read."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.pressline import Facts, SeedClaim, Verdict, check, read_claims
from petition_app.folders import SEEDS
from tests.domain.facts import ROWS, some_facts

LISTED = {"Meta": 30, "Amazon": 20, "OpenAI": 10}
PASS, AMBER, FAIL = Verdict.PASS, Verdict.AMBER, Verdict.FAIL
SEED_CLAIMS = read_claims((SEEDS / "claims.toml").read_text(encoding="utf-8"))


def verdicts(sentence: str, facts: Facts) -> list[Verdict]:
    return [finding.verdict for finding in check(sentence, facts)]


@pytest.mark.parametrize("claim", SEED_CLAIMS, ids=lambda claim: claim.text)
def test_every_claim_of_the_report_holds_of_the_seed(claim: SeedClaim) -> None:
    for facts in (some_facts(), some_facts(rows=ROWS | {"Meta": 35, "Amazon": 60}, total=805)):
        assert set(verdicts(claim.text, facts)) == {claim.expect} == {PASS}


@pytest.mark.parametrize(
    ("place", "facts"),
    [
        (0, some_facts(total=800, employees=800)),
        (0, some_facts(total=810, employees=800)),
        (1, some_facts(rows=ROWS | {"Google": 89})),
        (1, some_facts(rows=ROWS | {"Google": 100})),
        (1, some_facts(rows_are_verified=False)),
        (2, some_facts(rows={"Meta": 7, "Amazon": 7, "OpenAI": 7})),
        (2, some_facts(rows={"Meta": 200, "Amazon": 45, "OpenAI": 45})),
        (3, some_facts(titles=frozenset({("Vice President", "Tesla")}))),
        (3, some_facts(titles=frozenset({("Senior Vice President", "Google")}))),
        (3, some_facts(titles=frozenset())),
    ],
)
def test_a_claim_of_the_report_fails_when_its_figure_is_pushed_out_of_range(place: int, facts: Facts) -> None:
    assert FAIL in verdicts(SEED_CLAIMS[place].text, facts)


def test_the_noun_decides_the_figure() -> None:
    facts = some_facts(total=900, employees=700)

    assert [(each.figure, each.verdict) for each in check("over 800 signatories", facts)] == [(900, PASS)]
    assert [(each.figure, each.verdict) for each in check("over 800 employees", facts)] == [(700, FAIL)]


@pytest.mark.parametrize("noun", ["workers", "current and former employees"])
def test_a_noun_between_employees_and_signers_holds_only_where_both_figures_bear_it_out(noun: str) -> None:
    assert verdicts(f"over 800 {noun}", some_facts(total=900, employees=805)) == [PASS]
    assert verdicts(f"over 800 {noun}", some_facts(total=900, employees=795)) == [AMBER]
    assert verdicts(f"over 900 {noun}", some_facts(total=900, employees=795)) == [FAIL]


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("employees", FAIL),
        ("staffers", FAIL),
        ("verified signers", FAIL),
        ("workers", AMBER),
        ("current and former employees", AMBER),
        ("signatories", PASS),
    ],
)
def test_rows_of_unverified_signers_are_never_called_employees(noun: str, expected: Verdict) -> None:
    assert verdicts(f"nearly 100 {noun} at Google", some_facts(rows_are_verified=False)) == [expected]


def test_a_sum_does_not_make_unverified_signers_employees() -> None:
    facts = some_facts(rows=LISTED, rows_are_verified=False)

    assert verdicts("dozens of employees from Meta, Amazon and OpenAI", facts) == [FAIL, FAIL, FAIL]


@pytest.mark.parametrize("group", ["former employees", "engineers", "contractors", "anonymous employees"])
def test_a_group_without_a_figure_is_amber_unless_the_row_is_too_small_for_it(group: str) -> None:
    assert verdicts(f"over 40 {group} at Google", some_facts()) == [AMBER]
    assert verdicts(f"over 200 {group} at Google", some_facts()) == [FAIL]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("dozens from Meta, Amazon and OpenAI", [PASS, AMBER, AMBER]),
        ("dozens each from Meta, Amazon and OpenAI", [PASS, FAIL, FAIL]),
        ("dozens from each of Meta, Amazon and OpenAI", [PASS, FAIL, FAIL]),
        ("Meta, Amazon and OpenAI each have dozens of signers", [PASS, FAIL, FAIL]),
        ("Meta, Amazon and OpenAI have dozens of signers", [PASS, AMBER, AMBER]),
        ("dozens from Meta, Amazon and OpenAI together", [PASS, PASS, PASS]),
        ("over 50 from Meta, Amazon and OpenAI", [AMBER, AMBER, AMBER]),
        ("over 50 from Meta, Amazon and OpenAI combined", [PASS, PASS, PASS]),
        ("over 60 from Meta, Amazon and OpenAI combined", [FAIL, FAIL, FAIL]),
        ("hundreds from Meta, Amazon and OpenAI", [FAIL, FAIL, FAIL]),
        ("dozens from Meta, Apple and OpenAI", [PASS, AMBER, AMBER]),
        ("over 30 from Meta and Apple together", [AMBER, AMBER]),
    ],
)
def test_a_list_means_each_and_its_sum_is_only_amber(sentence: str, expected: list[Verdict]) -> None:
    assert verdicts(sentence, some_facts(rows=LISTED)) == expected


def test_dozens_stay_true_of_a_sum_however_large() -> None:
    rows = {"Meta": 10, "Amazon": 90, "OpenAI": 110}

    assert verdicts("dozens from Meta, Amazon and OpenAI", some_facts(rows=rows)) == [AMBER, PASS, AMBER]


def test_a_row_too_large_for_the_phrase_is_not_saved_by_the_sum() -> None:
    assert verdicts("dozens from Meta and Amazon", some_facts(rows={"Meta": 300, "Amazon": 40})) == [FAIL, PASS]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("a senior vice president from Tesla", PASS),
        ("a SENIOR vice President from Tesla", PASS),
        ("a Tesla senior vice president", PASS),
        ("a vice president from Tesla", FAIL),
        ("an executive vice president from Tesla", FAIL),
        ("an SVP at Tesla", FAIL),
        ("a senior vice president from Google", FAIL),
        ("a senior vice president from Apple", FAIL),
    ],
)
def test_a_title_is_quoted_as_it_was_given(sentence: str, expected: Verdict) -> None:
    assert verdicts(sentence, some_facts()) == [expected]


def test_an_unusual_title_is_known_once_it_is_published() -> None:
    facts = some_facts(titles=frozenset({("Code Wizard", "Tesla")}))

    assert verdicts("a code wizard at Tesla", facts) == [PASS]


def test_an_employer_outside_the_table_cannot_be_confirmed() -> None:
    (finding,) = check("800 Nvidia employees", some_facts())

    assert (finding.verdict, finding.figure) == (AMBER, None)
    assert verdicts("900 Nvidia employees", some_facts()) == [FAIL]


def test_nobody_from_an_employer_is_a_claim_too() -> None:
    assert verdicts("No Google employees have signed", some_facts()) == [FAIL]
    assert verdicts("No Nvidia employees have signed", some_facts()) == [AMBER]


def test_a_figure_is_a_floor_unless_the_facts_are_exact() -> None:
    (floor,) = check("nearly 100 at Google", some_facts())
    (count,) = check("nearly 100 at Google", replace(some_facts(), exact=True))

    assert "is at least 95" in floor.reason
    assert "is 95" in count.reason


def test_a_claims_file_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="perhaps"):
        read_claims('[[claim]]\ntext = "x"\nexpect = "perhaps"\nsource = "y"')
    with pytest.raises(KeyError):
        read_claims('[[claim]]\ntext = "x"')


TEN_KB = 10_000
HOSTILE = [
    "x" * TEN_KB,
    "9" * TEN_KB,
    "A " * (TEN_KB // 2),
    "a " * (TEN_KB // 2),
    "1-" * (TEN_KB // 2),
    ", " * (TEN_KB // 2),
    "one " * (TEN_KB // 4),
    "95 from " + "Nvidia, " * (TEN_KB // 8),
    "95 from " + "Nvidia " * (TEN_KB // 7),
    "Nv, " * (TEN_KB // 4) + "95 signers",
    "a B from C at " * (TEN_KB // 14),
    "95 from " + "Meta and " * (TEN_KB // 9),
    "dozens from Meta and Amazon. " * (TEN_KB // 29),
    "\u202e" * (TEN_KB // 3),
    "😀" * (TEN_KB // 4),
    "\x00\x07\r\n" * (TEN_KB // 4),
    "مرحبا 95 " * (TEN_KB // 14),
    "<script>alert(1)</script>" * (TEN_KB // 25),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_ten_kilobytes_of_anything_cost_little(text: str) -> None:
    facts = some_facts()

    def spent() -> float:
        start = time.process_time()
        check(text, facts)
        return time.process_time() - start

    # About 0.05 s at worst on a slow machine; four times that still shows a quadratic reader, which takes seconds.
    assert min(spent() for _ in range(3)) < 0.2


def test_marks_that_cannot_be_seen_change_nothing() -> None:
    assert verdicts("nearly 1\u200b00 Goo\u200dgle\u202c staffers", some_facts()) == [PASS]
    assert verdicts("nearly １００\x00Google\u00a0staffers", some_facts()) == [PASS]


SCRAPS = (
    "over nearly about between and to one hundred two dozen dozens half a the of from at each together Google Meta "
    "Tesla Nvidia , . ( ) - ' s 95 800 1,200+ % $ employees former staff signers senior president no 😀"
)
WORDS = st.sampled_from([*SCRAPS.split(), "\u202e", "\x00", "\u200b"])


@given(st.lists(WORDS, max_size=20).map(" ".join) | st.text())
def test_no_text_breaks_the_checker(text: str) -> None:
    for finding in check(text, some_facts()):
        assert finding.reason.endswith(".")
        assert "\n" not in finding.reason


def test_a_title_of_somebody_unverified_needs_care():
    facts = replace(some_facts(), titles=frozenset(), unverified_titles=frozenset({("Senior Vice President", "Tesla")}))

    (finding,) = check("The signers include a senior vice president from Tesla.", facts)

    assert finding.verdict is Verdict.AMBER
    assert "not verified" in finding.reason
