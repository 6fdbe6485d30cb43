"""One generation of the server: its processes and the mail worker, on a port that is open already.

Everything is loaded and made here once. The processes are forked, so that they start at once and share it; each opens
its own connections and files."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

import click
from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.net import SocketHolder  # type: ignore[attr-defined]  # its notes on types leave it out
from granian.server.mp import MPServer

from petition_app.cli import demosite
from petition_app.cli.mailthread import MailThread
from petition_app.cli.orphans import end_with
from petition_app.cli.port import WAITING, listening
from petition_app.cli.preparing import prepared
from petition_app.cli.server_process import take_up
from petition_app.cli.setup import invitation, link_of_empty_site
from petition_app.cli.supervisor import HEARD
from petition_app.cli.turningaway import MOMENT, TAKE_NO_MORE, heed
from petition_app.database import edge
from petition_app.settings import Settings

# Requests that were taken are answered before the server ends, but nobody waits for a stuck one.
_STOP_SECONDS = 15


@click.command(hidden=True)
@click.argument("kind", type=click.Choice(["serve", "demo"]))
@click.argument("port", type=int)
@click.argument("supervisor", type=int)
@click.option("--again", is_flag=True, help="Say nothing: another one has been serving.")
@click.pass_obj
def generation(settings: Settings, kind: str, port: int, supervisor: int, again: bool) -> None:
    """Serve on the open socket of this number, until the process that started it says otherwise."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
    end_with(supervisor)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    with prepared(settings) as site:
        greeting = _GREETINGS[kind](settings)
        # What was opened on the way is not for every process to hold.
        edge().keys.drop_all()
    with socket.socket(fileno=port) as opened:
        _serve(site.app, opened, supervisor, "" if again else greeting)


def _where_it_is(settings: Settings) -> str:
    link = link_of_empty_site()
    greeting = f"Listening on {listening(settings)} for {settings.site_url}. Stop it with Ctrl-C."
    return f"{greeting}\n{invitation(link)}" if link else greeting


#: What is said at the start, once all that it speaks of is there.
_GREETINGS: Mapping[str, Callable[[Settings], str]] = {"serve": _where_it_is, "demo": demosite.furnish}


def _serve(app: Flask, port: socket.socket, supervisor: int, greeting: str) -> None:
    multiprocessing.set_start_method("fork", force=True)
    with app.app_context():
        settings = edge().settings
    server, mail = _Server(settings, port, supervisor), MailThread(app)
    serving = multiprocessing.Semaphore(0)

    def all_serve() -> None:
        for _ in range(settings.workers):
            serving.acquire()
        if settings.mail_worker:
            mail.start()
        os.kill(supervisor, signal.SIGUSR1)

    @server.on_startup
    def started() -> None:
        # It is the supervisor who starts anew.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        if greeting:
            click.echo(greeting)
        threading.Thread(target=all_serve, name="all serve", daemon=True).start()

    @server.on_shutdown
    def stopped() -> None:
        mail.stop()

    # What is loaded by now stays. A collector that walks over it would make each process a copy of its own.
    gc.collect()
    gc.freeze()
    parent = os.getpid()

    def load() -> Flask:
        heed(port)
        return take_up(app, parent, serving.release)

    server.serve(target_loader=load, wrap_loader=False)


class _Server(MPServer):
    """All processes take connections from the one socket. Granian would give each its own, and those who wait at the
    one of a process that ends would be turned away."""

    def __init__(self, settings: Settings, port: socket.socket, supervisor: int) -> None:
        super().__init__(
            "petition",
            interface=Interfaces.WSGI,
            workers=settings.workers,
            blocking_threads=settings.threads,
            respawn_failed_workers=True,
            workers_kill_timeout=_STOP_SECONDS,
            websockets=False,
            # Addresses, paths and times of visits belong in no log.
            log_access=False,
            log_level=LogLevels.error,
        )
        self._port, self._supervisor = port, supervisor
        # As if all had been replaced just now: where one ends within seconds, another would as well.
        self.respawned_wrks = dict.fromkeys(range(settings.workers), time.monotonic())

    def _stop_workers(self) -> None:
        for each in self.wrks:
            # One that died takes none either.
            with suppress(ProcessLookupError):
                os.kill(each.inner.pid, TAKE_NO_MORE)
        time.sleep(MOMENT)
        super()._stop_workers()  # type: ignore[no-untyped-call]

    def _respawn_workers(self, workers: list[int], *_: object, **__: object) -> None:
        """Where one died, another generation takes the place of this one: a process with threads forks no more."""
        if any(each.inner.is_alive() for each in self.wrks):
            os.kill(self._supervisor, signal.SIGHUP)
        else:
            self.interrupt_children, self.respawn_failed_workers = list(workers), False
            self.main_loop_interrupt.set()

    def _init_shared_socket(self) -> None:
        self._ssp, self._sso = None, self._port
        # Its notes on types do not know that it may be made of an open socket.
        self._shd = SocketHolder(self._port.fileno(), False, WAITING)  # type: ignore[assignment, call-arg]
