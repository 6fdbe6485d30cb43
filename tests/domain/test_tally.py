"""The publishing rules: threshold, floors, hysteresis, the pooled cell, and sums."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.petition import Policy
from petition_app.domain.tally import (
    Count,
    EmployerCount,
    ExactTally,
    PublishedRow,
    Release,
    publish,
)

DAY = date(2026, 11, 22)


def at(name: str, unnamed: int, named: int = 0, *, small: bool = False) -> EmployerCount:
    return EmployerCount(name.lower(), name, Count(named, unnamed), small)


def release(*employers: EmployerCount, elsewhere: int = 50, previous: Release | None = None) -> Release:
    day = previous.tally.as_of + timedelta(days=1) if previous else DAY
    return publish(ExactTally(employers, Count(0, elsewhere)), Policy(threshold=10), day, previous)


def test_an_employer_below_the_threshold_is_pooled():
    tally = release(at("Acme", 4), at("Borealis", 19)).tally

    assert tally.rows == (PublishedRow("Borealis", 15, DAY),)
    assert tally.other == 55


def test_the_threshold_is_counted_over_unnamed_signers_only():
    tally = release(at("Acme", 9, named=40), at("Borealis", 10)).tally

    assert [row.employer for row in tally.rows] == ["Borealis"]


def test_a_name_on_the_roster_never_tells_how_many_stayed_unnamed():
    figures = {release(at("Acme", unnamed, named=4)).tally.rows[0].at_least for unnamed in range(10, 15)}

    assert figures == {10}


def test_one_signature_never_moves_a_figure():
    first = release(at("Acme", 14))
    second = release(at("Acme", 15), previous=first)
    third = release(at("Acme", 19), previous=second)

    assert [r.tally.rows[0].at_least for r in (first, second, third)] == [10, 10, 15]
    assert second.tally.rows[0].as_of == DAY
    assert third.tally.rows[0].as_of == third.tally.as_of


def test_one_withdrawal_never_takes_an_employer_off_the_table():
    first = release(at("Acme", 10), at("Borealis", 30))
    second = release(at("Acme", 9), at("Borealis", 30), previous=first)
    third = release(at("Acme", 5), at("Borealis", 30), previous=second)

    assert [len(r.tally.rows) for r in (first, second, third)] == [2, 2, 1]


def test_a_row_that_comes_back_has_its_old_figure_until_five_signers_came_or_went():
    others = at("Borealis", 40), at("Cirrus", 4)
    first = release(at("Acme", 19), *others)
    gone = release(at("Acme", 19), *others, elsewhere=0, previous=first)
    back = release(at("Acme", 20), *others, previous=gone)
    moved = release(at("Acme", 24), *others, previous=back)

    assert [row.employer for row in gone.tally.rows] == ["Borealis"]
    assert [r.tally.rows[1].at_least for r in (first, back, moved)] == [15, 15, 20]


def test_a_single_pooled_employer_takes_the_smallest_row_with_it():
    tally = release(at("Acme", 4), at("Borealis", 19), at("Cirrus", 40), elsewhere=0).tally

    assert [row.employer for row in tally.rows] == ["Cirrus"]


def test_a_small_employer_is_listed_only_where_somebody_there_is_named():
    hidden = release(at("Acme", 20, small=True), at("Borealis", 20))
    shown = release(at("Acme", 20, named=1, small=True), at("Borealis", 20))

    assert [row.employer for row in hidden.tally.rows] == ["Borealis"]
    assert [row.employer for row in shown.tally.rows] == ["Acme", "Borealis"]


def test_verified_employees_are_never_told_apart_from_a_few_others():
    employers = (at("Acme", 100),)
    nearly_all = publish(ExactTally(employers, Count(0, 7), Count(0, 100)), Policy(), DAY).tally
    far_fewer = publish(ExactTally(employers, Count(0, 60), Count(0, 100)), Policy(), DAY).tally

    assert (nearly_all.total, nearly_all.employees) == (105, 95)
    assert (far_fewer.total, far_fewer.employees) == (160, 100)


def test_a_petition_nobody_has_signed_publishes_an_empty_table():
    tally = publish(ExactTally(()), Policy(), DAY).tally

    assert (tally.rows, tally.other, tally.total, tally.employees) == ((), 0, 0, 0)


def test_the_threshold_cannot_be_set_below_five():
    with pytest.raises(ValueError, match="below 5"):
        Policy(threshold=4)


counts = st.builds(Count, st.integers(0, 40), st.integers(0, 60))
histories = st.lists(
    st.tuples(st.lists(counts, min_size=4, max_size=4), counts),
    min_size=1,
    max_size=6,
)


def played(history: list[tuple[list[Count], Count]], policy: Policy) -> list[tuple[ExactTally, Release]]:
    """Every release of a history in which any number may sign, withdraw or be named between two of them."""
    releases: list[tuple[ExactTally, Release]] = []
    for step, (employers, elsewhere) in enumerate(history):
        exact = ExactTally(
            tuple(EmployerCount(str(n), f"E{n}", count, small=n == 3) for n, count in enumerate(employers)),
            elsewhere,
            employers[0],
        )
        before = releases[-1][1] if releases else None
        releases.append((exact, publish(exact, policy, DAY + timedelta(days=step), before)))
    return releases


policies = st.builds(Policy, threshold=st.sampled_from([5, 7, 10, 25]))


@given(histories, policies)
def test_rows_and_others_always_sum_to_the_total(history: list[tuple[list[Count], Count]], policy: Policy):
    for _, release_ in played(history, policy):
        tally = release_.tally
        assert sum(row.at_least for row in tally.rows) + tally.other == tally.total


@given(histories, policies)
def test_no_cell_smaller_than_the_threshold_is_published(history: list[tuple[list[Count], Count]], policy: Policy):
    for exact, release_ in played(history, policy):
        tally, by_key = release_.tally, {each.key: each.count for each in exact.employers}
        for row in tally.rows:
            assert release_.employers[row.key].unnamed >= policy.threshold
            # A stale figure may lag behind withdrawals, by fewer than five.
            assert by_key[row.key].unnamed > policy.threshold - 5
        pooled = [c.unnamed for k, c in by_key.items() if k not in {row.key for row in tally.rows}]
        hidden = sum(pooled) + exact.elsewhere.unnamed
        if tally.rows and hidden:
            assert hidden >= policy.threshold
            assert sum(1 for each in pooled if each) >= 2 or exact.elsewhere.unnamed >= policy.threshold
        if tally.rows:
            assert tally.other == 0 or tally.other >= policy.threshold


@given(histories, policies)
def test_no_subtraction_of_published_figures_gives_one_to_four(
    history: list[tuple[list[Count], Count]], policy: Policy
):
    figures: set[int] = {0}
    for _, release_ in played(history, policy):
        tally = release_.tally
        figures |= {tally.total, tally.other, tally.employees, *(row.at_least for row in tally.rows)}

    assert all(figure % 5 == 0 for figure in figures)
    assert not {abs(a - b) for a in figures for b in figures} & {1, 2, 3, 4}


@given(histories, policies)
def test_a_basis_changes_by_nothing_or_by_five_or_more(history: list[tuple[list[Count], Count]], policy: Policy):
    releases = [release_ for _, release_ in played(history, policy)]
    for before, after in pairwise(releases):
        # Once published, an employer is measured against its last figure for good, also while it has no row.
        assert before.employers.keys() <= after.employers.keys()
        for key in before.employers:
            change = abs(after.employers[key].unnamed - before.employers[key].unnamed)
            assert change == 0 or change >= 5
        change = abs(after.total.unnamed - before.total.unnamed)
        assert change == 0 or change >= 5


@given(histories, policies)
def test_a_figure_never_claims_more_than_were_there_when_it_was_set(
    history: list[tuple[list[Count], Count]], policy: Policy
):
    for exact, release_ in played(history, policy):
        named = {each.key: each.count.named for each in exact.employers}
        for row in release_.tally.rows:
            assert row.at_least <= release_.employers[row.key].unnamed + named[row.key]
        assert release_.tally.total <= max(exact.total.named + release_.total.unnamed, 0)
