"""An attacker who sees every public byte and stuffs k−1 accounts guesses whether one unnamed person has signed.

The same histories are played with and without the target; half of them teach the attacker what each change of the
public figures is worth (the best possible use of it), the other half is guessed. Seeds are fixed: figures are the same
in every run.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable
from datetime import date
from math import sqrt

import pytest

from petition_app.domain import publishing
from petition_app.domain.marks import Settled
from petition_app.domain.petition import Policy
from tests.domain.attacker import (
    STUFFINGS,
    TARGET,
    Played,
    Seen,
    Stuffing,
    Week,
    a_history,
    a_quiet_history,
    no_stuffing,
    play,
)

K = 10
POLICY = Policy(threshold=K)
WEEKS, SIGNS_IN, LATE = 8, 6, 24


def clue(played: Played, signs_in: int) -> Hashable:
    """All that moved in public in the weeks when the target may have signed, and what the attacker did."""
    before, *after = played.seen[signs_in - 1 :]
    return *(_moved(before, each) for each in after[:2]), before.own, before.hidden(TARGET) is None


def _moved(before: Seen, after: Seen) -> Hashable:
    was, is_ = before.hidden(TARGET), after.hidden(TARGET)
    row = None if was is None or is_ is None else max(-3, min(is_ - was, 40))
    old, new = before.table, after.table
    return row, was is None, is_ is None, _way(old.other, new.other), _way(old.employees, new.employees)


def _way(old: int, new: int) -> int:
    return (new > old) - (new < old)


def accuracy(
    histories: list[list[Week]], stuffing: Stuffing, signs_in: int, clue_of: Callable[[Played, int], Hashable] = clue
) -> float:
    """The share of right guesses over the second half of the histories, each of them played in both worlds."""
    learned: Counter[Hashable] = Counter()
    right = half = len(histories) // 2
    for number, weeks in enumerate(histories):
        inside = clue_of(play(weeks, POLICY, stuffing, signs_in), signs_in)
        outside = clue_of(play(weeks, POLICY, stuffing), signs_in)
        if number < half:
            learned[inside] += 1
            learned[outside] -= 1
        else:
            # Without anything learned the attacker says "has not signed": right in one world and wrong in the other.
            right += (learned[inside] > 0) - (learned[outside] > 0)
    return right / (2 * (len(histories) - half))


def interval(share: float, guesses: int) -> float:
    """Half the width of the 95 % confidence interval."""
    return 1.96 * sqrt(share * (1 - share) / guesses)


def lively(count: int) -> list[list[Week]]:
    chance = random.Random(1)
    return [a_history(chance, WEEKS) for _ in range(count)]


def quiet(count: int) -> list[list[Week]]:
    chance = random.Random(2)
    return [a_quiet_history(chance, LATE + 2) for _ in range(count)]


@pytest.mark.parametrize("name", ["nothing", *STUFFINGS])
def test_who_sees_every_release_and_stuffs_accounts_guesses_hardly_better_than_a_coin(name: str):
    stuffing = STUFFINGS[name](K - 1) if name in STUFFINGS else no_stuffing
    histories = lively(2_000)

    share = accuracy(histories, stuffing, SIGNS_IN)

    assert share + interval(share, len(histories)) <= 0.55


def test_walking_accounts_up_and_down_teaches_nothing_even_where_nobody_else_moves():
    assert accuracy(quiet(300), STUFFINGS["rocking"](K - 1), LATE) <= 0.55


def no_hysteresis(unnamed: int, before: Settled | None, on: date) -> Settled:
    return Settled(unnamed, on)


def no_earlier_marks(unnamed: int, before: Settled | None, on: date) -> Settled:
    return before if before and abs(unnamed - before.unnamed) < 5 else Settled(unnamed, on)


@pytest.mark.parametrize("rule", [no_hysteresis, no_earlier_marks])
def test_without_marks_that_are_kept_it_would_teach_much(rule: Callable[..., Settled], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(publishing, "settle", rule)

    assert accuracy(quiet(300), STUFFINGS["rocking"](K - 1), LATE) > 0.6


def test_who_knows_that_nobody_else_moved_can_see_the_one_signer_who_makes_five():
    # No rule without noise can hide it, so docs/publishing-counts.md says it: four own accounts after a figure was
    # set, and complete quiet but for one person.
    assert accuracy(quiet(300), STUFFINGS["walking"](K - 1), LATE) > 0.9


def test_a_live_total_tells_all_and_is_off_unless_it_was_chosen():
    def with_live_total(played: Played, signs_in: int) -> Hashable:
        before, after = (sum(played.unnamed[week].values()) for week in (signs_in - 1, signs_in))
        return after - before, clue(played, signs_in)

    assert accuracy(quiet(300), no_stuffing, LATE) <= 0.55
    assert accuracy(quiet(300), no_stuffing, LATE, with_live_total) == 1
    assert not Policy().live_total
