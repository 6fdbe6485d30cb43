"""Static files under addresses that contain their hash, so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
import posixpath
from functools import cache

from flask import Blueprint, Response, abort, send_from_directory, url_for

from petition_app import folders
from petition_app.web.guards import public
from petition_app.web.keeping import kept, kept_for_good
from petition_app.web.language import without_language

bp = Blueprint("assets", __name__)


@cache
def digest_of(name: str) -> str:
    """The first 12 hexadecimal digits of the file's SHA-256. Raises FileNotFoundError."""
    return hashlib.sha256((folders.STATIC / name).read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """The address of a file in static/, for templates."""
    return without_language(url_for("assets.asset", digest=digest_of(name), name=name))


@bp.get("/static/<digest>/<path:name>")
@public
@kept_for_good
def asset(digest: str, name: str) -> Response:
    # Another spelling of the same file would be read and kept once more.
    if posixpath.normpath(name) != name:
        abort(404)
    response = send_from_directory(folders.STATIC, name, conditional=True)
    if digest_of(name) != digest:
        response.close()
        abort(404)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@bp.get("/favicon.ico")
@public
@kept
def favicon() -> Response:
    response = send_from_directory(folders.STATIC / "img", "favicon.svg")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
