"""Sentences with the verdicts the phrase table gives them, from `sentences.toml`."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from petition_app.domain.headcount import Headcount
from petition_app.domain.petition import ResponseKind
from petition_app.domain.pressline import Facts, TrackedResponse, check

READ = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
CASES = [
    (row.get("facts", "usual"), expected, text, row["why"])
    for row in READ["row"]
    for expected, text in row["sentences"]
]


def facts(name: str) -> Facts:
    given: dict[str, Any] = READ["facts"][name]
    given = READ["facts"].get(given.get("like"), {}) | given
    return Facts(
        total=given["total"],
        employees=given["employees"],
        rows=given["rows"],
        rows_are_verified=given["rows_are_verified"],
        titles=frozenset((title, employer) for title, employer in given["titles"]),
        as_of=given["as_of"],
        responses=tuple(
            TrackedResponse(office, organisation, ResponseKind(kind), on)
            for office, organisation, kind, on in given["responses"]
        ),
        headcounts={
            name: Headcount(number, date(2026, 6, 30), "the company") for name, number in given["headcounts"].items()
        },
        units=given["units"],
    )


@pytest.mark.parametrize(("name", "expected", "text", "why"), CASES, ids=[case[2] for case in CASES])
def test_a_sentence_gets_the_verdicts_of_the_table(name: str, expected: str, text: str, why: str) -> None:
    findings = check(text, facts(name))

    assert [str(each.verdict) for each in findings] == expected.split(), (why, findings)


def test_there_are_enough_sentences_of_every_verdict() -> None:
    verdicts = [verdict for _, expected, _, _ in CASES for verdict in expected.split() or ["none"]]

    assert len({case[2] for case in CASES}) >= 120
    assert min(verdicts.count(each) for each in ("pass", "amber", "fail")) >= 40
