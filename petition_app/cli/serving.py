"""`petition serve` and `petition worker`: the web server in a process of its own, and the mail worker beside it."""

from __future__ import annotations

import errno
import logging
import multiprocessing
import signal
import socket
import threading

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from petition_app.cli.mailing import keep_working
from petition_app.cli.preparing import prepare
from petition_app.cli.setup import invitation, link_of_empty_site
from petition_app.settings import SettingError, Settings

# Requests that were taken are answered before the server ends, but nobody waits for a stuck one.
_STOP_SECONDS = 15


@click.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Serve the site; send its letters and publish its planned releases too, unless PETITION_MAIL_WORKER is false."""
    refuse_taken_port(settings)
    prepare(settings)
    link = link_of_empty_site(settings)
    greeting = f"Listening on {listening(settings)} for {settings.site_url}. Stop it with Ctrl-C."
    run(settings, f"{greeting}\n{invitation(link)}" if link else greeting)


@click.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Send letters and publish planned releases: for a site whose servers run with PETITION_MAIL_WORKER=false."""
    _log_plainly()
    prepare(settings)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    click.echo("Sending letters. Stop it with Ctrl-C.")
    keep_working(settings, stop)


def run(settings: Settings, greeting: str) -> None:
    """Serve until told to stop. The environment must hold these settings: the server's process reads them there."""
    _log_plainly()
    # A forked process would share locks and open files with the mail worker's thread; a new one shares nothing.
    multiprocessing.set_start_method("spawn", force=True)
    server, stop = _server(settings), threading.Event()
    mail = threading.Thread(target=keep_working, args=(settings, stop), name="mail worker", daemon=True)

    @server.on_startup
    def started() -> None:
        # When the terminal is closed the site ends with it; the server would start itself anew.
        signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))
        click.echo(greeting)
        if settings.mail_worker:
            mail.start()

    @server.on_shutdown
    def stopped() -> None:
        stop.set()
        if mail.is_alive():
            mail.join(_STOP_SECONDS)

    server.serve()


def _server(settings: Settings) -> MPServer:
    return MPServer(
        "petition_app.cli.server_process:application",
        factory=True,
        address=numeric(settings.host),
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
        websockets=False,
        # Addresses, paths and times of visits belong in no log.
        log_access=False,
        log_level=LogLevels.error,
    )


def refuse_taken_port(settings: Settings) -> None:
    """Raises SettingError. Asked before anything else, because the server itself would share the port."""
    if not is_free(settings.host, settings.port):
        raise SettingError("PORT", f"{settings.port} is taken by another program; choose another one.")


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there. Raises SettingError for an address this machine does not have."""
    address = numeric(host)
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address, port))
        except PermissionError as error:
            raise SettingError("PORT", f"{port} needs rights this user does not have; choose 1024 or more.") from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise SettingError("PETITION_HOST", f"{host!r} is not an address of this machine.") from error
    return True


def numeric(host: str) -> str:
    """The IP address of a name such as localhost, which is all the server understands. Raises SettingError."""
    try:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
    except OSError as error:
        raise SettingError("PETITION_HOST", f"{host[:60]!r} is not an address of this machine.") from error


def listening(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def _log_plainly() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
