"""Telling owners by letter when very many sign within an hour with addresses at one mail domain."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from petition_app.domain.burst import HOURS_A_DAY, Kind, hour_of
from petition_app.domain.events import Action
from petition_app.domain.happening import Happening
from petition_app.domain.throttle import NEW_AT_DOMAIN
from petition_app.models import HourCount
from petition_app.services import audit, teamletters, throttling
from petition_app.services.work import WORKER, Begin


def tell_of_floods(begin: Begin) -> int:
    """A letter to the owners for each domain that passed the limit in this hour or the one before, at most one a day of
    each; returns of how many. It says neither which petition nor which domain."""
    with begin(WORKER) as work:
        hour = hour_of(int(work.now.timestamp()))
        query = select(HourCount.petition_id, HourCount.key, HourCount.hour, HourCount.signatures).where(
            HourCount.hour.in_((hour - 1, hour)),
            HourCount.kind == Kind.DOMAIN,
            HourCount.signatures > NEW_AT_DOMAIN.most,
        )
        told = 0
        for petition, key, at, signatures in work.session.execute(query.order_by(HourCount.petition_id, HourCount.key)):
            # The hour before may have been yesterday's.
            what = f"many at one domain:{petition}:{key.hex()}:{at // HOURS_A_DAY}"
            if throttling.is_first(work, what, work.now + timedelta(days=2)):
                audit.record(work, Action.MANY_AT_ONE_DOMAIN, petition, signatures=signatures)
                teamletters.tell_owners(work, petition, Happening.MANY_AT_ONE_DOMAIN)
                told += 1
        return told
