"""`petition serve`: the site, until it is told to stop."""

from __future__ import annotations

import dataclasses
import os
import signal
import sys
from typing import NoReturn

import click

from petition_app.cli.port import open_port
from petition_app.cli.supervisor import HEARD
from petition_app.settings import Settings


@click.command()
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes; else PETITION_WORKERS says how many.")
@click.pass_obj
def serve(settings: Settings, workers: int | None) -> None:
    """Serve the site; send its letters and publish its planned releases too, unless PETITION_MAIL_WORKER is false.

    On SIGHUP the program is loaded anew, and no request is lost."""
    if workers:
        os.environ["PETITION_WORKERS"] = str(workers)
        settings = dataclasses.replace(settings, workers=workers)
    supervise(settings, "serve")


def supervise(settings: Settings, kind: str) -> NoReturn:
    """Serve until told to stop. The environment must hold these settings: the generations read them there.

    Raises SettingError for a port that cannot be had."""
    port = open_port(settings)
    port.set_inheritable(True)
    # They are taken one by one, when there is time for them; none is missed.
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
    sys.stdout.flush()
    command = [sys.executable, "-m", "petition_app.cli.supervisor", kind, str(port.fileno())]
    os.execv(sys.executable, command)  # noqa: S606  # our own program
