"""What stands out beside earlier hours, as rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.burst import Normal, bursts, normal_before, percentile, stands_out


@pytest.mark.parametrize(("signatures", "most", "does"), [(4, 0, False), (5, 0, True), (6, 3, False), (7, 3, True)])
def test_an_hour_stands_out_from_five_up_and_beyond_twice_the_usual(signatures: int, most: int, does: bool):
    assert stands_out(signatures, Normal(0, most, 24, None)) is does


def test_without_a_day_of_figures_nothing_is_normal_yet():
    assert normal_before({0: 9}, 0, 23) is None
    assert stands_out(5, None)


def test_hours_without_a_signature_count_as_hours():
    normal = normal_before({0: 9, 6: 3}, 0, 30)

    assert normal == Normal(0, 3, 30, 3)


@given(st.lists(st.integers(0, 50), min_size=1), st.integers(1, 100))
def test_a_percentile_is_passed_by_no_more_than_the_rest(values: list[int], percent: int):
    limit = percentile(values, percent)

    assert limit in values
    assert sum(value > limit for value in values) <= len(values) * (100 - percent) / 100


@given(st.dictionaries(st.integers(0, 200), st.integers(1, 30)))
def test_no_hour_with_fewer_than_five_is_ever_told(counts: dict[int, int]):
    found = bursts(counts, counts, min(counts, default=0))

    assert all(each.signatures >= 5 for each in found)
    assert [each.hour for each in found] == sorted({each.hour for each in found}, reverse=True)
