"""Answers that are kept in memory, each in every way it may be given, and never more than fits."""

from __future__ import annotations

import gzip
import math
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from werkzeug.datastructures import Headers

Lines = list[tuple[str, str]]

#: What all kept answers of a process may take, and one of them.
MOST_BYTES, MOST_OF_ONE = 16 * 1024 * 1024, 1024 * 1024
#: An answer that changes more often than this within its moment is made so often and no more: many who confirm at the
#: same time must not have the page made anew for each of them.
MOST_A_MOMENT = 8
_WORTH_PACKING = 500
_PACKABLE = ("text/", "image/svg+xml", "application/javascript", "application/json", "application/xml")
_PACKABLE_ENDS = ("+json", "+xml")
_STRIPES = 64
# Beyond the answer itself: headers, key, objects.
_OVERHEAD = 4096


@dataclass(frozen=True, slots=True)
class Given:
    """One way to give an answer."""

    status: str
    headers: Lines
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer for everybody: plain, packed with gzip where that is smaller, and as "what you have is still right"."""

    etag: str | None
    modified: str | None
    plain: Given
    packed: Given
    unchanged: Given

    @property
    def size(self) -> int:
        other = 0 if self.packed is self.plain else len(self.packed.body)
        return len(self.plain.body) + other + _OVERHEAD


def answer_of(status: str, headers: Lines, body: bytes) -> Answer:
    """The answer in every way it may be given; packing is done here, once."""
    found = Headers(headers)
    # The server dates each answer when it is given.
    headers = _without(headers, "content-length", "date")
    packed = _packed(found, body)
    if packed is not None:
        headers = [*_without(headers, "vary"), ("Vary", ", ".join([*found.getlist("Vary"), "Accept-Encoding"]))]
    plain = Given(status, [*headers, ("Content-Length", str(len(body)))], body)
    shorter = plain if packed is None else Given(status, _of_packed(headers, packed), packed)
    about_body = ("content-type", "content-disposition", "accept-ranges")
    unchanged = Given("304 NOT MODIFIED", _without(headers, *about_body), b"")
    return Answer(found.get("etag"), found.get("last-modified"), plain, shorter, unchanged)


def _packed(headers: Headers, body: bytes) -> bytes | None:
    kind = headers.get("content-type", "").partition(";")[0]
    is_text = kind.startswith(_PACKABLE) or kind.endswith(_PACKABLE_ENDS)
    if not is_text or len(body) < _WORTH_PACKING or "content-encoding" in headers:
        return None
    packed = gzip.compress(body, 6, mtime=0)
    return packed if len(packed) < len(body) else None


def _of_packed(headers: Lines, packed: bytes) -> Lines:
    # The same tag for other bytes must be a weak one.
    of_it = [(name, f"W/{value}" if name.lower() == "etag" and value[:1] == '"' else value) for name, value in headers]
    return [*of_it, ("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))]


def _without(headers: Lines, *names: str) -> Lines:
    return [(name, value) for name, value in headers if name.lower() not in names]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, and how much had been changed by then."""

    at: datetime
    change: int


@dataclass(frozen=True, slots=True)
class _Slot:
    answer: Answer
    seconds: float
    made: Moment
    # When the run of remakings began that this one belongs to, and how many it is.
    since: datetime
    times: int


class Shelf:
    """`changes` tells how often this process has changed something. An answer is right while that stays the same and
    its time is not over: what other processes change shows when it is."""

    def __init__(self, clock: Callable[[], datetime], changes: Callable[[], int], most_bytes: int = MOST_BYTES) -> None:
        self._clock, self._changes, self._most = clock, changes, most_bytes
        self._slots: dict[Hashable, _Slot] = {}
        self._bytes = 0
        self._changing = threading.Lock()
        self._making = [threading.Lock() for _ in range(_STRIPES)]

    def find(self, key: Hashable) -> Answer | None:
        """The answer, if it is still right."""
        slot = self._slots.get(key)
        if slot is None:
            return None
        if math.isinf(slot.seconds):
            return slot.answer
        is_changed = slot.made.change != self._changes() and slot.times < MOST_A_MOMENT
        return None if is_changed or not _is_within(slot.made.at, self._clock(), slot.seconds) else slot.answer

    @contextmanager
    def making(self, key: Hashable) -> Iterator[Moment]:
        """Whoever else wants this answer waits, instead of making it too. Gives the moment at which making begins: what
        changes after it may be missing from the answer."""
        with self._making[hash(key) % _STRIPES]:
            yield Moment(self._clock(), self._changes())

    def put(self, key: Hashable, answer: Answer, seconds: float, made: Moment) -> None:
        """Keep it for so many seconds from when it was made. What was put here first makes room for it."""
        if answer.size > min(MOST_OF_ONE, self._most):
            return
        with self._changing:
            before = self._drop(key)
            is_again = before is not None and _is_within(before.since, made.at, seconds)
            since, times = (before.since, before.times + 1) if before and is_again else (made.at, 1)
            self._slots[key] = _Slot(answer, seconds, made, since, times)
            self._bytes += answer.size
            while self._bytes > self._most:
                self._drop(next(iter(self._slots)))

    @property
    def bytes(self) -> int:
        """What is kept, all in all."""
        return self._bytes

    def _drop(self, key: Hashable) -> _Slot | None:
        slot = self._slots.pop(key, None)
        if slot:
            self._bytes -= slot.answer.size
        return slot


def _is_within(since: datetime, now: datetime, seconds: float) -> bool:
    # A clock that was put back must not make anything last longer.
    return math.isinf(seconds) or timedelta() <= now - since < timedelta(seconds=seconds)
