"""What runs in each process of the server: the application, never left alone."""

from __future__ import annotations

import gc
import signal
import threading
import time
from collections.abc import Callable

from flask import Flask

from petition_app.cli.orphans import end_with
from petition_app.database import edge

FORGET_KEYS_EVERY = 60.0
_NEW_OBJECTS_BETWEEN_COLLECTIONS = 20_000


def take_up(app: Flask, parent: int, serves: Callable[[], object]) -> Flask:
    """Be a process that ends when `parent` does, and say that it serves."""
    # The server sets its own in a moment; until then these would be the parent's, and lost on this process.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    end_with(parent)
    _spare_the_collector()
    threading.Thread(target=_forget_keys, args=(app,), name="forget keys", daemon=True).start()
    serves()
    return app


def _spare_the_collector() -> None:
    """What was loaded stays for good: Python need not look through it for garbage again and again, which took a sixth
    of the time of a busy server."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS_BETWEEN_COLLECTIONS)


def _forget_keys(app: Flask) -> None:
    """An idle server must not keep an epoch key beyond its hour."""
    with app.app_context():
        here = edge()
    while True:
        time.sleep(FORGET_KEYS_EVERY)
        here.keys.drop_expired(here.clock())
