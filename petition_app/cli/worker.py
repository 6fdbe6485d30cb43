"""`petition worker`: letters, planned releases and jobs, without serving."""

from __future__ import annotations

import logging
import signal
import threading

import click

from petition_app.cli.mailing import keep_working
from petition_app.cli.preparing import application, prepare
from petition_app.settings import Settings


@click.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Send letters and publish planned releases: for a site whose servers run with PETITION_MAIL_WORKER=false."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    prepare(settings)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    click.echo("Sending letters. Stop it with Ctrl-C.")
    with application(settings):
        keep_working(settings, stop)
