"""A process of the server that is about to end takes no more connections: those who come are taken by the others.

Granian ends at once with connections that it has taken and whose request it has not read yet. So its door is closed a
moment before it is told to stop. The port is shared and has to stay open, so what is put in its place in this process
alone is a socket to which nobody comes."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import suppress

#: Told to a process that is to take no more.
TAKE_NO_MORE = signal.SIGUSR2
#: Time enough to read what was sent over the connections taken last.
MOMENT = 0.5


def heed(port: socket.socket) -> None:
    """Let this process take no more connections of this port once it is told so."""
    here = os.fstat(port.fileno())
    # On a port that was drawn by lot and is told to nobody.
    nobody = socket.create_server(("127.0.0.1", 0), backlog=0)
    nobody.setblocking(False)

    def close_door(*_: object) -> None:
        for number in _open_files():
            with suppress(OSError):
                if os.path.samestat(os.fstat(number), here):
                    os.dup2(nobody.fileno(), number, inheritable=False)

    signal.signal(TAKE_NO_MORE, close_door)


def _open_files() -> list[int]:
    return [int(name) for name in os.listdir("/dev/fd")]
