"""The mail worker beside the server: a process of its own, so that no letter or job takes time from a request."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading

from flask import Flask

from petition_app.cli.mailing import keep_working
from petition_app.cli.orphans import end_with
from petition_app.database import edge

# What it has begun is finished before it ends, but nobody waits for a letter that is stuck.
_STOP_SECONDS = 15.0
_PAUSE = 2.0

_log = logging.getLogger(__name__)


class MailProcess:
    def __init__(self, app: Flask) -> None:
        self._app, self._stopping = app, threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="mail watcher", daemon=True)

    def start(self) -> None:
        self._process = self._started()
        self._watcher.start()

    def stop(self) -> None:
        if not self._watcher.is_alive():
            return
        self._stopping.set()
        self._process.terminate()
        self._watcher.join(_STOP_SECONDS)
        self._process.kill()

    def _started(self) -> multiprocessing.Process:
        process = multiprocessing.Process(target=_work, args=(self._app, os.getpid()), name="mail worker")
        process.start()
        return process

    def _watch(self) -> None:
        while True:
            self._process.join()
            if self._stopping.wait(_PAUSE):
                return
            _log.error("the mail worker ended, and is started again")
            self._process = self._started()


def _work(app: Flask, parent: int) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    end_with(parent)
    with app.app_context():
        keep_working(edge().settings, stop)
