"""The attacker of the simulations: sees every public byte, holds k−1 mailboxes, and does not know who else has signed.

A history is drawn beforehand: how many others sign, withdraw, give or take back their name, and which employers are
merged, between one release and the next. It is played with the product's own rules, once with the target among the
signers and once without, everything else the same.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from petition_app.domain import publishing
from petition_app.domain.petition import Policy
from petition_app.domain.tally import Count, EmployerCount, ExactTally, PublishedTally, Release

DAY = date(2026, 11, 1)
TARGET, SUBSIDIARY, ELSEWHERE = "target", "subsidiary", "elsewhere"
PLACES = (TARGET, SUBSIDIARY, "large", "middling", "tiny", ELSEWHERE)


@dataclass(frozen=True)
class Week:
    """What happens before one release: signers who come and go, and who give or take back their name, by place;
    whether the subsidiary is counted under the target's employer."""

    came: dict[str, int]
    went: dict[str, int]
    named: dict[str, int]
    rolled_up: bool


@dataclass(frozen=True)
class Seen:
    """All that is public of one release: the table, and the roster by place. `own` is what the attacker did."""

    table: PublishedTally
    roster: tuple[tuple[str, int], ...]
    own: tuple[int, int]

    def hidden(self, place: str) -> int | None:
        """The unnamed part of a row's figure; None where there is no row."""
        named = dict(self.roster)[place]
        return next((row.at_least - named + named % 5 for row in self.table.rows if row.key == place), None)


#: From what has been seen so far, how many own accounts at the target's employer are unnamed and how many named.
Stuffing = Callable[[list[Seen]], tuple[int, int]]


@dataclass
class Played:
    """A history as it went: what was public, and what nobody sees: the unnamed by row, the attacker's among them."""

    seen: list[Seen] = field(default_factory=list)
    unnamed: list[dict[str, int]] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)


Change = dict[tuple[int, str], int]


def play(
    weeks: list[Week],
    policy: Policy,
    stuffing: Stuffing,
    target_signs_in: int | None = None,
    otherwise: Change | None = None,
) -> Played:
    """Play a history. `otherwise` makes it another one: so many others more or fewer, by week and place."""
    played, unnamed, named = Played(), dict.fromkeys(PLACES, 0), dict.fromkeys(PLACES, 0)
    for number, week in enumerate(weeks):
        own = stuffing(played.seen)
        for place in PLACES:
            unnamed[place] += week.came.get(place, 0)
            unnamed[place] -= min(unnamed[place], week.went.get(place, 0))
            turned = max(-named[place], min(week.named.get(place, 0), unnamed[place]))
            unnamed[place], named[place] = unnamed[place] - turned, named[place] + turned
        there = {place: unnamed[place] + (otherwise or {}).get((number, place), 0) for place in PLACES}
        there[TARGET] += own[0] + (target_signs_in is not None and number >= target_signs_in)
        shown = dict(named) | {TARGET: named[TARGET] + own[1]}
        employees = sum(unnamed.values()) // 2
        _release(played, week, policy, there, shown, own, employees)
    return played


def _release(
    played: Played,
    week: Week,
    policy: Policy,
    there: dict[str, int],
    shown: dict[str, int],
    own: tuple[int, int],
    employees: int,
) -> None:
    counts = {place: Count(shown[place], max(there[place], 0)) for place in PLACES}
    if week.rolled_up:
        counts[TARGET] += counts.pop(SUBSIDIARY)
    elsewhere = counts.pop(ELSEWHERE)
    employers = tuple(EmployerCount(key, key, count, key == "tiny") for key, count in counts.items())
    exact = ExactTally(employers, elsewhere, Count(0, employees))
    on = DAY + timedelta(weeks=len(played.releases))
    released = publishing.publish(exact, policy, on, played.releases[-1] if played.releases else None)
    roster = tuple((key, count.named) for key, count in counts.items())
    played.seen.append(Seen(released.tally, roster, own))
    played.unnamed.append({key: count.unnamed for key, count in counts.items()} | {ELSEWHERE: elsewhere.unnamed})
    played.releases.append(released)


def no_stuffing(_: list[Seen]) -> tuple[int, int]:
    return 0, 0


def all_at_once(accounts: int) -> Stuffing:
    return lambda seen: (accounts, 0)


def walking(accounts: int) -> Stuffing:
    """One account more before each release until the figure moves; then to one short of where it moves again."""

    def stuff(seen: list[Seen]) -> tuple[int, int]:
        figures = [each.hidden(TARGET) for each in seen]
        moves = [n for n in range(1, len(seen)) if figures[n] != figures[n - 1]]
        if not moves:
            return min(len(seen), accounts), 0
        return min(seen[moves[-1]].own[0] + min(4, len(seen) - moves[-1]), accounts), 0

    return stuff


def rocking(accounts: int) -> Stuffing:
    """All accounts come and go in turn, one fewer each time: every distance is tried."""
    return lambda seen: ((accounts - len(seen) // 2) % (accounts + 1) if len(seen) % 2 else 0, 0)


def naming(accounts: int) -> Stuffing:
    """The accounts show their names one by one."""
    return lambda seen: (0, min(len(seen), accounts))


STUFFINGS: dict[str, Callable[[int], Stuffing]] = {
    "all at once": all_at_once,
    "walking": walking,
    "rocking": rocking,
    "naming": naming,
}


def a_history(chance: random.Random, weeks: int, most: int = 15) -> list[Week]:
    """A lively petition: up to `most` others at each place come in a week, up to three leave or turn named or back."""
    history, rolled_up = [], False
    for number in range(weeks):
        rolled_up ^= chance.random() < 0.15
        first = number == 0
        came = {place: chance.randint(0, 40 if first else most) for place in PLACES} | {"tiny": chance.randint(0, 2)}
        if chance.random() < 0.3:
            came[SUBSIDIARY] = chance.randint(0, 4)
        went = {place: chance.randint(0, 3) for place in PLACES}
        named = {place: chance.choice((0, 0, 1, 2, -1)) for place in PLACES}
        history.append(Week(came, went, named, rolled_up))
    return history


def a_quiet_history(chance: random.Random, weeks: int) -> list[Week]:
    """Enough others signed at first for a row, and then nobody did anything."""
    came = {place: chance.randint(15, 60) for place in PLACES}
    nothing: dict[str, int] = {}
    return [Week(came, nothing, nothing, False), *(Week(nothing, nothing, nothing, False) for _ in range(weeks - 1))]
