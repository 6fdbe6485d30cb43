"""Signed-in browsers: Flask-Login over sessions kept on the server, which can be revoked."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request, Response, g, redirect, request, url_for
from flask.sessions import NullSession, SessionInterface, SessionMixin
from flask_login import LoginManager, current_user

from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.refusals import SecondFactorNeeded
from petition_app.services import sessions
from petition_app.services.sessions import OpenSession
from petition_app.services.work import VISITOR
from petition_app.web.returning import page_of_this_request

_LONGEST_COOKIE = 64


class _NoSignedCookie(SessionInterface):
    """Flask's own session lives in the browser, where sign-out cannot end it: nothing may be kept there."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        return NullSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        return None


def init_sessions(app: Flask) -> None:
    app.session_interface = _NoSignedCookie()
    # Flask-Login would look for a cookie of this name first; no cookie can have it.
    app.config["REMEMBER_COOKIE_NAME"] = "\n"
    manager = LoginManager()
    manager.session_protection = None
    # Its own context processor would ask for the user on public pages too, which must not depend on a cookie.
    manager.init_app(app, add_context_processor=False)
    manager.request_loader(_session_of)
    manager.unauthorized_handler(ask_to_sign_in)
    app.register_error_handler(SecondFactorNeeded, ask_for_second_factor)
    app.context_processor(lambda: {"current_user": current_user})
    app.before_request(_know_nobody_yet)
    app.after_request(_vary_where_it_mattered)


def cookie_name() -> str:
    """Browsers accept the prefix only with Secure, from this very host, for the whole site."""
    return "__Host-ws" if edge().settings.is_https else "ws"


def brought_cookie() -> str | None:
    return request.cookies.get(cookie_name())


def give_cookie(response: Response, value: str) -> Response:
    """Sign this browser in. The cookie ends with the browser; its session ends by the rules of the server."""
    response.set_cookie(
        cookie_name(), value, path="/", secure=edge().settings.is_https, httponly=True, samesite="Strict"
    )
    return response


def take_cookie(response: Response) -> Response:
    """Sign this browser out, with all it may have kept of the pages it saw."""
    response.delete_cookie(cookie_name(), path="/", secure=edge().settings.is_https, httponly=True, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cache","cookies","storage"'
    return response


def ask_to_sign_in() -> Response:
    """The way in for whoever has none yet: the password, then the second factor."""
    page = page_of_this_request()
    if current_user.is_anonymous:
        return _see(url_for("account.signing_in.sign_in", next=page))
    if current_user.is_enrolled:
        return _see(url_for("account.signing_in.second_step", next=page))
    return _see(url_for("account.second_factor.first_set_up", next=page))


def ask_for_second_factor(_: SecondFactorNeeded) -> Response:
    return _see(url_for("account.second_factor.confirm", next=page_of_this_request()))


def _see(address: str) -> Response:
    response: Any = redirect(address, 303)
    assert isinstance(response, Response)
    return response


def _know_nobody_yet() -> None:
    """What one request found out about its sender must never serve another, even in one application context."""
    for name in ("_login_user", "depends_on_session", "petition", "role", "is_refused"):
        g.pop(name, None)


def _session_of(request: Request) -> OpenSession | None:
    g.depends_on_session = True
    cookie = brought_cookie()
    if not cookie or len(cookie) > _LONGEST_COOKIE:
        return None
    with begin_reading(VISITOR) as work:
        found = sessions.find(work, cookie)
        now = work.now
    if found and now - found.seen_at >= sessions.SEEN_EVERY:
        with begin_work(VISITOR) as work:
            sessions.note_seen(work, found)
    return found


def _vary_where_it_mattered(response: Response) -> Response:
    if g.get("depends_on_session"):
        response.vary.add("Cookie")
    return response
