"""Pages of the list of signatories with a million signatures, on SQLite: the newest, one far back, and searches."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text

from bench.measure import RUNS, Rate, Result, compared, per_second
from bench.queue import reading
from bench.registry import benchmark
from bench.site import site
from petition_app.database import begin_reading, begin_work
from petition_app.domain.employer import Reason
from petition_app.domain.listsearch.folding import searchable
from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status
from petition_app.models import Signature, Spelling
from petition_app.services import searchterms, signatories
from petition_app.services.upsert import table
from petition_app.services.work import OPERATOR, Work

SIGNATURES, TEXTS, DAYS, NAMED_ONE_IN = 1_000_000, 20_000, 100, 20
FIRST_DAY = date(2026, 8, 1)
_AT_ONCE = 20_000
_MEMORY_TO_FILL, _USUAL_MEMORY = 1_000_000, 2_000
#: What organisers search for, from what nearly all fit to what nobody does.
SEARCHES = (
    "", "ada", '"rare name"', "google", "nobody-has-this", "firm 19999", "employer:google", "@mail7.example",
    "@nowhere.example", "state:held", "state:confirmed relation:former", "proof:document", "role:executive",
    "signed:2026-08-03..2026-08-05", "confirmed:2026-08", "over-limit:yes state:held", "-state:confirmed",
    "employer:google state:held proof:mailbox", "ada -google signed:>=2026-09-01",
)  # fmt: skip


@benchmark("list")
def pages() -> Result:
    """Pages a second over all searches, beside transactions that only ask for one number."""
    with filled() as petition:
        measured = _rate(petition, SEARCHES)
        floor = reading(lambda work: work.session.execute(text("SELECT 1")).scalar())
    return compared("list", "pages/s", measured, floor)


@benchmark("list_slowest")
def slowest() -> Result:
    """The slowest of the searches alone."""
    with filled() as petition:
        rates = [_rate(petition, (query,)) for query in SEARCHES]
        floor = reading(lambda work: work.session.execute(text("SELECT 1")).scalar())
    return compared("list slowest", "pages/s", min(rates, key=lambda each: each.value), floor)


def _rate(petition: UUID, queries: tuple[str, ...]) -> Rate:
    def rounds() -> None:
        for query in queries:
            page(petition, query)

    rounds()
    return per_second(rounds, len(queries), RUNS)


def page(petition: UUID, query: str) -> None:
    """A first page and, where there is one, the next."""
    with begin_reading(OPERATOR) as work:
        found = searchterms.understand(work, petition, query)
        signatories.search(work, found.meant)


@contextmanager
def filled() -> Iterator[UUID]:
    """The seeded petition of a site that is deleted afterwards, with a million signatures."""
    with site() as petition:
        fill(petition)
        yield petition


def fill(petition: UUID) -> None:
    with begin_work(OPERATOR) as work:
        google = _employer(work, petition)
        texts = [_typed(work, petition, f"firm {each}", None) for each in range(TEXTS)]
        texts += [_typed(work, petition, "google role", google)]
        work.connection.execute(insert(table(Spelling)), texts)
    chance, spellings = random.Random(20161213), [row["id"] for row in texts]
    for start in range(0, SIGNATURES, _AT_ONCE):
        with begin_work(OPERATOR) as work:
            _take_memory(work, _MEMORY_TO_FILL)
            rows = [_signature(work, petition, chance, spellings, start + each) for each in range(_AT_ONCE)]
            work.connection.execute(insert(table(Signature)), rows)
            _take_memory(work, _USUAL_MEMORY)


def _take_memory(work: Work, kilobytes: int) -> None:
    """Filling is no part of what is measured: with its indexes in memory it takes minutes instead of an hour."""
    if work.is_sqlite:
        work.connection.execute(text(f"PRAGMA cache_size=-{kilobytes}"))


def _employer(work: Work, petition: UUID) -> UUID:
    query = text("SELECT id FROM employer WHERE slug = 'google' AND petition_id = :petition")
    found: Any = work.session.execute(query, {"petition": petition.hex if work.is_sqlite else petition}).scalar_one()
    return found if isinstance(found, UUID) else UUID(found)


def _typed(work: Work, petition: UUID, words: str, employer: UUID | None) -> dict[str, Any]:
    reason = Reason.PART if employer else Reason.UNKNOWN
    return dict(id=work.new_id(), petition_id=petition, name_key=words, owner="", text=words, employer_id=employer,
                is_former=False, reason=reason, detail=words, waiting=0)  # fmt: skip


_Draw = Callable[[random.Random], Any]


def _one_in(number: int, rare: Any, usual: Any) -> _Draw:
    return lambda chance: rare if chance.randrange(number) == 0 else usual


_STATUS = _one_in(1000, Status.HELD, Status.CONFIRMED)
_RELATION = _one_in(50, Relation.FORMER, Relation.CURRENT)
_PROOF = _one_in(100_000, Proof.DOCUMENT, Proof.MAILBOX)
_BAND = _one_in(5_000, RoleBand.EXECUTIVE, RoleBand.ENGINEERING)
_FIRST = ("Ada", "Bo", "Cy", "Dee", "Eve", "Flo", "Gus", "Hal")


def _signature(work: Work, petition: UUID, chance: random.Random, spellings: list[UUID], number: int) -> dict[str, Any]:
    day = FIRST_DAY + timedelta(days=number * DAYS // SIGNATURES)
    name = f"{chance.choice(_FIRST)} Number{number}" if number % NAMED_ONE_IN == 0 else None
    name = "Rare Name" if number == SIGNATURES // 3 else name
    over = chance.randrange(2000) == 0
    return {
        "id": work.new_id(day), "petition_id": petition, "email_key": number.to_bytes(32),
        "domain_key": (number % 11).to_bytes(16), "status": _STATUS(chance), "relation": _RELATION(chance),
        "proof": _PROOF(chance), "role_band": _BAND(chance), "over_limit": over,
        "display": DisplayMode.NAME if name else DisplayMode.COUNTED, "public_name": name,
        "search_text": searchable(name, None),
        "spelling_id": spellings[-1] if number % 8 == 0 else spellings[number % TEXTS],
        "text_version": 1, "consent_version": 1, "consents": "count", "signed_on": day, "confirmed_on": day,
        "sealed": bytes(160), "own_copy": bytes(160), "receipt_hash": number.to_bytes(32), "revision": 0,
    }  # fmt: skip
