"""Who may call a view: said on the view itself, and checked for every route by a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import current_app, g, request
from flask_login import current_user
from flask_login.utils import login_required as _login_required

from petition_app.database import begin_reading, edge
from petition_app.domain.access import Right, may
from petition_app.domain.refusals import CrossSitePost, NotAllowed, NotFound, SecondFactorNeeded
from petition_app.services import organisers
from petition_app.services.throttling import network_of
from petition_app.services.work import VISITOR, Actor, ActorKind

View = TypeVar("View", bound=Callable[..., Any])
_SAFE = ("GET", "HEAD", "OPTIONS")


def public(view: View) -> View:
    """For everybody, signed in or not."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """For any organiser who has passed both factors."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return _login_required(view)(*args, **kwargs)

    guarded.guard = "signed in"  # type: ignore[attr-defined]
    return cast(View, guarded)


def password_given(view: View) -> View:
    """For organisers on their way in: the password was right, the second factor may still be missing."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if current_user.is_anonymous:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return view(*args, **kwargs)

    guarded.guard = "password given"  # type: ignore[attr-defined]
    return cast(View, guarded)


def fresh_second_factor(view: View) -> View:
    """Besides the guard above it: the second factor was given within ten minutes. Raises SecondFactorNeeded, which
    leads to the page where it is given, and back."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_fresh(edge().clock()):
            raise SecondFactorNeeded
        return view(*args, **kwargs)

    return cast(View, guarded)


def requires(right: Right) -> Callable[[View], View]:
    """For organisers whose role in the petition named by the route's `slug` includes `right`.

    A petition in which they have no role is not there for them (404); a right they lack is refused (403).
    The petition and their role are in `g.petition` and `g.role`.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            with begin_reading(organiser()) as work:
                membership = organisers.membership(work, current_user.id, kwargs["slug"])
            if membership is None:
                raise NotFound
            g.petition, g.role = membership
            if not may(g.role, right):
                raise NotAllowed
            return view(*args, **kwargs)

        inner = signed_in(cast(View, guarded))
        inner.guard = right  # type: ignore[attr-defined]
        return inner

    return wrap


def visitor() -> Actor:
    return VISITOR


def organiser() -> Actor:
    """The signed-in organiser as the audit log names them."""
    return Actor(ActorKind.ORGANISER, current_user.id)


def visitor_network() -> str:
    """The visitor's network, for limits; it is never stored or logged as it is."""
    return network_of(request.remote_addr)


def refuse_cross_site_posts() -> None:
    """Refuse to change anything for a form on another site. Browsers say where a request comes from; a program that
    says nothing has no signed-in browser to abuse."""
    if request.method in _SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if is_cross_site(site, origin, request.host, edge().settings.site_url):
        raise CrossSitePost


def is_cross_site(site: str | None, origin: str | None, host: str, site_url: str) -> bool:
    """Whether the headers Sec-Fetch-Site and Origin tell of a form that is not ours."""
    if site is not None and site not in ("same-origin", "none"):
        return True
    # "null" is what a browser sends under Referrer-Policy: no-referrer for a form on our own page.
    if origin == "null":
        return site is None
    return origin is not None and urlsplit(origin).netloc not in (urlsplit(site_url).netloc, host)
