"""Who may call a view of the organiser API: whoever brings a token for it, in the header and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Blueprint, Response, g, request

from petition_app.database import begin_work
from petition_app.domain.accesstoken import Scope, TokenIsUnknown
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.domain.throttle import TOKEN_REQUESTS
from petition_app.services import accesstokens
from petition_app.services.accesstokens import Bearer
from petition_app.services.work import Actor, ActorKind
from petition_app.web.guards import visitor

View = TypeVar("View", bound=Callable[..., Any])
bp = Blueprint("programs", __name__, url_prefix="/api/v1/organise/<slug>")


class TooManyRequests(Refusal):
    status = 429
    sentence = said("This token has asked too often. Please wait a minute.")


def with_token(scope: Scope) -> Callable[[View], View]:
    """For programs whose token has `scope` in the petition named by the route's `slug`. It is in `g.bearer`."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            with begin_work(visitor()) as work:
                g.bearer = accesstokens.admit(work, kwargs["slug"], _brought(), scope)
            if g.bearer.is_over_limit:
                raise TooManyRequests
            return view(*args, **kwargs)

        guarded.guard = scope  # type: ignore[attr-defined]
        return cast(View, guarded)

    return wrap


def maker() -> Actor:
    """The organiser who made the token: the log, and every history, has them."""
    bearer: Bearer = g.bearer
    return Actor(ActorKind.ORGANISER, bearer.organiser)


def _brought() -> str:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise TokenIsUnknown
    return text.strip()


@bp.after_request
def say_what_is_left(response: Response) -> Response:
    if response.status_code == TokenIsUnknown.status:
        response.headers["WWW-Authenticate"] = "Bearer"
    bearer: Bearer | None = g.get("bearer")
    if bearer:
        response.headers["RateLimit-Policy"] = f'"token";q={TOKEN_REQUESTS.most};w={TOKEN_REQUESTS.seconds}'
        response.headers["RateLimit"] = f'"token";r={max(0, bearer.left)};t={bearer.seconds}'
    return response
