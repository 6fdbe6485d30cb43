"""One POST to an address that somebody else chose, so that it can reach nothing of ours.

The name is looked up once, every address it has is checked, and the connection goes to the very address that was
checked: a name that changes between the look-up and the connection leads nowhere. TLS is verified for the name. No
proxy, no redirect, and nothing of what is answered is read but the status."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from petition_app.domain.webhook import PORTS, may_be_reached

SECONDS = 10.0
Resolve = Callable[[str, int], list[str]]


class NotReached(Exception):
    """Nothing was answered; `reason` is one of a few words, and nothing of what the other side said."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


def post(
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    look_up: Resolve = resolve,
    is_allowed: Callable[[str], bool] = may_be_reached,
    trusted: ssl.SSLContext | None = None,
) -> int:
    """The status answered. Raises NotReached."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or PORTS[0]
    to = _checked(host, port, look_up, is_allowed)
    connection = _ToCheckedAddress(host, port, to, trusted or ssl.create_default_context())
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    # Each read has its own time-out, so a server that sends byte by byte would never meet it.
    end = threading.Timer(SECONDS, connection.cut)
    end.start()
    try:
        connection.request("POST", path, body, dict(headers))
        return connection.getresponse().status
    except ssl.SSLError as error:
        raise NotReached("tls") from error
    except TimeoutError as error:
        raise NotReached("timeout") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotReached("connection") from error
    finally:
        end.cancel()
        connection.close()


def _checked(host: str, port: int, look_up: Resolve, is_allowed: Callable[[str], bool]) -> str:
    try:
        found = look_up(host, port)
    except (OSError, UnicodeError) as error:
        raise NotReached("name") from error
    # One inner address among outer ones is reason enough: nobody who means well has both.
    if not found or not all(is_allowed(each) for each in found):
        raise NotReached("address")
    return found[0]


class _ToCheckedAddress(http.client.HTTPSConnection):
    """A connection to one address, under the name that its certificate must have."""

    def __init__(self, host: str, port: int, to: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=SECONDS, context=context)
        self._to, self._trusted = to, context

    def connect(self) -> None:
        plain = socket.create_connection((self._to, self.port), timeout=SECONDS)
        try:
            self.sock = self._trusted.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def cut(self) -> None:
        """End it from another thread, whatever it is waiting for."""
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
