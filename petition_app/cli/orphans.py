"""No process of the server outlives the one that started it: it would keep the port and serve on, unseen."""

from __future__ import annotations

import os
import signal
import threading
import time

_LOOK_EVERY = 0.5


def end_with(parent: int) -> None:
    """Be told to stop as soon as that process, which started this one, is gone, however it went."""
    threading.Thread(target=_watch, args=(parent,), name="end with parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
