"""The mail worker beside the server: a thread of the process that started the ones that answer, so that no letter or
job takes time from a request, and nothing that was loaded has to be held once more for it."""

from __future__ import annotations

import threading

from flask import Flask

from petition_app.cli.mailing import keep_working
from petition_app.database import edge

# What it has begun is finished before it ends, but nobody waits for a letter that is stuck.
_STOP_SECONDS = 15.0


class MailThread:
    """To be started once all processes are forked: what a thread holds at that moment is held in them for good."""

    def __init__(self, app: Flask) -> None:
        self._app, self._stopping = app, threading.Event()
        self._thread = threading.Thread(target=self._work, name="mail worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)

    def _work(self) -> None:
        with self._app.app_context():
            keep_working(edge().settings, self._stopping)
