"""An application alone in one server process, as `petition serve` sets it up, and nothing beside it:
`PORT=… python -m bench.alone MODULE:FUNCTION`."""

from __future__ import annotations

import os
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from petition_app.settings import Settings


def main() -> None:
    MPServer(
        sys.argv[1],
        factory=True,
        port=int(os.environ["PORT"]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=Settings.threads,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main()
