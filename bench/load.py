"""A load of HTTP requests from one thread over many connections, each with one request under way at a time."""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_END_OF_HEAD = b"\r\n\r\n"


@dataclass
class Answers:
    """What came back: how many of each status, how long it took in all, and how long each answer took."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.statuses.total() / self.seconds

    def wait(self, share: float) -> float:
        """The time within which that share of the answers came, in milliseconds."""
        return sorted(self.waits)[int(share * (len(self.waits) - 1))] * 1000


class _Client:
    def __init__(self, port: int, requests: Iterator[bytes], answers: Answers) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests, self.answers = requests, answers
        self.received, self.since = b"", 0.0

    def send_next(self) -> bool:
        request = next(self.requests, None)
        if request is None:
            self.socket.close()
            return False
        self.received, self.since = b"", time.monotonic()
        self.socket.sendall(request)
        return True

    def receive(self) -> bool:
        """Whether the whole answer is here."""
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("The server closed a connection.")
        self.received += data
        head, end, body = self.received.partition(_END_OF_HEAD)
        if not end or len(body) < _length(head):
            return False
        self.answers.statuses[int(head[9:12])] += 1
        self.answers.waits.append(time.monotonic() - self.since)
        return True


def send_all(port: int, requests: Iterator[bytes], connections: int) -> Answers:
    """Send all of them, so many at a time."""
    answers, start = Answers(), time.monotonic()
    with selectors.DefaultSelector() as waiting:
        busy = 0
        for client in [_Client(port, requests, answers) for _ in range(connections)]:
            if client.send_next():
                waiting.register(client.socket, selectors.EVENT_READ, client)
                busy += 1
        while busy:
            for key, _ in waiting.select():
                client = key.data
                if client.receive():
                    waiting.unregister(client.socket)
                    if client.send_next():
                        waiting.register(client.socket, selectors.EVENT_READ, client)
                    else:
                        busy -= 1
    answers.seconds = time.monotonic() - start
    return answers


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0
