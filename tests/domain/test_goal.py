"""What a petition aims at: its own goal, then the next round number, and nothing before a figure is published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.goal import Goal, goal_for

FIGURES = st.integers(1, 10**9)


@pytest.mark.parametrize(
    ("published", "next_one"),
    [(1, 100), (99, 100), (100, 200), (200, 500), (500, 1_000), (999, 1_000), (1_000, 2_000), (2_000, 5_000),
     (5_000, 10_000), (812_345, 1_000_000)],
)  # fmt: skip
def test_without_a_goal_the_next_round_number_is_aimed_at(published: int, next_one: int):
    assert goal_for(published, None, takes_signatures=True) == Goal(next_one, is_own=False)


def test_the_organisers_goal_comes_first_however_far_it_is():
    assert goal_for(5, 750, takes_signatures=True) == Goal(750, is_own=True)
    assert goal_for(749, 750, takes_signatures=True) == Goal(750, is_own=True)


def test_once_their_goal_is_reached_it_is_said_and_the_steps_go_on():
    assert goal_for(750, 750, takes_signatures=True) == Goal(1_000, is_own=False, passed=750)
    assert goal_for(2_100, 750, takes_signatures=True) == Goal(5_000, is_own=False, passed=750)


def test_before_a_figure_is_published_there_is_no_goal():
    assert goal_for(0, 750, takes_signatures=True) is None
    assert goal_for(0, None, takes_signatures=True) is None


def test_where_signing_is_over_only_the_organisers_own_goal_is_shown():
    assert goal_for(80, None, takes_signatures=False) is None
    assert goal_for(80, 750, takes_signatures=False) == Goal(750, is_own=True)
    assert goal_for(800, 750, takes_signatures=False) == Goal(750, is_own=True, passed=750)


@given(FIGURES, st.none() | FIGURES)
def test_an_open_petition_always_has_something_ahead_of_it(published: int, own: int | None):
    goal = goal_for(published, own, takes_signatures=True)

    assert goal
    assert goal.number > published
    assert goal.is_own or goal.number <= max(100, published * 5 // 2)
