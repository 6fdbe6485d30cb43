"""Limits on what a network does: tries at secrets that can be typed, and pages of a public list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import LinkIsSpent, ListIsReadTooFast, ReceiptIsUnknown, TooManyTries
from petition_app.domain.throttle import LIST_PAGES, SECRET_TRIES, seconds_left
from petition_app.services import throttling
from petition_app.web.guards import visitor, visitor_network


@contextmanager
def limited_tries() -> Iterator[None]:
    """Around a try. Only failures count: behind one address there may be a whole office of honest people.

    Raises TooManyTries where there were too many already.
    """
    network = visitor_network()
    with begin_reading(visitor()) as work:
        if throttling.is_used_up(work, SECRET_TRIES, network):
            raise TooManyTries
    try:
        yield
    except (LinkIsSpent, ReceiptIsUnknown):
        # The try's own transaction is gone by now; this one keeps the count.
        with begin_work(visitor()) as work:
            throttling.hit(work, SECRET_TRIES, network)
        raise


def count_page_of_list() -> None:
    """Count a page beyond the first of a list that everybody may read: whoever copies the whole of it goes slowly.

    Raises ListIsReadTooFast.
    """
    with begin_work(visitor()) as work:
        if not throttling.within(work, (LIST_PAGES,), visitor_network()):
            raise ListIsReadTooFast(seconds_left(LIST_PAGES, int(work.now.timestamp())))
