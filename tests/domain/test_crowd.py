"""What meets a signer from whose network many sign."""

from __future__ import annotations

import pytest

from petition_app.domain.crowd import Passage, passage


@pytest.mark.parametrize(
    ("in_ten_minutes", "in_the_hour", "met"),
    [
        (1, 1, Passage.FREE),
        (30, 300, Passage.FREE),
        (31, 31, Passage.CHALLENGED),
        (31, 300, Passage.CHALLENGED),
        (1, 301, Passage.HELD),
        (31, 301, Passage.HELD),
        (31, 1_000, Passage.HELD),
        (1, 1_001, Passage.TURNED_AWAY),
    ],
)
def test_first_a_challenge_then_review_then_another_hour(in_ten_minutes: int, in_the_hour: int, met: Passage):
    assert passage(in_ten_minutes, in_the_hour) is met
