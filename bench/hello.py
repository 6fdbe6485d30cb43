"""The floor of all that answers over HTTP: one Flask view with a short text, under the same server and no other
process: `python -m bench.hello PORT`."""

from __future__ import annotations

import sys

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from petition_app.settings import Settings

app = Flask(__name__, static_folder=None)


@app.get("/")
@app.get("/readyz")
def hello() -> str:
    return "Hello, World!"


def main() -> None:
    MPServer(
        "bench.hello:app",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=Settings.threads,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main()
