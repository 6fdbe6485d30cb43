"""Counting tries against the limits of `domain/throttle.py`, in the database, so that all processes share them."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zlib import crc32

from sqlalchemy import bindparam, case, delete, select

from petition_app.domain.throttle import DAY, Limit, window_start
from petition_app.models import Hit
from petition_app.security.tokens import one_way
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Desk, Work


def _build(insert: Any) -> Any:
    new = insert(table(Hit))
    return new.on_conflict_do_update(
        index_elements=("key", "window_start"), set_={"hits": table(Hit).c.hits + new.excluded.hits}
    ).returning(table(Hit).c.hits, table(Hit).c.key)


_ADD = Upsert(_build)


def hit(work: Work, limit: Limit, who: str, times: int = 1) -> int:
    """Count a try of `who`, or so many, and return how many there were in this window. Who it was is kept only as a
    keyed hash that changes every day (or, for windows longer than that, with each window)."""
    values = Try.of(work.desk, limit, who).row(times)
    return int(work.connection.execute(_ADD.on(work), values).scalar_one())


def is_first(work: Work, what: str, until: datetime) -> bool:
    """Whether `what` is seen for the first time: of two transactions at once, for one of them. Known `until` then."""
    ends_at = int(until.timestamp())
    values = {"key": _key_of_any_day(work, f"once:{what}"), "window_start": 0, "hits": 1, "ends_at": ends_at}
    return int(work.connection.execute(_ADD.on(work), values).scalar_one()) == 1


def is_used_up(work: Work, limit: Limit, who: str) -> bool:
    """Whether `who` has no try left in this window. Counts nothing: for limits on tries that failed."""
    return left(work, limit, who) == 0


def left(work: Work, limit: Limit, who: str) -> int:
    """How many tries `who` has left in this window. Counts nothing."""
    tried = Try.of(work.desk, limit, who)
    query = select(Hit.count).where(Hit.key == tried.key, Hit.window == tried.start)
    return max(0, limit.most - (work.session.scalar(query) or 0))


class Try(NamedTuple):
    """Where the tries of somebody are counted now. Sorted order is the order in which rows are locked.

    A key begins with the day on which it is forgotten, so that what is over is found without an index of its own; what
    one person is counted among lies side by side, by the first word of the limits' names."""

    key: bytes
    start: int
    limit: Limit

    @classmethod
    def of(cls, desk: Desk, limit: Limit, who: str) -> Try:
        start, kept = window_start(limit, int(desk.now.timestamp())), max(limit.seconds, DAY)
        who_then = one_way(desk.keys.form, f"hit:{limit.family}:{start // kept}:{who}")
        return cls(_forgotten_on(start + kept) + who_then[:_WHO_BYTES] + _tag(limit), start, limit)

    def row(self, times: int) -> dict[str, Any]:
        ends_at = self.start + max(self.limit.seconds, DAY)
        return {"key": self.key, "window_start": self.start, "hits": times, "ends_at": ends_at}


_DAY_BYTES, _WHO_BYTES = 4, 12
# Of what is forgotten on a day that may still move.
_ANY_DAY = b"\xff" * _DAY_BYTES


def _forgotten_on(second: int) -> bytes:
    return (second // DAY).to_bytes(_DAY_BYTES)


def _tag(limit: Limit) -> bytes:
    return crc32(limit.name.encode()).to_bytes(4)


def _key_of_any_day(work: Work, what: str) -> bytes:
    return _ANY_DAY + one_way(work.keys.form, what)[len(_ANY_DAY) :]


def within(work: Work, limits: tuple[Limit, ...], who: str) -> bool:
    """Count one try against the limits in turn, up to the first that is passed: what that one stops does not use up
    the ones after it. True while none is passed."""
    return all(hit(work, limit, who) <= limit.most for limit in limits)


def network_of(address: str | None) -> str:
    """What counts as one visitor: the IPv4 address, or the /64 of an IPv6 address."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def forget_old_tries(work: Work) -> None:
    now = int(work.now.timestamp())
    for may_be_over in (Hit.key < _forgotten_on(now + DAY), Hit.key >= _ANY_DAY):
        work.session.execute(delete(Hit).where(may_be_over, Hit.ends_at < now))


@dataclass(frozen=True)
class Streak:
    """How many failures there were in a row, and when the last one was, in seconds since 1970."""

    length: int
    last: int


def _build_streak(insert: Any) -> Any:
    new, kept = insert(table(Hit)), table(Hit).c
    longer = case((kept.ends_at < bindparam("now"), 1), else_=kept.hits + 1)
    return new.on_conflict_do_update(
        index_elements=("key", "window_start"), set_={"hits": longer, "ends_at": new.excluded.ends_at}
    )


_LENGTHEN = Upsert(_build_streak)


def lengthen(work: Work, who: str, kept: int) -> None:
    """One more failure in a row of `who`; the row is forgotten so many seconds after the last."""
    now = int(work.now.timestamp())
    values = {"key": _streak_key(work, who), "window_start": 0, "hits": 1, "ends_at": now + kept, "now": now}
    work.connection.execute(_LENGTHEN.on(work), values)


def streak(work: Work, who: str, kept: int) -> Streak:
    query = select(Hit.count, Hit.ends_at).where(Hit.key == _streak_key(work, who), Hit.window == 0)
    found = work.session.execute(query.where(Hit.ends_at >= int(work.now.timestamp()))).one_or_none()
    return Streak(found[0], found[1] - kept) if found else Streak(0, 0)


def end_streak(work: Work, who: str) -> None:
    work.session.execute(delete(Hit).where(Hit.key == _streak_key(work, who), Hit.window == 0))


def _streak_key(work: Work, who: str) -> bytes:
    return _key_of_any_day(work, f"streak:{who}")
