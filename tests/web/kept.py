"""The site as it is asked through the front, and as it would answer if nothing were ever kept."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask, request_started
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.web.keeping import kept_for
from tests.web.signer import TOKEN
from tests.web.visits import visits

#: The front keeps nothing under a name with a port of no server; the application answers to it all the same.
PAST_THE_FRONT = "localhost:1"
LANGUAGES: dict[str, tuple[str, dict[str, str]]] = {
    "none": ("", {}),
    "asked for": ("", {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}),
    "unknown": ("", {"Accept-Language": "tlh,x"}),
    "in the address": ("/fr", {"Accept-Language": "es"}),
}
_OF_PACKING = ("Vary", "ETag", "Content-Encoding", "Content-Length")
# The server sets it where an answer has none.
_OF_THE_SERVER = ("Date",)


def kept_pages(app: Flask) -> list[str]:
    """Every address that may be kept."""
    found = [visit.path for visit in visits(app) if visit.method == "GET" and kept_for(app, visit.endpoint)]
    assert len(found) > 20
    return found


def ways(app: Flask) -> Iterator[tuple[str, dict[str, str]]]:
    """Every such address in each language, said or wished."""
    for path in kept_pages(app):
        for prefix, headers in LANGUAGES.values():
            yield prefix + path, headers


def ask(client: FlaskClient, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> TestResponse:
    return client.open(path, method=method, headers=headers, buffered=True)


def seen(answer: TestResponse) -> tuple[int, dict[str, str], bytes]:
    """What makes answers different for a reader: all but the form's token, and how the body is packed."""
    headers = {name: value for name, value in answer.headers.items() if name not in _OF_PACKING + _OF_THE_SERVER}
    body = gzip.decompress(answer.data) if answer.headers.get("Content-Encoding") == "gzip" else answer.data
    if "html" in answer.content_type:
        body = TOKEN.sub("", body.decode()).encode()
    return answer.status_code, headers, body


def differences(app: Flask, client: FlaskClient) -> list[str]:
    """Where somebody would be given another answer than the right one."""
    # Read last, so that nothing is made anew because somebody looked.
    given = [(path, headers, seen(ask(client, path, headers))) for path, headers in ways(app)]
    stranger = app.test_client()
    return [
        f"{path} {headers}"
        for path, headers, answer in given
        if seen(ask(stranger, path, {**headers, "Host": PAST_THE_FRONT})) != answer
    ]


class Made:
    """Counts the answers that the application makes."""

    def __init__(self, app: Flask) -> None:
        self.count = 0
        self._listener: Callable[..., Any] = self._note
        request_started.connect(self._listener, app)

    def _note(self, *_: object, **__: object) -> None:
        self.count += 1
