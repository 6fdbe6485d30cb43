"""`petition demo`: the seeded petition with a sign-in that everybody may know, on this machine only."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click

from petition_app.cli.port import is_free
from petition_app.cli.serving import supervise
from petition_app.settings import Settings, load_settings

_PORTS_TO_TRY = 20


@click.command()
@click.pass_obj
def demo(settings: Settings) -> None:
    """Start a demo with the seeded petition, on this machine only. The next start finds what was done in it."""
    # The server's own processes read their settings from there.
    os.environ.update(demo_environment(settings, os.environ))
    supervise(load_settings(os.environ), "demo")


def demo_environment(settings: Settings, env: Mapping[str, str]) -> dict[str, str]:
    """What makes a demo of these settings: a folder of its own and a free port, unless they were chosen."""
    chosen = {"PETITION_DEMO": "true"}
    if not _is_chosen(env, "PETITION_DATA_DIR"):
        chosen["PETITION_DATA_DIR"] = str(settings.data_dir / "demo")
    if not _is_chosen(env, "PETITION_PORT", "PORT"):
        free = (port for port in range(settings.port, settings.port + _PORTS_TO_TRY) if is_free(settings.host, port))
        chosen["PORT"] = str(next(free, settings.port))
    return chosen


def _is_chosen(env: Mapping[str, str], *names: str) -> bool:
    return any(name in env or f"{name}_FILE" in env for name in names)
