"""Which answers are the same for everybody, so that they may be kept: by browsers for a minute, by the front for a
moment (see web/front.py). It is said on the view, and a form in such a page gets a token that fits."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, has_request_context, request

from petition_app.database import edge

View = TypeVar("View", bound=Callable[..., Any])

#: Seconds for which the front may give the same answer.
A_MOMENT, FOR_GOOD = 1.0, math.inf
#: A browser or proxy may show it for a minute, for two more while it fetches a newer one, and for five where the
#: server is out of reach.
A_MINUTE = "public, max-age=60, stale-while-revalidate=120, stale-if-error=300"
#: A browser that asks whether its page is still right gets a new form at least this often, well before the token of
#: its old one is stale.
_NEW_FORM_EVERY = 3600
_TOKENS = "petition.form tokens"


def kept(view: View) -> View:
    """What this answers to an address without a query is for everybody: no cookie, header or network plays a part in
    it, but the wish for a language where `Vary` says so."""
    view.kept_for = A_MOMENT  # type: ignore[attr-defined]
    return view


def kept_for_good(view: View) -> View:
    """The same, and under this address it will never be anything else."""
    view.kept_for = FOR_GOOD  # type: ignore[attr-defined]
    return view


def kept_for(app: Flask, endpoint: str | None) -> float:
    """For how many seconds the front may keep what the view of this name answers; 0 where it may not."""
    return float(getattr(app.view_functions.get(endpoint or ""), "kept_for", 0))


def init_keeping(app: Flask) -> None:
    """Answers that may be kept get a Cache-Control, unless their view has chosen one, and an ETag."""

    @app.before_request
    def forget_tokens() -> None:
        request.environ.pop(_TOKENS, None)

    @app.after_request
    def set_validators(response: Response) -> Response:
        is_shown = request.method in ("GET", "HEAD") and response.status_code == 200
        if is_shown and kept_for(app, request.endpoint):
            response.headers.setdefault("Cache-Control", A_MINUTE)
            if not response.direct_passthrough and "ETag" not in response.headers:
                response.set_etag(_digest(response.get_data()), weak=True)
        return response


def seconds_ahead() -> float:
    """How much later than now somebody may be given the page that is being made. A form in it counts from then."""
    seconds = kept_for(current_app, request.endpoint) if has_request_context() else 0.0
    return 0.0 if math.isinf(seconds) else seconds


def note_token(token: str) -> None:
    """This stands in the page that is being made, and differs each time although the page is the same."""
    if has_request_context():
        request.environ.setdefault(_TOKENS, []).append(token)


def _digest(page: bytes) -> str:
    tokens = request.environ.get(_TOKENS, ())
    digest = hashlib.sha256()
    for token in tokens:
        page = page.replace(token.encode(), b"")
    if tokens:
        digest.update(b"%d:" % (edge().clock().timestamp() // _NEW_FORM_EVERY))
    digest.update(page)
    return digest.hexdigest()[:24]
