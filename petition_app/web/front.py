"""In front of the application: what is the same for everybody is made once and given to many from memory.

What is kept is the answer to a request of the front's own, which holds nothing but the path and the language wished
for: no cookie, no address, no header that anybody sent. So nobody can put anything into what others are given, and no
answer can be kept under the wrong key. It keeps what a view is marked with (web/keeping.py), and only answers of status
200 that are `public`, set no cookie, and vary by nothing but language and packing. Everything else goes by it
untouched. The headers of an answer are those the application gave it (web/headers.py)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.http import is_resource_modified, parse_accept_header
from werkzeug.routing import RequestRedirect

from petition_app.web.asking import Environ, Made, StartResponse, asked
from petition_app.web.keeping import kept_for
from petition_app.web.language import LONGEST_WISH, parted, wished
from petition_app.web.shelf import Answer, Given, Shelf

#: The path, and the language wished for where the path says none.
Key = tuple[str, str]

#: What other sites add to a link in order to follow whoever opens it. No page reads it.
_FOLLOWING = {"fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "msclkid", "twclid"}
_LONGEST_PATH, _LONGEST_PACKINGS = 300, 200


def init_front(
    app: Flask, site_url: str, names: Collection[str], clock: Callable[[], datetime], changes: Callable[[], int]
) -> None:
    """Put it in front of all that `app` consists of. `names` are those this site is asked for under, with their ports:
    under another one nothing is kept. `changes` counts what this process has changed."""
    shelf = Shelf(clock, changes)
    app.wsgi_app = _Front(app, site_url, frozenset(names), shelf)  # type: ignore[method-assign]


class _Front:
    def __init__(self, app: Flask, site_url: str, names: frozenset[str], shelf: Shelf) -> None:
        self._app, self._inner, self._names, self._shelf = app, app.wsgi_app, names, shelf
        self._site = urlsplit(site_url)
        self._languages = app.config["LANGUAGES"]
        self._routes = app.url_map.bind("")

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        found = self._shelf.find(key) or self._made(key) if key else None
        if isinstance(found, Answer):
            return _given(found, environ, start_response)
        if found and found.is_refusal_for_all():
            return _passed_on(found, environ, start_response)
        if found:
            found.close()
        return self._inner(environ, start_response)

    def _made(self, key: Key) -> Answer | Made | None:
        """The answer, which is kept from now on; or one that is not to be kept; None for what is never kept."""
        seconds = self._seconds(key[0])
        if not seconds:
            return None
        with self._shelf.making(key) as now:
            # Somebody else may have made it while this one waited.
            if found := self._shelf.find(key):
                return found
            made = asked(self._inner, self._site, *key)
            if not made.may_be_kept():
                return made
            answer = made.read()
            self._shelf.put(key, answer, seconds, now)
            return answer

    def _key(self, environ: Environ) -> Key | None:
        """What tells answers apart; None for what is never kept."""
        path = environ.get("PATH_INFO", "")
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or environ.get("HTTP_HOST") not in self._names
            or environ.get("SCRIPT_NAME")
            or "HTTP_RANGE" in environ
            or len(path) > _LONGEST_PATH
            or not path.isascii()
            or not _is_without_query(environ, path)
        ):
            return None
        header = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        if path.startswith("/static/") or parted(path, self._languages)[0]:
            return path, ""
        return None if len(header) > LONGEST_WISH else (path, wished(header, tuple(self._languages)))

    def _seconds(self, path: str) -> float:
        """For how long what stands under this path may be kept."""
        try:
            endpoint, _ = self._routes.match(parted(path, self._languages)[1], "GET")
        except (HTTPException, RequestRedirect):
            return 0
        return kept_for(self._app, endpoint)


def _passed_on(made: Made, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response(made.status, made.headers)
    if environ["REQUEST_METHOD"] != "HEAD":
        return made.chunks
    made.close()
    return []


def _given(answer: Answer, environ: Environ, start_response: StartResponse) -> list[bytes]:
    given = _fitting(answer, environ)
    start_response(given.status, list(given.headers))
    return [given.body] if environ["REQUEST_METHOD"] != "HEAD" else []


def _fitting(answer: Answer, environ: Environ) -> Given:
    if "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ:
        tag, modified = answer.etag, answer.modified
        if (tag or modified) and not is_resource_modified(environ, etag=tag, last_modified=modified):
            return answer.unchanged
    return answer.packed if _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")[:_LONGEST_PACKINGS]) else answer.plain


@lru_cache(256)
def _takes_gzip(header: str) -> bool:
    return parse_accept_header(header)["gzip"] > 0


def _is_without_query(environ: Environ, path: str) -> bool:
    """Whether there is no query, or none that means anything; the latter is taken off for good."""
    query = environ.get("QUERY_STRING", "")
    if not query:
        return True
    names = (part.partition("=")[0] for part in query.split("&"))
    if path.startswith("/api/") or not all(name in _FOLLOWING or name.startswith("utm_") for name in names):
        return False
    environ["QUERY_STRING"] = ""
    return True
