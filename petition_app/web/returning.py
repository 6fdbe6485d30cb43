"""Where to go on after signing in or confirming: only ever to a page of this workshop."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request, url_for
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

_LONGEST = 500
_ROOMS = ("/organise", "/account")
_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/?&=%+")


def own_page(wanted: str | None) -> str | None:
    """`wanted`, if it is the relative address of a page for organisers, else None. An address is accepted by what it
    is, never cleaned: browsers and servers read odd ones differently."""
    if not wanted or len(wanted) > _LONGEST or not _SIGNS.issuperset(wanted) or not wanted.startswith("/"):
        return None
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or wanted.startswith("//") or "%" in parts.path:
        return None
    return wanted if parts.path.startswith(_ROOMS) and _is_page(parts.path) else None


def next_page() -> str:
    """Where the form or address of this request asks to go on; the organiser's petitions otherwise."""
    return own_page(request.values.get("next")) or url_for("organiser.petitions")


def page_of_this_request() -> str | None:
    """The page that was asked for or, for a form, the nearest page above what it was sent to."""
    if request.method == "GET":
        return own_page(request.full_path.removesuffix("?"))
    path = request.path
    while path.count("/") > 1 and not _is_page(path):
        path = path.rpartition("/")[0]
    return own_page(path)


def _is_page(path: str) -> bool:
    adapter = request_ctx.url_adapter
    if adapter is None:
        return False
    try:
        adapter.match(path, "GET")
    except (HTTPException, RoutingException):
        return False
    return True
