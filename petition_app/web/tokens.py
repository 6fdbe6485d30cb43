"""Form tokens: signed, with the time they were made, and bound to a purpose. No session and no cookie is needed."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from itsdangerous import BadSignature, URLSafeSerializer

from petition_app.database import Edge, edge
from petition_app.domain.refusals import FormIsStale
from petition_app.web.keeping import note_token, seconds_ahead

LONGEST = timedelta(hours=4)


def form_token(purpose: str, bound_to: str = "") -> str:
    """A token for a form of this purpose; `bound_to` is what it must not be used without, such as a session.

    Where the page may be kept for a moment, its time is the end of that moment: nobody gets a token that looks older
    than it is."""
    token = _serializer(edge().keys.form, purpose, bound_to).dumps(
        round(edge().clock().timestamp() + seconds_ahead(), 1)
    )
    text = token if isinstance(token, str) else token.decode()
    note_token(text)
    return text


def check_form_token(token: str | None, purpose: str, bound_to: str = "", least: timedelta = timedelta()) -> None:
    """Raises FormIsStale for a token that is forged, for something else, too old, or younger than `least`."""
    check_form_token_at(edge(), token, purpose, bound_to, least)


def check_form_token_at(here: Edge, token: str | None, purpose: str, bound_to: str, least: timedelta) -> None:
    """The same outside of a request."""
    try:
        made = datetime.fromtimestamp(_made(here.keys.form, purpose, bound_to, token or ""), tz=here.clock().tzinfo)
    except (BadSignature, TypeError, ValueError, OverflowError, OSError) as error:
        raise FormIsStale from error
    age = here.clock() - made
    # One of a page that is kept for a moment is ahead of the clock.
    if age > LONGEST or age < (least or timedelta(minutes=-5)):
        raise FormIsStale


@lru_cache(maxsize=1_000)
def _made(key: bytes, purpose: str, bound_to: str, token: str) -> float:
    """When a token was made, by what it says. Whoever got the form at the same moment has the same one."""
    return float(_serializer(key, purpose, bound_to).loads(token))


@lru_cache(maxsize=100)
def _serializer(key: bytes, purpose: str, bound_to: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=f"form:{purpose}:{bound_to}")
