"""The way to a page of a search that no size of a petition makes slow.

What many fit is found among the first of the list. A condition that few signatures fulfil leads to them by its index.
Otherwise those that fit are looked for in the order of the list; after so many looked at, the search stops and says
where it can go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, literal, select, tuple_

from petition_app.models import Signature
from petition_app.services import searchsql
from petition_app.services.searchterms import Meant
from petition_app.services.work import Work

#: So many are looked at in the order of the list, at a microsecond each: before any index is asked, in a search, and
#: where somebody asks for more. Without words a third of that time is enough for each, and more are looked at.
AT_ONCE = 2_000
REACH = 20_000
FURTHER = 500_000
_WITHOUT_WORDS = 3

_NEWEST_FIRST = (Signature.signed_on.desc(), Signature.id.desc())
_OLDEST_FIRST = (Signature.signed_on, Signature.id)
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Place:
    """Of a signature in the list."""

    day: date
    id: UUID


@dataclass(frozen=True)
class Found:
    """The keys of those that fit, in the order looked for; and, where it stopped before the end, the key of the last
    one that was looked at and how many those were."""

    ids: list[UUID]
    stopped_at: UUID | None = None
    looked_at: int | None = None


@dataclass(frozen=True)
class _Way:
    """Through the list of a petition from a place on, until so many are found that fit."""

    work: Work
    meant: Meant
    place: Place | None
    most: int
    backwards: bool

    def in_order(self, reach: int | None) -> Found:
        """Of those in reach."""
        here = Signature.petition_id == self.meant.petition
        end = self._end(here, reach) if reach and self.meant.search.terms else None
        return Found(self._first(here, end), *((end.id, reach) if end else ()))

    def among(self, few: Any) -> Found:
        # All of the few are of the petition: asked for it once more, SQLite would go through all of the petition's.
        return Found(self._first(Signature.id.in_(few), None))

    def _first(self, which: Condition, end: Place | None) -> list[UUID]:
        query = select(Signature.id).where(which, *self._between(end), *searchsql.unindexed(self.meant))
        return list(self.work.session.scalars(query.order_by(*self._order()).limit(self.most)))

    def _end(self, here: Condition, reach: int) -> Place | None:
        """The last one in reach; none where there are no more. Read from the index alone."""
        query = select(Signature.signed_on, Signature.id).where(here, *self._between(None)).order_by(*self._order())
        rows = self.work.session.execute(query.offset(reach - 1).limit(2)).all()
        return Place(rows[0].signed_on, rows[0].id) if len(rows) > 1 else None

    def _between(self, end: Place | None) -> Iterator[Condition]:
        """One condition for each end: of two, SQLite may go by the wider one."""
        first, last = searchsql.days(self.meant)
        above, below = (self.place, end) if self.backwards else (end, self.place)
        if above and (first is None or above.day >= first):
            yield _position() > _of(above) if self.backwards else _position() >= _of(above)
        elif first:
            yield Signature.signed_on >= first
        if below and (last is None or below.day <= last):
            yield _position() <= _of(below) if self.backwards else _position() < _of(below)
        elif last:
            yield Signature.signed_on <= last

    def _order(self) -> tuple[Any, ...]:
        return _OLDEST_FIRST if self.backwards else _NEWEST_FIRST


def page_ids(
    work: Work, meant: Meant, place: Place | None, most: int, *, reach: int | None, backwards: bool = False
) -> Found:
    """The first signatures that fit after (or, backwards, before) a place in the list. `reach`: how many may be looked
    at where no condition leads to few; None for all there are."""
    way = _Way(work, meant, place, most, backwards)
    if reach:
        found = way.in_order(min(AT_ONCE, reach))
        if len(found.ids) == most or found.stopped_at is None:
            return found
        reach *= 1 if searchsql.has_words(meant) else _WITHOUT_WORDS
    few = searchsql.few(work, meant)
    return way.in_order(reach) if few is None else way.among(few)


def _position() -> Any:
    return tuple_(Signature.signed_on, Signature.id)


def _of(place: Place) -> Any:
    return tuple_(literal(place.day, Signature.signed_on.type), literal(place.id, Signature.id.type))
