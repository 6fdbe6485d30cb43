"""The counters of the test petition, never handed out before they have been held against the rows."""

from __future__ import annotations

from collections import Counter

from petition_app.database import begin_reading
from petition_app.domain.signature import Status
from petition_app.services import counting, petitions, tallies
from petition_app.services.counting import Cell
from petition_app.services.work import OPERATOR
from tests.builders import SLUG


def cells() -> dict[Cell, int]:
    """Each counter above zero, by its cell."""
    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG).id
        found = counting.counted(work, petition)
        assert found == counting.recount(work, petition)
        confirmed = sum(number for cell, number in found.items() if cell.status is Status.CONFIRMED)
        assert sum(number for _, number in tallies.by_day(work, petition)) == confirmed
    return found


def by_status() -> Counter[Status]:
    """How many signatures there are of each status."""
    found: Counter[Status] = Counter()
    for cell, number in cells().items():
        found[cell.status] += number
    return found
