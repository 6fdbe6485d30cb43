"""Headcounts: what may be entered, and the share that is said of a published figure. Never more than is published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.headcount import FIRST_DAY, MOST, Headcount, Share, is_small, problems, share_of

TODAY = date(2026, 11, 22)
WELL = Headcount(180_000, date(2026, 9, 30), "Annual report 2025")


@pytest.mark.parametrize(("at_least", "headcount", "share"), [
    (95, 180_000, Share(one_in=1_900)),
    (95, 9_500, Share(percent=Decimal("1"))),
    (95, 9_501, Share(one_in=110)),
    (95, 5_000, Share(percent=Decimal("1.9"))),
    (95, 951, Share(percent=Decimal("9.9"))),
    (95, 950, Share(percent=Decimal(10))),
    (95, 190, Share(percent=Decimal(50))),
    (95, 191, Share(percent=Decimal(49))),
    (90, 100, Share(percent=Decimal(90))),
    (10, MOST, Share(one_in=1_000_000)),
    (15, 2_000, Share(one_in=140)),
])  # fmt: skip
def test_a_share_is_rounded_down(at_least: int, headcount: int, share: Share):
    assert share_of(at_least, headcount, is_capped=False) == share


def test_a_capped_figure_is_more_than_nine_in_ten_and_nothing_else():
    assert share_of(30, 40, is_capped=True) == Share(percent=Decimal(90), is_more=True)


@given(headcount=st.integers(1, MOST), data=st.data())
def test_no_share_ever_says_more_than_the_figure(headcount: int, data: st.DataObject):
    at_least = data.draw(st.integers(1, headcount))
    share = share_of(at_least, headcount, is_capped=False)

    said = Fraction(1, share.one_in) if share.one_in else Fraction(share.percent or 0) / 100
    true = Fraction(at_least, headcount)
    assert 0 < said <= true
    assert said > true * Fraction(9, 10)


def test_what_organisers_enter_is_tidied():
    entered = Headcount(5, TODAY, "  Annual\r\nreport\u202e 2025\x00 ")

    assert entered.tidied() == Headcount(5, TODAY, "Annual report 2025")
    assert not list(problems(WELL, TODAY))


@pytest.mark.parametrize(("wrong", "field"), [
    (Headcount(0, TODAY, "x"), "number"),
    (Headcount(-5, TODAY, "x"), "number"),
    (Headcount(MOST + 1, TODAY, "x"), "number"),
    (Headcount(5, date(2026, 11, 23), "x"), "on"),
    (Headcount(5, date(1999, 12, 31), "x"), "on"),
    (Headcount(5, TODAY, ""), "source"),
    (Headcount(5, TODAY, "x" * 501), "source"),
])  # fmt: skip
def test_what_makes_no_sense_is_told_at_its_field(wrong: Headcount, field: str):
    assert [each.field for each in problems(wrong, TODAY)] == [field]


def test_the_limits_themselves_may_be_entered():
    for number, on, source in ((1, TODAY, "x"), (MOST, FIRST_DAY, "x" * 500)):
        assert not list(problems(Headcount(number, on, source), TODAY))


def test_an_employer_is_small_under_fifty_or_while_nobody_has_looked():
    assert is_small(49, is_listed=True)
    assert not is_small(50, is_listed=False)
    assert is_small(None, is_listed=False)
    assert not is_small(None, is_listed=True)
