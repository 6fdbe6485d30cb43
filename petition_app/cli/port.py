"""The port of the site: taken once, before anything else, and held for as long as it is served."""

from __future__ import annotations

import errno
import socket

from petition_app.settings import SettingError, Settings

# Connections that wait for a server process to take them. While the server starts anew, they all do.
WAITING = 1024


def open_port(settings: Settings) -> socket.socket:
    """Listens from now on. Raises SettingError."""
    try:
        return _listen(settings.host, settings.port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sentence = f"{settings.port} is taken by another program; choose another one."
        raise SettingError("PORT", sentence) from error


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there. Raises SettingError for an address this machine does not have."""
    try:
        _listen(host, port).close()
    except OSError:
        return False
    return True


def listening(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def _listen(host: str, port: int) -> socket.socket:
    """Raises SettingError, and OSError where another program has it."""
    address = _numeric(host)
    made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((address, port))
        made.listen(WAITING)
    except PermissionError as error:
        made.close()
        raise SettingError("PORT", f"{port} needs rights this user does not have; choose 1024 or more.") from error
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRINUSE:
            raise
        raise SettingError("PETITION_HOST", f"{host!r} is not an address of this machine.") from error
    return made


def _numeric(host: str) -> str:
    """The IP address of a name such as localhost. Raises SettingError."""
    try:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
    except OSError as error:
        raise SettingError("PETITION_HOST", f"{host[:60]!r} is not an address of this machine.") from error
