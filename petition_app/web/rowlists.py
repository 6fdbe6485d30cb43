"""The rows a page showed, signed into its form: only what was seen can be changed, and only as it was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from petition_app.database import edge
from petition_app.domain.refusals import FormIsStale, Refusal
from petition_app.domain.signature import Status
from petition_app.services.bulkchanges import Seen
from petition_app.services.signatories import SignatoryLine
from petition_app.web.tokens import LONGEST


class WereNotShown(Refusal):
    sentence = "Some of these were not on the page you were shown, so nothing was done. Please choose once more."


def sign_rows(lines: Iterable[SignatoryLine], petition: UUID, bound_to: str) -> str:
    """The list for a form of this petition and this session."""
    rows = [[each.id.hex, each.status.value, each.revision] for each in lines]
    return _serializer(petition, bound_to).dumps([int(edge().clock().timestamp()), rows])


def chosen_rows(signed: str | None, petition: UUID, bound_to: str, chosen: Sequence[str] | None) -> list[Seen]:
    """Those of the signed list that were chosen, or all of it. Raises FormIsStale where the list is forged, for
    something else or too old, and WereNotShown where anything else was chosen."""
    try:
        made, rows = _serializer(petition, bound_to).loads(signed or "")
    except (BadSignature, ValueError) as error:
        raise FormIsStale from error
    if edge().clock() - datetime.fromtimestamp(made, UTC) > LONGEST:
        raise FormIsStale
    seen = {str(UUID(key)): Seen(UUID(key), Status(status), revision) for key, status, revision in rows}
    if chosen is None:
        return list(seen.values())
    if not set(chosen) <= seen.keys():
        raise WereNotShown
    return [seen[key] for key in dict.fromkeys(chosen)]


def _serializer(petition: UUID, bound_to: str) -> URLSafeSerializer:
    return URLSafeSerializer(edge().keys.form, salt=f"rows:{petition}:{bound_to}")
