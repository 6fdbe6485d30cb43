"""No subtraction of published figures, between rows, sums and releases and with the attacker's own accounts taken off,
leaves one to four unnamed signers: over random histories with withdrawals, renamings, merges and stuffing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, product

import pytest

from petition_app.domain import publishing
from petition_app.domain.marks import Settled, floor_to_step
from petition_app.domain.petition import Policy
from petition_app.domain.tally import Release
from tests.domain.attacker import (
    ELSEWHERE,
    PLACES,
    STUFFINGS,
    SUBSIDIARY,
    TARGET,
    Change,
    Played,
    Stuffing,
    Week,
    a_history,
    play,
)

HISTORIES, WEEKS, MOST_STARTS, MOST_DRAWN, SEED = 240, 9, 6, 6_000, 8
SMALL, ALL_OVER = range(1, 5), "all over"


@dataclass(frozen=True)
class History:
    weeks: list[Week]
    policy: Policy
    stuffing: Stuffing


def histories(count: int = HISTORIES) -> Iterator[History]:
    """Lively and slow ones, every threshold and every way of stuffing k−1 accounts."""
    chance = random.Random(SEED)
    names = list(STUFFINGS)
    for number in range(count):
        threshold = (5, 7, 10)[number % 3]
        weeks = a_history(chance, WEEKS, most=(2, 6, 15)[number // 3 % 3])
        if number % 2:
            # Hardly anybody at the target's employer but the attacker: what a stuffed row is made of.
            weeks = [replace(week, came=week.came | {TARGET: chance.randint(0, 2)}) for week in weeks]
        yield History(weeks, Policy(threshold), STUFFINGS[names[number // 9 % len(names)]](threshold - 1))


def played(count: int = HISTORIES) -> Iterator[tuple[History, Played]]:
    for history in histories(count):
        yield history, play(history.weeks, history.policy, history.stuffing)


def differences_in_one_table_or_between_two(played_: Played) -> set[int]:
    figures = {0}
    for seen in played_.seen:
        table = seen.table
        figures |= {table.total, table.other, table.employees, *(row.at_least for row in table.rows)}
        figures |= {seen.hidden(row.key) or 0 for row in table.rows}
        figures |= {sum(row.at_least for row in some) for some in combinations(table.rows, 2)}
    return {abs(a - b) for a in figures for b in figures}


def figures_moved_by_few(played_: Played) -> list[str]:
    """Two figures of one row that differ although fewer than five came or went between the days they were set on,
    or that differ although they were set on the same day."""
    found = []
    days = {seen.table.as_of: week for week, seen in enumerate(played_.seen)}
    for place in PLACES:
        set_ = [(seen.hidden(place), row.as_of) for seen in played_.seen for row in seen.table.rows if row.key == place]
        for (one, on), (other, later) in combinations(set_, 2):
            assert on
            assert later
            change = abs(played_.unnamed[days[on]][place] - played_.unnamed[days[later]][place])
            if one != other and change < 5:
                found.append(f"{place}: {one} on {on}, {other} on {later}: {change} signers")
    return found


def rows_below_the_threshold(history: History, played_: Played) -> list[str]:
    """Rows of employers that had too few unnamed signers on the day the figure was set."""
    days = {seen.table.as_of: week for week, seen in enumerate(played_.seen)}
    return [
        f"{row.key} on {row.as_of}"
        for seen in played_.seen
        for row in seen.table.rows
        if row.as_of and played_.unnamed[days[row.as_of]][row.key] < history.policy.threshold
    ]


def derivable_cells(history: History, played_: Played) -> list[str]:
    """Cells of one to four others at an employer that no other history explains: the attacker knows them to be small
    and not empty. An explanation is a proof; the search for one is long but not complete, so with other seeds look at
    what it leaves by hand."""
    return [
        f"{place} in week {week}: {there} besides the attacker's"
        for week, unnamed in enumerate(played_.unnamed)
        for place in unnamed
        if (there := unnamed[place] - (played_.seen[week].own[0] if place == TARGET else 0)) in SMALL
        and not history.weeks[week].rolled_up
        and not _has_other_explanation(history, played_, week, place, there)
    ]


def _has_other_explanation(history: History, played_: Played, week: int, place: str, there: int) -> bool:
    """Whether some history with nobody or with five or more in that cell gives the same public bytes."""
    best: list[tuple[int, int, Change]] = []
    for number, change in enumerate(other_histories(week, place, there)):
        alike = _weeks_alike(history, played_, change)
        if alike == WEEKS:
            return True
        best = sorted([*best, (-alike, number, change)])[:MOST_STARTS]
    if any(_can_be_mended(history, played_, change, (week, place)) for _, _, change in best):
        return True
    return any(_weeks_alike(history, played_, each) == WEEKS for each in drawn_histories(week, place, there))


def drawn_histories(week: int, place: str, there: int) -> Iterator[Change]:
    """A few more or fewer in every other week, at random."""
    chance = random.Random(5)
    for _ in range(MOST_DRAWN):
        by_week = {each: chance.choice((0, chance.randint(-4, 4))) for each in range(WEEKS)}
        yield _exchange(
            by_week | {week: chance.choice((0, 5)) - there}, place, chance.choice((ALL_OVER, ELSEWHERE, "large"))
        )


def other_histories(week: int, place: str, there: int) -> Iterator[Change]:
    """For that week alone, from then on or all along, with as many fewer or more somewhere else or without; then with
    a few more or fewer in the other weeks as well, which moves all marks of the place."""
    every, numbers = (None, ALL_OVER, *PLACES), (0, 5, 6, 7, 8, 9)
    spans = (range(week, week + 1), range(week, WEEKS), range(WEEKS))
    for span, instead, number in product(spans, every, numbers):
        yield _exchange({each: number - there for each in span}, place, instead)
    for shift, instead, number in product(range(-4, 5), every, numbers):
        yield _exchange(dict.fromkeys(range(WEEKS), shift) | {week: number - there}, place, instead)


def _exchange(by_week: dict[int, int], place: str, instead: str | None) -> Change:
    """So many more there, and as many fewer in another place, or one by one in several."""
    change = {(week, place): by for week, by in by_week.items()}
    others = [each for each in ("large", "middling", SUBSIDIARY) if each != place]
    for week, by in by_week.items():
        if instead == ALL_OVER:
            for number in range(abs(by)):
                cell = week, others[number % len(others)]
                change[cell] = change.get(cell, 0) - (by > 0) + (by < 0)
        elif instead and instead != place:
            change[week, instead] = -by
    return change


def _can_be_mended(history: History, played_: Played, change: Change, kept: tuple[int, str]) -> bool:
    """Whether another change up to the first difference, and another after that one, makes all releases the same."""
    alike = _weeks_alike(history, played_, change)
    for _ in range(WEEKS):
        for tried in _with_one_more(change, alike, kept):
            if (now := _weeks_alike(history, played_, tried)) > alike:
                change, alike = tried, now
                break
        else:
            return False
        if alike == WEEKS:
            return True
    return False


def _with_one_more(change: Change, until: int, kept: tuple[int, str]) -> Iterator[Change]:
    places, differences = (None, ALL_OVER, ELSEWHERE, "large", SUBSIDIARY), (-1, 1, -2, 2, -3, 3, -4, 4, -5, 5)
    for first, instead, by, last in product(range(until, -1, -1), places, differences, (1, WEEKS)):
        more = _exchange(dict.fromkeys(range(first, min(first + last, WEEKS)), by), kept[1], instead)
        yield change | {cell: change.get(cell, 0) + more[cell] for cell in more if cell != kept}


def _weeks_alike(history: History, played_: Played, otherwise: Change) -> int:
    """How many releases look the same, from the first on."""
    again = play(history.weeks, history.policy, history.stuffing, otherwise=otherwise).seen
    return next((week for week in range(WEEKS) if again[week] != played_.seen[week]), WEEKS)


def test_no_difference_of_published_figures_is_one_to_four():
    for _, each in played():
        assert not differences_in_one_table_or_between_two(each) & set(SMALL)


def test_no_row_stands_for_fewer_than_the_threshold():
    assert [fault for history, each in played() for fault in rows_below_the_threshold(history, each)] == []


def test_a_figure_is_never_moved_by_fewer_than_five_signers():
    assert [fault for _, each in played() for fault in figures_moved_by_few(each)] == []


def test_no_cell_of_one_to_four_is_derivable_with_the_attackers_own_accounts_taken_off():
    cells = [(history, each) for history, each in played()]

    assert [fault for history, each in cells for fault in derivable_cells(history, each)] == []


def no_hysteresis(unnamed: int, before: Settled | None, on: date) -> Settled:
    return Settled(unnamed, on)


def rounded_sum(named: int, settled: Settled, least: int) -> int:
    return floor_to_step(named + settled.unnamed) if settled.unnamed >= least else floor_to_step(named)


MUTANTS: dict[str, tuple[str, Callable[..., object]]] = {
    "no hysteresis": ("settle", no_hysteresis),
    "the sum rounded, not its parts": ("_figure", rounded_sum),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_figure_moved_by_few_is_noticed_where_a_rule_is_missing(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(publishing, *MUTANTS[name])

    assert any(figures_moved_by_few(each) for _, each in played(30))


def test_a_row_whose_mark_is_forgotten_while_it_is_away_is_noticed(monkeypatch: pytest.MonkeyPatch):
    publish = publishing.publish

    def forgetful(*given: object) -> Release:
        released = publish(*given)  # type: ignore[arg-type]
        rows = {row.key for row in released.tally.rows}
        return replace(released, employers={key: each for key, each in released.employers.items() if key in rows})

    monkeypatch.setattr(publishing, "publish", forgetful)

    assert any(figures_moved_by_few(each) for _, each in played())


def test_a_threshold_that_is_not_kept_is_noticed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(publishing, "ceil_to_step", lambda threshold: 1)

    assert any(rows_below_the_threshold(history, each) for history, each in played(30))


def test_a_threshold_between_two_steps_that_is_not_rounded_up_is_noticed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(publishing, "ceil_to_step", lambda threshold: threshold)

    assert any(derivable_cells(history, each) for history, each in played(60))
