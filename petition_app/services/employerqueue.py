"""The review queue: what signers typed that means no employer yet, most frequent first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, TextClause, func, literal, select, tuple_

from petition_app.domain.employer import Conclusion, read
from petition_app.domain.said import Said
from petition_app.models import UNDECIDED, Spelling, TallyCounter
from petition_app.services.counting import LOOKED_AT
from petition_app.services.employersuggesting import Suggester, Suggestion
from petition_app.services.work import Work

PAGE = 25
_Condition = ColumnElement[bool] | TextClause


@dataclass(frozen=True)
class Place:
    """Where a page begins or ends. What has not changed since is on exactly one of two neighbouring pages."""

    waiting: int
    id: UUID


@dataclass(frozen=True)
class QueueLine:
    """A text as typed, how many confirmed and held signatures have it, and what helps to decide what it means."""

    id: UUID
    text: str
    signatures: int
    why: str
    hints: tuple[Said, ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class QueuePage:
    """`waiting` is how many texts wait in all, `found` how many of them fit the search; `employers` are names by slug,
    in the order of names."""

    lines: tuple[QueueLine, ...]
    waiting: int
    found: int
    newer: Place | None
    older: Place | None
    employers: Mapping[str, str]


def page(
    work: Work, petition: UUID, search: str = "", *, after: Place | None = None, before: Place | None = None
) -> QueuePage:
    """The first page, or the one that follows `after`, or the one that leads up to `before`."""
    wanted = [*_waits(petition), *_fits(search)]
    query = select(*_COLUMNS).where(*wanted)
    if before:
        rows = _rows(work, query.where(_place() > _value(before)).order_by(Spelling.waiting, Spelling.id))
        shown = rows[:PAGE][::-1]
        newer, older = len(rows) > PAGE, True
    else:
        query = query.where(_place() < _value(after)) if after else query
        rows = _rows(work, query.order_by(Spelling.waiting.desc(), Spelling.id.desc()))
        shown = rows[:PAGE]
        newer, older = after is not None, len(rows) > PAGE
    waiting = _count(work, _waits(petition))
    found = waiting
    if search:
        # Whoever finds little is not made to wait for the texts to be gone through once more.
        found = _count(work, wanted) if newer or older else len(shown)
    return _page(work, petition, shown, waiting, found, newer, older)


def page_of(work: Work, petition: UUID, spellings: Collection[UUID]) -> QueuePage:
    """These texts, as far as they still wait: the page of somebody who is choosing."""
    rows = _rows(work, select(*_COLUMNS).where(*_waits(petition), Spelling.id.in_(spellings)), most=len(spellings))
    rows = sorted(rows, key=lambda row: (row.waiting, row.id), reverse=True)
    waiting = _count(work, _waits(petition))
    return _page(work, petition, rows, waiting, waiting, False, False)


def waiting(work: Work, petition: UUID) -> int:
    """How many texts wait."""
    return _count(work, _waits(petition))


def signatures(work: Work, petition: UUID, spellings: Iterable[UUID]) -> dict[UUID, int]:
    """How many confirmed and held signatures each of these texts has, exactly."""
    query = (
        select(TallyCounter.spelling_id, func.sum(TallyCounter.signatures).label("signatures"))
        .where(
            TallyCounter.petition_id == petition, TallyCounter.spelling_id.in_(list(spellings)),
            TallyCounter.status.in_(LOOKED_AT),
        )
        .group_by(TallyCounter.spelling_id)
    )  # fmt: skip
    return {row.spelling_id: int(row.signatures) for row in work.session.execute(query)}


_COLUMNS = (Spelling.id, Spelling.text, Spelling.name_key, Spelling.is_former, Spelling.reason, Spelling.detail,
            Spelling.waiting)  # fmt: skip


def _waits(petition: UUID) -> list[_Condition]:
    """What nobody has decided and somebody has confirmed: what is only waiting for its signer may be anybody's joke."""
    return [Spelling.petition_id == petition, UNDECIDED, Spelling.waiting > 0]


def _fits(search: str) -> list[ColumnElement[bool]]:
    if not search:
        return []
    key = read(search).key
    return [(Spelling.name_key if key else Spelling.text).contains(key or search, autoescape=True)]


def _place() -> Any:
    return tuple_(Spelling.waiting, Spelling.id)


def _value(place: Place) -> Any:
    return tuple_(literal(place.waiting), literal(place.id, Spelling.id.type))


def _rows(work: Work, query: Any, most: int = PAGE + 1) -> Sequence[Any]:
    return work.session.execute(query.limit(most)).all()


def _count(work: Work, wanted: Iterable[_Condition]) -> int:
    return work.session.scalar(select(func.count()).select_from(Spelling).where(*wanted)) or 0


def _page(
    work: Work, petition: UUID, rows: Sequence[Any], waiting: int, found: int, newer: bool, older: bool
) -> QueuePage:
    suggester = Suggester.of(work, petition)
    counted = signatures(work, petition, [row.id for row in rows])
    lines = tuple(_line(row, counted.get(row.id, 0), suggester) for row in rows)
    ends = [Place(row.waiting, row.id) for row in (*rows[:1], *rows[-1:])]
    return QueuePage(
        lines, waiting, found, ends[0] if newer and ends else None, ends[-1] if older and ends else None,
        dict(sorted(suggester.shown.items(), key=lambda each: each[1].casefold())),
    )  # fmt: skip


def _line(row: Any, counted: int, suggester: Suggester) -> QueueLine:
    why = Conclusion(None, row.is_former, row.reason, row.detail).sentence
    hints = tuple(suggester.hints(row.text))
    return QueueLine(row.id, row.text, counted, why, hints, suggester.suggestions(row.text))
