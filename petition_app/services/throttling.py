"""Counting tries against the limits of `domain/throttle.py`, in the database, so that all processes share them."""

from __future__ import annotations

import ipaddress
from typing import Any

from sqlalchemy import delete, select

from petition_app.domain.throttle import DAY, Limit, window_start
from petition_app.models import Hit
from petition_app.security.tokens import one_way
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work


def _build(insert: Any) -> Any:
    new = insert(table(Hit))
    return new.on_conflict_do_update(
        index_elements=("key", "window_start"), set_={"hits": table(Hit).c.hits + new.excluded.hits}
    ).returning(table(Hit).c.hits)


_ADD = Upsert(_build)


def hit(work: Work, limit: Limit, who: str) -> int:
    """Count one try of `who` and return how many there were in this window. Who it was is kept only as a keyed hash
    that changes every day (or, for windows longer than that, with each window)."""
    key, start = _place(work, limit, who)
    values = {"key": key, "window_start": start, "hits": 1, "ends_at": start + max(limit.seconds, DAY)}
    return int(work.connection.execute(_ADD.on(work), values).scalar_one())


def is_used_up(work: Work, limit: Limit, who: str) -> bool:
    """Whether `who` has no try left in this window. Counts nothing: for limits on tries that failed."""
    key, start = _place(work, limit, who)
    query = select(Hit.count).where(Hit.key == key, Hit.window == start)
    return (work.session.scalar(query) or 0) >= limit.most


def _place(work: Work, limit: Limit, who: str) -> tuple[bytes, int]:
    """The key and the window under which the tries of `who` are counted now."""
    start = window_start(limit, int(work.now.timestamp()))
    return one_way(work.keys.form, f"hit:{limit.name}:{start // max(limit.seconds, DAY)}:{who}"), start


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
    work.session.execute(delete(Hit).where(Hit.ends_at < int(work.now.timestamp())))
