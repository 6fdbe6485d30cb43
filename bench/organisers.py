"""The organisers' list and its search box where very many have signed: the slowest page of all that are asked for,
beside a transaction that asks for one number. On SQLite, or on the PostgreSQL that BENCH_DATABASE_URL names."""

from __future__ import annotations

import os
import random
import statistics
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from bench.filled import filled, stored_keys
from bench.measure import RUNS, Result, by_the_clock
from bench.registry import benchmark
from bench.signatories import page
from bench.sizes import rows
from petition_app.database import begin_reading
from petition_app.domain.listsearch.folding import searchable
from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status
from petition_app.services.work import OPERATOR, Work

_QUICK = 100_000
_FIRST_DAY = date(2026, 8, 1)
#: What the list is narrowed by without a word.
_LISTS = (
    "", "employer:google", "@mail7.example", "state:held", "-state:confirmed", "state:confirmed relation:former",
    "proof:document", "-proof:mailbox", "role:executive", "signed:2026-08-03..2026-08-05", "confirmed:2026-08",
    "over-limit:yes state:held", "employer:google state:held proof:mailbox", "changed:yes", "changed:no",
)  # fmt: skip
#: Words: that many have, few, one, nobody; of one letter and two; of names, employers and both; with other conditions.
_SEARCHES = (
    "ada", '"rare qwertz"', "qwertz", "nobody-has-this", "berlin", "chastr", "a", "zq", "an", "firm", "firm 1999",
    "ada firm", "ada google", "qwertz google", "linson state:held", "ada state:held", "nobody-has-this state:confirmed",
    "ada -state:confirmed", "ada signed:2026-08-03", "nobody-has-this signed:2026-08", "ada -firm",
)  # fmt: skip
_SYLLABLES = (
    "an ber cho da el fu gar hin is jo ka lo mar ni os pe qui ro sa ta ul vi wen xi yo za sch str lin son"
).split()


@benchmark("organiser_list_at_10m", at_most=50)
def lists() -> Result:
    """Milliseconds of the slowest first page of the organisers' list, of all ways to narrow it without a word."""
    return _slowest("organiser_list_at_10m", _LISTS)


@benchmark("search_at_1m", at_most=50)
def searches() -> Result:
    """Milliseconds of the slowest search for words in the organisers' list, common, rare and had by nobody."""
    return _slowest("search_at_1m", _SEARCHES)


def _slowest(name: str, queries: Sequence[str]) -> Result:
    with filled(rows(_QUICK), os.environ.get("BENCH_DATABASE_URL"), varied) as petition:
        took = {query: _middle([by_the_clock(lambda q=query: page(petition, q)) for _ in range(RUNS + 1)][1:])  # type: ignore[misc]
                for query in queries}  # fmt: skip
        floor = _middle([by_the_clock(_one_number) for _ in range(RUNS + 1)][1:])[0]
    for query, (middle, _) in took.items():
        print(f"{middle:8.1f} ms  {query}", file=sys.stderr)
    middle, spread = max(took.values())
    return Result(name, "ms", middle, spread, floor, middle / floor)


def _middle(seconds: list[float]) -> tuple[float, float]:
    """The median in milliseconds, and how far they lie apart as a share of it."""
    middle = statistics.median(seconds)
    return middle * 1000, (max(seconds) - min(seconds)) / middle


def _one_number() -> None:
    with begin_reading(OPERATOR) as work:
        work.session.execute(text("SELECT 1")).scalar()


def varied(work: Work, petition: UUID, spellings: list[UUID], _: Any, number: int) -> tuple[Any, ...]:
    """Every second signer with a name, some waiting, held or unusual, a hundred thousand a day."""
    chance, stored = random.Random(number), stored_keys(work)
    day = _FIRST_DAY + timedelta(days=number // 100_000)
    name, status = _name(chance, number), _status(chance)
    spelling = spellings[chance.randrange(len(spellings))]
    return (
        stored(work.new_id(day)), stored(petition), number.to_bytes(32), (number % 11).to_bytes(16), status.value,
        _one_in(chance, 50, Relation.FORMER, Relation.CURRENT).value,
        _one_in(chance, 100_000, Proof.DOCUMENT, Proof.MAILBOX).value,
        (DisplayMode.NAME if name else DisplayMode.COUNTED).value,
        _one_in(chance, 5_000, RoleBand.EXECUTIVE, RoleBand.ENGINEERING).value,
        stored(spelling), "Firm", name, searchable(name, None), 1, 1, "count",
        chance.randrange(2_000) == 0, int(chance.randrange(20_000) == 0), day.isoformat(),
        day.isoformat() if status is not Status.PENDING else None, number.to_bytes(32), bytes(160),
    )  # fmt: skip


def _name(chance: random.Random, number: int) -> str | None:
    if number == 33_333:
        return "Rare Qwertz"
    if number % 2:
        return None
    first = "Ada" if chance.randrange(500) == 0 else "".join(chance.choices(_SYLLABLES, k=2)).title()
    return f"{first} {''.join(chance.choices(_SYLLABLES, k=3)).title()}"


def _status(chance: random.Random) -> Status:
    status: Status = _one_in(chance, 1_000, Status.HELD, _one_in(chance, 50, Status.PENDING, Status.CONFIRMED))
    return status


def _one_in(chance: random.Random, number: int, rare: Any, usual: Any) -> Any:
    return rare if chance.randrange(number) == 0 else usual
