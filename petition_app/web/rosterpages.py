"""Going through the roster page by page: an address says after which line to go on, so no page is ever skipped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for

from petition_app.services.roster import Signatory
from petition_app.web.tries import count_page_of_list

SIGNATORIES_ON_A_PAGE = 50


def place_asked_for() -> tuple[Signatory | None, int]:
    """The line after which to go on, as `next_page` wrote it; nonsense is the beginning. Raises ListIsReadTooFast."""
    given = request.args
    seen = given.get("seen", 1, type=int)
    if not given.get("after_employer", "") + given.get("after_name", "") + given.get("after_title", ""):
        return None, 1
    count_page_of_list()
    name, title, employer = (given.get(f"after_{part}", "").replace("\0", "") for part in ("name", "title", "employer"))
    return Signatory(name, title, employer), min(max(seen, 1), 10_000)


def next_page(
    endpoint: str,
    lines: Sequence[Signatory],
    after: Signatory | None,
    seen: int,
    anchor: str | None = None,
    **values: Any,
) -> str | None:
    """The address of the lines after the first page of `lines`, if there are more; `values` are those of its route."""
    if len(lines) <= SIGNATORIES_ON_A_PAGE:
        return None
    shown = lines[:SIGNATORIES_ON_A_PAGE]
    last = shown[-1]
    repeated = sum(1 for line in shown if line == last) + (seen if last == after else 0)
    return url_for(
        endpoint,
        after_employer=last.employer,
        after_name=last.name,
        after_title=last.title,
        seen=repeated,
        _anchor=anchor,
        **values,
    )
