"""How many were challenged, held or turned away because very many signed from one network: figures alone, for
organisers, so that what a limit does is never silent."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, func, select

from petition_app.domain.burst import HOURS_A_DAY, LEAST_SHOWN, Kind, hour_of
from petition_app.models import HourCount
from petition_app.services.work import Work

_KINDS = (Kind.CHALLENGED, Kind.HELD, Kind.TURNED_AWAY)


@dataclass(frozen=True)
class Crowded:
    """How often in this hour and in the last 24; fewer than five are told as none. A signer whose browser was asked
    twice is counted twice."""

    kind: Kind
    this_hour: int
    last_day: int


def crowded(work: Work, petition: UUID) -> tuple[Crowded, ...]:
    """What there was of it, in the order in which it meets signers; nothing where there was next to none."""
    hour = hour_of(int(work.now.timestamp()))
    count = HourCount.signatures
    query = (
        select(HourCount.kind, func.sum(case((HourCount.hour == hour, count), else_=0)), func.sum(count))
        .where(HourCount.petition_id == petition, HourCount.kind.in_(_KINDS), HourCount.hour > hour - HOURS_A_DAY)
        .group_by(HourCount.kind)
    )
    found = {kind: Crowded(kind, _told(now), _told(day)) for kind, now, day in work.session.execute(query)}
    return tuple(found[kind] for kind in _KINDS if kind in found and found[kind].last_day)


def _told(number: int) -> int:
    return int(number) if number >= LEAST_SHOWN else 0
