"""Texts that people type, labelled by hand (`employer_strings.csv`): resolved rightly or left alone, never merged."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from petition_app.domain.employer import Conclusion, Directory, resolve
from petition_app.domain.employerlist import read_employers
from petition_app.folders import SEEDS


class Labelled(NamedTuple):
    """What a reader says that a text means; `employer` is empty where no listed employer is clearly meant."""

    raw: str
    employer: str
    former: str
    why: str


def _labelled() -> list[Labelled]:
    with Path(__file__).with_name("employer_strings.csv").open(encoding="utf-8", newline="") as lines:
        return [Labelled(**row) for row in csv.DictReader(lines, strict=True)]


LABELLED = _labelled()


@pytest.fixture(scope="module")
def concluded() -> list[tuple[Labelled, Conclusion]]:
    with (SEEDS / "employers.csv").open(encoding="utf-8", newline="") as lines:
        directory = Directory(read_employers(lines))
    return [(each, resolve(each.raw, directory)) for each in LABELLED]


def test_there_are_enough_texts_and_no_text_twice() -> None:
    assert len(LABELLED) >= 350
    assert len({each.raw for each in LABELLED}) == len(LABELLED)


def test_no_text_is_taken_for_an_employer_that_it_does_not_mean(concluded: list[tuple[Labelled, Conclusion]]) -> None:
    wrong = [(each, found) for each, found in concluded if found.employer not in (None, each.employer)]

    assert wrong == []


def test_nearly_every_text_that_means_an_employer_is_resolved(concluded: list[tuple[Labelled, Conclusion]]) -> None:
    meant = [(each, found) for each, found in concluded if each.employer]
    missed = [each for each, found in meant if found.employer is None]

    assert len(meant) >= 200
    assert len(missed) <= 0.05 * len(meant), missed


def test_a_text_says_former_exactly_where_a_reader_says_so(concluded: list[tuple[Labelled, Conclusion]]) -> None:
    assert [each for each, found in concluded if found.is_former != (each.former == "yes")] == []


def test_every_conclusion_comes_with_a_short_reason(concluded: list[tuple[Labelled, Conclusion]]) -> None:
    for each, found in concluded:
        assert len(found.reason) <= 24
        assert len(found.detail) <= 120
        assert found.sentence.endswith("."), each
        assert len(found.sentence) <= 300
        assert found.employer is None or found.name in found.sentence
