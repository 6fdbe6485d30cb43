"""How long somebody waits after wrong passwords in a row."""

from __future__ import annotations

from petition_app.domain.signintries import wait_after


def test_five_are_free_and_then_the_wait_doubles_up_to_half_a_minute():
    assert [wait_after(failures) for failures in range(13)] == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]
    assert wait_after(10_000) == 30
