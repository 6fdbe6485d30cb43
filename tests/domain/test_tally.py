"""The publishing rules: threshold, floors, hysteresis, the pooled cell, and sums."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.marks import ceil_to_step
from petition_app.domain.petition import Policy
from petition_app.domain.publishing import publish
from petition_app.domain.tally import (
    Count,
    EmployerCount,
    ExactTally,
    PublishedRow,
    Release,
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
    others = at("Borealis", 40), at("Cirrus", 6)
    first = release(at("Acme", 19), *others)
    gone = release(at("Acme", 19), *others, elsewhere=0, previous=first)
    back = release(at("Acme", 20), *others, previous=gone)
    moved = release(at("Acme", 24), *others, previous=back)

    assert [row.employer for row in gone.tally.rows] == ["Borealis"]
    assert [r.tally.rows[1].at_least for r in (first, back, moved)] == [15, 15, 20]


def test_a_single_pooled_employer_takes_the_smallest_row_with_it():
    tally = release(at("Acme", 9), at("Borealis", 19), at("Cirrus", 40), elsewhere=0).tally

    assert [row.employer for row in tally.rows] == ["Cirrus"]


def test_fewer_than_five_others_are_left_out_and_move_no_row():
    alone = release(at("Borealis", 19), at("Cirrus", 40), elsewhere=0).tally
    with_few = release(at("Acme", 1), at("Borealis", 19), at("Cirrus", 40), elsewhere=3).tally

    assert alone == with_few
    assert (len(alone.rows), alone.other, alone.total) == (2, 0, 55)


def test_others_are_not_pooled_with_one_employer_alone():
    hidden = release(at("Acme", 9), at("Borealis", 19), at("Cirrus", 40), elsewhere=4).tally
    shown = release(at("Acme", 9), at("Dune", 5), at("Borealis", 19), at("Cirrus", 40), elsewhere=0).tally

    assert [row.employer for row in hidden.rows] == ["Cirrus"]
    assert [row.employer for row in shown.rows] == ["Cirrus", "Borealis"]


def test_one_withdrawal_among_the_others_does_not_take_a_row_away():
    first = release(at("Acme", 30), elsewhere=10)
    second = release(at("Acme", 30), elsewhere=9, previous=first)
    third = release(at("Acme", 30), elsewhere=5, previous=second)

    assert [len(r.tally.rows) for r in (first, second, third)] == [1, 1, 0]


def test_a_threshold_between_two_steps_counts_as_the_next_one():
    # At 7, a figure of "5" would mean seven to nine: with six of an attacker's own, one to three others.
    tally = publish(ExactTally((at("Acme", 9),), Count(0, 50)), Policy(threshold=7), DAY).tally

    assert tally.rows == ()


def test_a_count_that_comes_back_finds_its_earlier_figure():
    others = at("Borealis", 40), at("Cirrus", 6)
    first = release(at("Acme", 14), *others)
    merged = release(at("Acme", 55), at("Cirrus", 6), previous=first)
    apart = release(at("Acme", 15), *others, previous=merged)

    assert [row.at_least for row in apart.tally.rows] == [40, 10]


def test_an_employer_merged_away_comes_back_with_its_old_figure():
    others = at("Borealis", 40), at("Cirrus", 6)
    first = release(at("Acme", 14), *others)
    gone = release(*others, previous=first)
    back = release(at("Acme", 15), *others, previous=gone)

    assert [row.at_least for row in back.tally.rows] == [40, 10]


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
        if tally.rows and tally.other:
            # Once they are enough, five must go before they are not.
            assert hidden > policy.threshold - 5
            assert sum(1 for each in pooled if each) >= 2 or exact.elsewhere.unnamed > policy.threshold - 5
        if tally.rows and not tally.other:
            assert hidden < ceil_to_step(policy.threshold)
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


@given(st.lists(st.integers(10, 60), max_size=5), st.booleans())
def test_the_first_signer_outside_the_rows_changes_nothing(employers: list[int], has_employer: bool):
    listed = [at(f"E{number}", unnamed) for number, unnamed in enumerate(employers)]
    newcomer = [at("New", 1)] if has_employer else []

    before = release(*listed, elsewhere=0)
    after = release(*listed, *newcomer, elsewhere=0 if has_employer else 1, previous=before)

    assert after.tally.rows == before.tally.rows
    assert (after.tally.other, after.tally.total) == (before.tally.other, before.tally.total)
