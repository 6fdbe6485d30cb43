"""How refusals and errors look: a plain page, or JSON under /api. Never a traceback, never what somebody typed."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest, HTTPException, SecurityError
from werkzeug.http import HTTP_STATUS_CODES

from petition_app.database import UNAVAILABLE, UNSTORABLE, reason_of
from petition_app.domain.refusals import Refusal, ServiceIsBusy
from petition_app.web.language import in_readers_language

_log = logging.getLogger(__name__)


def init_errors(app: Flask) -> None:
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, http_error)
    for error in UNAVAILABLE:
        app.register_error_handler(error, database_unavailable)
    app.register_error_handler(UNSTORABLE, lambda error: http_error(BadRequest()))
    app.register_error_handler(Exception, unexpected)


def refused(refusal: Refusal) -> Response:
    response = _answer(refusal.status, in_readers_language(refusal.sentence))
    if refusal.status in (429, 503):
        response.headers["Retry-After"] = str(refusal.wait or (60 if refusal.status == 429 else 5))
    return response


def http_error(error: HTTPException) -> Response:
    if error.code is not None and error.code < 400:
        return make_response(error.get_response())
    if isinstance(error, SecurityError):
        # Asked for under a name that is not ours, there are no addresses to fill a page with.
        return Response("This site does not answer to that name.\n", 400, mimetype="text/plain")
    sentences = {
        400: _("The request could not be understood."),
        404: _("There is nothing here under that address."),
        405: _("That cannot be done at this address."),
        413: _("That was more than a form may hold. Please shorten it."),
    }
    code = error.code or 500
    response = _answer(code, sentences.get(code, _("That did not work.")))
    for name, value in error.get_headers(request.environ):
        if name == "Allow":
            response.headers[name] = value
    return response


def database_unavailable(error: Exception) -> Response:
    _log.warning("database unavailable: %s", reason_of(error))
    return refused(ServiceIsBusy())


def unexpected(error: Exception) -> Response:
    # The message could hold what somebody typed: only its kind and place are logged.
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "?"
    _log.error("unexpected %s at %s on %s", type(error).__name__, place, request.endpoint)
    return _answer(500, _("Something went wrong on our side. Nothing you did was half done; please try again."))


def _answer(status: int, sentence: str) -> Response:
    if request.path.startswith("/api/"):
        # RFC 9457.
        title = HTTP_STATUS_CODES.get(status, "Unknown Error")
        response = jsonify(type="about:blank", title=title, status=status, detail=sentence)
        response.mimetype = "application/problem+json"
    else:
        g.is_refused = True
        response = make_response(render_template("errors/error.html", status=status, sentence=sentence))
    response.status_code = status
    return response
