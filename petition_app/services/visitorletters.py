"""Letters that visitors ask for: whoever knows the form can cause them, to any address, so only so many leave in an
hour."""

from __future__ import annotations

from collections.abc import Iterable

from petition_app.domain.events import Action
from petition_app.domain.throttle import HOUR, Limit
from petition_app.services import audit, throttling
from petition_app.services.work import Work

KINDS = ("confirmation", "already_on_record")
_EVERYBODY = "everybody"


def room(work: Work) -> int:
    """How many more may leave in this hour, from all processes together."""
    return throttling.left(work, _hourly(work), _EVERYBODY)


def count(work: Work, kinds: Iterable[str]) -> None:
    """Count what leaves now. The audit log tells once in an hour that the rest waits."""
    letters, limit = sum(kind in KINDS for kind in kinds), _hourly(work)
    if letters and throttling.hit(work, limit, _EVERYBODY, letters) >= limit.most:
        audit.record(work, Action.LETTERS_WAIT, letters=limit.most)


def _hourly(work: Work) -> Limit:
    return Limit("letters-of-visitors", work.settings.confirmations_an_hour, HOUR)
