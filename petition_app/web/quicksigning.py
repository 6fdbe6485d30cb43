"""The one request that comes by the thousand, a form to sign with that is in order, taken before Flask sees it.

Everybody whose signature is taken gets the same answer (docs/decisions/0008-same-answer-same-time.md). So Flask gives
it once, with all its headers, and it is given again to all others. Whatever is unusual, and every refusal, goes on to
Flask, which limits, checks and words it as it does for all requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from flask import Flask, Response, request
from werkzeug.sansio.utils import host_is_trusted

from petition_app.database import edge_of
from petition_app.domain.refusals import FormIsStale
from petition_app.services.signing import SigningRequest
from petition_app.services.throttling import network_of
from petition_app.web.desk import signatures_of
from petition_app.web.eventime import in_even_time
from petition_app.web.forms.plainsigning import plainly_signed
from petition_app.web.forms.signing import LEAST_TIME_TO_SIGN
from petition_app.web.guards import is_cross_site
from petition_app.web.language import language_in
from petition_app.web.tokens import check_form_token_at

_OUTCOME = "petition.signed"
_ADDRESS = re.compile(r"/p/([a-z0-9-]+)/sign")
_FORM = "application/x-www-form-urlencoded"
# Beyond which answers are not kept: there are as many as petitions and languages.
_MOST_ANSWERS = 1_000

_Environ = dict[str, Any]


class _Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes


def init_quick_signing(app: Flask) -> None:
    app.wsgi_app = QuickSigning(app)  # type: ignore[method-assign]


class QuickSigning:
    """In front of `app`, behind whatever reads the language and the proxy's headers."""

    def __init__(self, app: Flask) -> None:
        self._inner, self._config = app.wsgi_app, app.config
        self._here, self._desk = edge_of(app), signatures_of(app)
        self._answers: dict[tuple[str, str], _Answer] = {}

    def __call__(self, environ: _Environ, start_response: Any) -> Iterable[bytes]:
        slug = _slug(environ)
        sent = self._read(environ, slug) if slug else None
        if slug is None or sent is None:
            return self._inner(environ, start_response)
        try:
            with in_even_time():
                self._desk.take(slug, sent)
        except Exception as refusal:
            environ[_OUTCOME] = refusal
            return self._inner(environ, start_response)
        environ[_OUTCOME] = None
        return self._taken(environ, start_response, (environ.get("SCRIPT_NAME", ""), slug))

    def _read(self, environ: _Environ, slug: str) -> SigningRequest | None:
        """The request, if there is nothing to be said about it."""
        host = environ.get("HTTP_HOST", "")
        site, origin = environ.get("HTTP_SEC_FETCH_SITE"), environ.get("HTTP_ORIGIN")
        is_foreign = is_cross_site(site, origin, host, self._here.settings.site_url)
        if is_foreign or not _is_trusted(host, tuple(self._config["TRUSTED_HOSTS"])):
            return None
        fields = self._fields(environ)
        try:
            check_form_token_at(self._here, fields.get("token"), "sign", slug, LEAST_TIME_TO_SIGN)
        except FormIsStale:
            return None
        language = language_in(environ, self._config["LANGUAGES"])
        return plainly_signed(fields, network_of(environ.get("REMOTE_ADDR")), language)

    def _fields(self, environ: _Environ) -> dict[str, str]:
        """What was sent, each field once; nothing where a name came twice, or where it cannot be read."""
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdecimal() or int(length) > self._config["MAX_CONTENT_LENGTH"]:
            return {}
        body = environ["wsgi.input"].read(int(length))
        # For Flask, should it have to read it as well.
        environ["wsgi.input"] = BytesIO(body)
        try:
            pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict")
        except ValueError:
            return {}
        fields = dict(pairs)
        return fields if len(fields) == len(pairs) else {}

    def _taken(self, environ: _Environ, start_response: Any, key: tuple[str, str]) -> Iterable[bytes]:
        known = self._answers.get(key)
        if known is None:
            told = Response.from_app(self._inner, environ, buffered=True)
            known = _Answer(told.status, list(told.headers), told.get_data())
            if told.status_code == 303 and len(self._answers) < _MOST_ANSWERS:
                self._answers[key] = known
        start_response(known.status, list(known.headers))
        return [known.body]


@lru_cache(maxsize=100)
def _is_trusted(host: str, hosts: tuple[str, ...]) -> bool:
    return host_is_trusted(host, hosts)


def _slug(environ: _Environ) -> str | None:
    """The petition that somebody signs; None of all other requests, and of those that bring more than a form."""
    if environ["REQUEST_METHOD"] != "POST" or environ.get("CONTENT_TYPE") != _FORM:
        return None
    found = _ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
    if found is None or environ.get("QUERY_STRING") or "HTTP_COOKIE" in environ:
        return None
    return found[1]


def was_taken() -> bool:
    """Whether the signature that this request brings was taken already. Raises what it was refused with."""
    if _OUTCOME not in request.environ:
        return False
    refusal = request.environ[_OUTCOME]
    if refusal is not None:
        raise refusal
    return True
