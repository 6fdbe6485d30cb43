"""Browsers in which an organiser has signed in before: what others tried at the account must not lock them out. Nothing
is stored here; a signed cookie says so, bound to the address, and signing out takes it away."""

from __future__ import annotations

import secrets

from flask import Response, request
from itsdangerous import BadSignature, URLSafeSerializer

from petition_app.database import edge
from petition_app.services.organisers import address_of
from petition_app.web.guards import visitor_network

_KEPT_DAYS = 90
_DAY = 24 * 60 * 60
_LONGEST = 200


def is_known(email: str) -> bool:
    """Whether this browser has signed in as this organiser within 90 days."""
    return _browser(email) is not None


def place_of(email: str) -> str:
    """Where a try at this account comes from: a known browser by itself, all others by their network."""
    browser = _browser(email)
    return f"browser {browser}" if browser else visitor_network()


def remember(response: Response, email: str) -> Response:
    """This browser has given the password and the second factor."""
    value = _serializer(email).dumps([_browser(email) or secrets.token_hex(16), _today()])
    response.set_cookie(
        _cookie_name(), value if isinstance(value, str) else value.decode(), max_age=_KEPT_DAYS * _DAY, path="/",
        secure=edge().settings.is_https, httponly=True, samesite="Strict",
    )  # fmt: skip
    return response


def forget(response: Response) -> Response:
    """This browser is like any other again."""
    response.delete_cookie(_cookie_name(), path="/", secure=edge().settings.is_https, httponly=True, samesite="Strict")
    return response


def _browser(email: str) -> str | None:
    cookie = request.cookies.get(_cookie_name(), "")
    if not cookie or len(cookie) > _LONGEST:
        return None
    try:
        browser, day = _serializer(email).loads(cookie)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(browser) if 0 <= _today() - int(day) <= _KEPT_DAYS else None


def _serializer(email: str) -> URLSafeSerializer:
    return URLSafeSerializer(edge().keys.form, salt=f"known browser:{address_of(email)}")


def _today() -> int:
    return int(edge().clock().timestamp()) // _DAY


def _cookie_name() -> str:
    return "__Host-known" if edge().settings.is_https else "known"
