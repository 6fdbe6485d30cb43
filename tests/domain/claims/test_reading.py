"""Where claims stand in a text, the day a sentence gives, and texts nobody meant to be read."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.claims.claim import Topic
from petition_app.domain.headcount import Headcount
from petition_app.domain.petition import ResponseKind
from petition_app.domain.pressline import Facts, TrackedResponse, check, readable
from tests.domain.facts import some_facts

FACTS = replace(
    some_facts(),
    responses=(TrackedResponse("Chief executive", "Nvidia", ResponseKind.NONE, date(2026, 11, 20)),),
    headcounts={"Meta": Headcount(50, date(2026, 1, 1), "annual report")},
    units={"YouTube": "Google"},
)
HOSTILE = [
    "Google has the most signers. ", "has not responded ", "Google has not responded. ", "neither none the of at ",
    "10, ", "10 and ", "as of 22 November ", "22 November 2026 ", "led by ", "Google, with 95 ",
    "more from Google than ", "no response from ", "half of ", "505 of 770 ", "40 of Google's 80 ",
    "the chief executives of ",
    "10, 20 at Google and Meta respectively ", "60% of Google ", "<b>95</b> at <script>", "ﷺ",
    "a\u0301\u0316\u0301\u0316", "\u0301\u0316", "\u202e95 at Google\u202c ", "٩٥ ", "😀", "\ud800", "As of May ",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_four_times_the_text_costs_about_four_times_as_much(text: str) -> None:
    def spent(length: int) -> float:
        start = time.process_time()
        check(text * (length // len(text)), FACTS)
        return time.process_time() - start

    short, long = (min(spent(length) for _ in range(3)) for length in (8_000, 32_000))
    # A quadratic reader would need sixteen times as long.
    assert long < 8 * short + 0.1


def test_a_hundred_kilobytes_of_everything_break_nothing() -> None:
    assert check("".join(HOSTILE) * (100_000 // sum(map(len, HOSTILE))), FACTS)


def test_a_claim_says_where_in_the_text_it_stands() -> None:
    text = (
        "“Nearly\u00a0100” Google staff – <b>dozens</b> from Meta, led by Google, with 95 signers, as of 22 May 2026."
    )

    findings = check(text, FACTS)

    assert len(findings) >= 3
    for finding in findings:
        assert readable(text)[finding.claim.start : finding.claim.end] == finding.claim.text


SCRAPS = "95 Google Meta led by as of 22 November has not responded , . half".split()


@given(st.text() | st.lists(st.sampled_from(SCRAPS)).map(" ".join))
def test_claims_stand_within_the_text_in_its_order(text: str) -> None:
    read, starts = readable(text), []
    for finding in check(text, FACTS):
        starts.append(finding.claim.start)
        assert read[finding.claim.start : finding.claim.end] == finding.claim.text
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    "day",
    [
        "as of 22 November 2026", "as of November 22, 2026", "as of Nov. 22", "as at 22nd November", "as of 2026-11-22",
        "as of 22/11/2026", "as of 11/22/2026", "as of the 22nd of November 2026", "AS OF 22 NOVEMBER 2026",
        "by 22 November 2026", "as of November 2026",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["Over 800 had signed {}.", "{}, over 800 had signed."])
def test_the_day_of_the_release_passes_however_it_is_written(form: str, day: str) -> None:
    verdicts = {finding.claim.topic: str(finding.verdict) for finding in check(form.format(day), FACTS)}

    assert verdicts == {Topic.COUNT: "pass", Topic.DAY: "pass"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("as of 23 November 2026", "fail"),
        ("as of 22 November 2027", "fail"),
        ("as of December 2026", "fail"),
        ("as of 21 November 2026", "amber"),
        ("as of 22 November 2025", "amber"),
        ("as of October 2026", "amber"),
        ("as of 3 Dec", "fail"),
    ],
)
def test_another_day_does_not(day: str, expected: str) -> None:
    assert [str(finding.verdict) for finding in check(f"Over 800 had signed {day}.", FACTS)] == ["pass", expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Over 800 people have signed; it closes on 1 December 2026.",
        "Over 800 people have signed. On 1 December 2026 it will be delivered.",
        "Published on 1 May 2026, the petition now has over 800 signers.",
    ],
)
def test_a_day_of_something_else_is_no_day_of_the_figures(sentence: str) -> None:
    assert [finding.claim.topic for finding in check(sentence, FACTS)] == [Topic.COUNT]


def test_the_day_beside_an_answer_is_held_against_the_tracker() -> None:
    (finding,) = check("As of 20 November 2026, the chief executive of Nvidia has made no public statement.", FACTS)

    assert str(finding.verdict) == "pass"
    assert finding.reason == (
        "For the chief executive of Nvidia, the response tracker records no public statement as of 20 November 2026."
    )


def test_a_unit_is_named_with_its_parent_and_its_parents_figure() -> None:
    (finding,) = check("Dozens at YouTube have signed.", FACTS)

    assert finding.reason == (
        "YouTube is counted with Google and has no figure of its own; the published figure for Google is at least 95."
    )
    assert finding.figure == 95


def test_above_ninety_per_cent_the_reason_gives_neither_share_nor_count() -> None:
    facts: Facts = replace(FACTS, headcounts={"Meta": Headcount(48, date(2026, 1, 1), "annual report")})

    (finding,) = check("94% of Meta's employees have signed.", facts)

    assert finding.figure is None
    assert "more than 90%" in finding.reason
    assert "45" not in finding.reason
    assert "93.75" not in finding.reason
