"""What runs in the server's own process: the application, kept apart from the terminal and never left alone."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time

from flask import Flask

from petition_app.app import from_environment
from petition_app.database import edge

FORGET_KEYS_EVERY = 60.0
_NEW_OBJECTS_BETWEEN_COLLECTIONS = 20_000


def application() -> Flask:
    """The application, in a process that ends when `petition serve` does, however that ends."""
    # Ctrl-C reaches every process of the terminal's group. `petition serve` alone is to hear it and pass it on, once:
    # the server can hang on a second signal while it handles the first.
    os.setpgid(0, 0)
    threading.Thread(target=_end_with_parent, name="end with parent", daemon=True).start()
    app = from_environment()
    _spare_the_collector()
    threading.Thread(target=_forget_keys, args=(app,), name="forget keys", daemon=True).start()
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


def _end_with_parent() -> None:
    """A server whose parent was killed would keep the port and serve on, unseen."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
