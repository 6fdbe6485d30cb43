"""What may be sent with a form. Files are written as they arrive, never whole in memory, never in the clear on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any, Protocol, cast

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser


def longer_forms(most_bytes: int) -> Callable[[], None]:
    """To run before the requests of a room whose texts are longer than what other forms may send."""

    def allow() -> None:
        request.max_content_length = request.max_form_memory_size = most_bytes

    return allow


class Sink(Protocol):
    """Where the bytes of a file go."""

    def write(self, data: bytes) -> int: ...


class _Stream:
    """A sink as the parser wants it: it goes back to the start of what it has written, which nobody reads again."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        return self._sink.write(data)

    def seek(self, place: int, whence: int = 0) -> int:
        return place


def receive(sink: Callable[[], Sink], most_bytes: int, most_form_bytes: int) -> tuple[MultiDict[str, str], str]:
    """The fields of the form that is being sent, and the name of its one file, whose bytes went to what `sink` gives.
    Raises RequestEntityTooLarge, also for a second file."""
    sinks: list[Sink] = []

    def begin(*_: Any, **__: Any) -> IO[bytes]:
        if sinks:
            raise RequestEntityTooLarge
        sinks.append(sink())
        return cast("IO[bytes]", _Stream(sinks[0]))

    parser = FormDataParser(
        stream_factory=begin,
        max_form_memory_size=most_form_bytes,
        max_content_length=most_bytes + most_form_bytes,
        max_form_parts=10,
    )
    _, form, files = parser.parse_from_environ(request.environ)
    file = next(iter(files.values()), None)
    return form, (file.filename if file else None) or ""
