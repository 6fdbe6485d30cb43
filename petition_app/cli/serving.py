"""`petition serve`: the site, until it is told to stop."""

from __future__ import annotations

import dataclasses
import os

import click

from petition_app.cli.supervisor import supervise
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
