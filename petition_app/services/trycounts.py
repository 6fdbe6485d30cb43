"""The tries of many people at once: read together, counted in memory, written together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from petition_app.models import Hit
from petition_app.services.statements import Lookup, Statement
from petition_app.services.throttling import Try
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work

_HIT = table(Hit)
#: The key and window of a row.
_Place = tuple[bytes, int]


def _build(insert: Any) -> Any:
    new = insert(_HIT)
    return new.on_conflict_do_update(
        index_elements=("key", "window_start"), set_={"hits": _HIT.c.hits + new.excluded.hits}
    )


_ADD = Statement(_build, "key", "window_start", "hits", "ends_at")
_HOLD = Upsert(lambda insert: _build(insert).returning(_HIT.c.key, _HIT.c.window_start, _HIT.c.hits))
_READ = Lookup(lambda keys: select(_HIT.c.key, _HIT.c.window_start, _HIT.c.hits).where(_HIT.c.key.in_(keys)))


class TryCounts:
    """`tries` are all that may be counted; nobody else counts them until this transaction ends."""

    def __init__(self, work: Work, tries: Iterable[Try]) -> None:
        self._work = work
        places = {each[:2]: each for each in tries}
        self._before = dict.fromkeys(places, 0)
        self._new: dict[_Place, int] = {}
        self._tries = places
        for key, start, hits in self._held([places[at] for at in sorted(places)]):
            if (at := (bytes(key), start)) in self._before:
                self._before[at] = hits

    def _held(self, tries: list[Try]) -> Any:
        # SQLite has one writer, which is us. Elsewhere adding nothing to a row holds it, and makes one where none is.
        if self._work.is_sqlite:
            return _READ.run(self._work, [each.key for each in tries])
        return self._work.connection.execute(_HOLD.on(self._work), [each.row(0) for each in tries])

    def next(self, tried: Try) -> int:
        """How many there will be in this window with the next one."""
        return self._before[tried[:2]] + self._new.get(tried[:2], 0) + 1

    def count(self, tried: Try) -> int:
        """Count one; how many there are now."""
        at = tried[:2]
        self._new[at] = now = self._new.get(at, 0) + 1
        return self._before[at] + now

    def are_within(self, tries: Iterable[Try]) -> bool:
        """Count one try against the limits in turn, up to the first that is passed: what that one stops does not use
        up the ones after it. True while none is passed."""
        return all(self.count(each) <= each.limit.most for each in tries)

    def write(self) -> None:
        if self._new:
            _ADD.run(self._work, [self._tries[at].row(self._new[at]) for at in sorted(self._new)])
