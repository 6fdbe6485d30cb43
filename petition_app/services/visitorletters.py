"""Letters that visitors ask for: whoever knows the form can cause them, to any address, so only so many leave in an
hour."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import partial

from petition_app.domain.events import Action
from petition_app.domain.throttle import HOUR, Limit
from petition_app.services import audit, throttling
from petition_app.services.work import Work

KINDS = ("confirmation", "already_on_record")
_EVERYBODY = "everybody"
_RANK = 30


def room(work: Work) -> int:
    """How many more may leave in this hour, from all processes together."""
    return throttling.left(work, _hourly(work), _EVERYBODY)


def count(work: Work, kinds: Iterable[str]) -> None:
    """Count what leaves now, last of all in the transaction: every worker counts in the same row. The audit log tells
    once in an hour that the rest waits."""
    letters = sum(kind in KINDS for kind in kinds)
    if letters:
        rank = next(rank for rank in itertools.count(_RANK) if rank not in work.before_commit)
        work.before_commit[rank] = partial(_count, work, letters)


def _count(work: Work, letters: int) -> None:
    limit = _hourly(work)
    if throttling.hit(work, limit, _EVERYBODY, letters) >= limit.most:
        audit.record(work, Action.LETTERS_WAIT, letters=limit.most)


def _hourly(work: Work) -> Limit:
    return Limit("letters-of-visitors", work.settings.confirmations_an_hour, HOUR)
