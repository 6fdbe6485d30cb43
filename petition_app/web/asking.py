"""The front's own requests to the application: nothing stands in them but what tells kept answers apart."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult

from werkzeug.datastructures import Headers

from petition_app.web.shelf import MOST_OF_ONE, Answer, answer_of

Environ = dict[str, Any]
StartResponse = Any
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

_VARIES = {"", "accept-language", "accept-encoding"}


@dataclass(frozen=True, slots=True)
class Made:
    """What the application answered, not yet read; to be read or closed once."""

    status: str
    headers: list[tuple[str, str]]
    chunks: Iterable[bytes]

    def may_be_kept(self) -> bool:
        headers = Headers(self.headers)
        length = headers.get("Content-Length", "")
        return (
            self.status.startswith("200 ")
            and headers.get("Cache-Control", "").startswith("public")
            and self._is_for_all(headers)
            and length.isdigit()
            and int(length) <= MOST_OF_ONE
        )

    def is_refusal_for_all(self) -> bool:
        return self.status[0] in "45" and self._is_for_all(Headers(self.headers))

    def read(self) -> Answer:
        try:
            return answer_of(self.status, self.headers, b"".join(self.chunks))
        finally:
            self.close()

    def close(self) -> None:
        if close := getattr(self.chunks, "close", None):
            close()

    def _is_for_all(self, headers: Headers) -> bool:
        varies = {each.strip().lower() for line in headers.getlist("Vary") for each in line.split(",")}
        return "Set-Cookie" not in headers and varies <= _VARIES


def asked(application: Wsgi, site: SplitResult, path: str, language: str) -> Made:
    """What it answers to somebody who sends nothing but this."""
    caught: list[Any] = []
    chunks = application(_bare_request(site, path, language), lambda *given: caught.extend(given))
    return Made(caught[0], list(caught[1]), chunks)


def _bare_request(site: SplitResult, path: str, language: str) -> Environ:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": site.netloc,
        "HTTP_ACCEPT_LANGUAGE": language,
        "SERVER_NAME": site.hostname or "",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
