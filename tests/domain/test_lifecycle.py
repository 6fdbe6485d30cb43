"""Which step leads where, and that every mistake has a way back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.access import Right, Role, may
from petition_app.domain.lifecycle import (
    BEFORE_OPENING,
    ENDED,
    Contents,
    Lack,
    Step,
    Times,
    erased_after,
    is_erasure_near,
    lacks,
    leads_to,
    problems_of_keeping,
    problems_of_launch,
    problems_of_times,
    right_for,
    steps_from,
)
from petition_app.domain.petition import State, is_hidden, is_public, takes_signatures
from petition_app.domain.signature import Purpose
from petition_app.domain.slug import is_slug

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
#: The whole life: state, step, state after it. Whatever is not here is refused.
LIFE = {
    ("draft", "submit"): "review",
    ("review", "send-back"): "draft",
    ("review", "open"): "open",
    ("open", "take-back"): "review",
    ("paused", "take-back"): "review",
    ("open", "pause"): "paused",
    ("paused", "resume"): "open",
    ("open", "close"): "closed",
    ("paused", "close"): "closed",
    ("closed", "reopen"): "open",
    ("closed", "deliver"): "delivered",
    ("delivered", "undo-delivery"): "closed",
    ("closed", "archive"): "archived",
    ("delivered", "archive"): "archived",
    ("archived", "unarchive"): "delivered",
}
WHOLE = Contents("Title", "Summary", "Body", 1, 1, frozenset(Purpose))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_each_step_leads_where_the_life_of_a_petition_says_and_nowhere_else(state: State, step: Step):
    assert leads_to(step, state, was_delivered=True) == LIFE.get((state.value, step.value))
    assert (step in steps_from(state)) == ((state.value, step.value) in LIFE)


def test_what_was_archived_without_delivery_comes_back_closed():
    assert leads_to(Step.UNARCHIVE, State.ARCHIVED) is State.CLOSED


@given(st.lists(st.sampled_from(Step), max_size=40))
def test_whatever_is_pressed_one_step_is_taken_back_by_one_or_two_others(pressed: list[Step]):
    state, was_delivered = State.DRAFT, False
    for step in pressed:
        after = leads_to(step, state, was_delivered=was_delivered)
        if after is None:
            continue
        was_delivered = {Step.DELIVER: True, Step.UNDO_DELIVERY: False}.get(step, was_delivered)
        reached = {after}
        for _ in range(2):
            reached |= {leads_to(back, each, was_delivered=was_delivered) or each for back in Step for each in reached}
        assert state in reached
        state = after


def test_only_an_open_petition_takes_signatures_and_what_is_written_is_not_public():
    assert [state for state in State if takes_signatures(state, None, NOW)] == [State.OPEN]
    assert {state for state in State if not is_public(state)} == BEFORE_OPENING


def test_every_step_is_an_owners():
    for step in Step:
        assert may(Role.OWNER, right_for(step))
        assert not may(Role.EXPORTER, right_for(step))
    assert right_for(Step.SUBMIT) is Right.EDIT_PETITION


def test_a_whole_petition_lacks_nothing_and_an_empty_one_everything():
    assert list(lacks(WHOLE)) == []
    nothing = Contents(" ", "", "\n", 0, 0, frozenset({Purpose.COUNT}))
    assert list(lacks(nothing)) == list(Lack)[:6]


def faults(times: Times, before: Times | None = None, state: State = State.REVIEW) -> list[str]:
    return [each.field for each in problems_of_times(times, before or Times(), state, NOW)]


def test_what_is_planned_lies_ahead_and_closes_after_it_opens():
    hour = timedelta(hours=1)

    assert faults(Times(NOW + hour, NOW + 2 * hour)) == []
    assert faults(Times(NOW, None)) == ["opens"]
    assert faults(Times(None, NOW)) == ["closes"]
    assert faults(Times(NOW + 2 * hour, NOW + hour)) == ["closes"]


def test_a_time_that_is_over_may_stay_as_it_is():
    over = Times(None, NOW - timedelta(days=1))

    assert faults(over, over, State.OPEN) == []
    assert faults(Times(), over, State.OPEN) == []


def test_an_open_petition_has_no_opening_and_a_closed_one_no_closing_to_plan():
    later = NOW + timedelta(days=1)

    assert faults(Times(later, None), state=State.OPEN) == ["opens"]
    for state in ENDED:
        assert faults(Times(None, later), state=state) == ["closes"]


def launch_faults(number: int | None, before: int | None, state: State) -> bool:
    return bool(list(problems_of_launch(number, before, 10, state)))


def test_a_launch_threshold_is_free_before_opening_and_only_sinks_afterwards():
    for state in BEFORE_OPENING:
        assert not launch_faults(10, None, state)
        assert not launch_faults(200, 20, state)
        assert not launch_faults(None, 20, state)
        assert launch_faults(9, None, state)
    assert not launch_faults(10, 20, State.OPEN)
    assert launch_faults(9, 20, State.OPEN)
    assert launch_faults(21, 20, State.OPEN)
    assert launch_faults(None, 20, State.OPEN)
    assert launch_faults(20, None, State.OPEN)


def test_a_petition_is_hidden_from_its_threshold_to_its_launch():
    assert not is_hidden(None, None)
    assert is_hidden(20, None)
    assert not is_hidden(20, NOW)


def test_private_data_are_kept_a_year_at_most_and_their_end_is_told_two_weeks_before():
    day = erased_after(NOW, 90)

    assert day.isoformat() == "2027-02-20"
    assert not list(problems_of_keeping(365))
    assert list(problems_of_keeping(366))
    assert list(problems_of_keeping(-1))
    assert not is_erasure_near(day, None, day - timedelta(days=15))
    assert is_erasure_near(day, None, day - timedelta(days=14))
    assert not is_erasure_near(day, day, day)


@pytest.mark.parametrize("name", ["new", "", "-a", "a--b", "A", "a_b", "é", "a" * 81, "a/b", "12345678" * 4, "a\n"])
def test_a_short_name_that_could_be_something_else_is_none(name: str):
    assert not is_slug(name)


@pytest.mark.parametrize("name", ["letter", "fair-pay-2", "a", "a" * 80, "news"])
def test_a_short_name_has_small_letters_digits_and_single_dashes(name: str):
    assert is_slug(name)
