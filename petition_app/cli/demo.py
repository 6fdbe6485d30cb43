"""`petition demo`: the seeded petition with a sign-in that everybody may know, on this machine only."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click

from petition_app import folders
from petition_app.cli.preparing import application, prepare
from petition_app.cli.serving import is_free, refuse_taken_port, run
from petition_app.database import begin_work
from petition_app.services import demo as demo_site
from petition_app.services import seeding
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings, load_settings

_PORTS_TO_TRY = 20


@click.command()
@click.pass_obj
def demo(settings: Settings) -> None:
    """Start a demo with the seeded petition, on this machine only. The next start finds what was done in it."""
    environment = demo_environment(settings, os.environ)
    # The server's own process reads its settings from there.
    os.environ.update(environment)
    settings = load_settings(os.environ)
    refuse_taken_port(settings)
    prepare(settings)
    with application(settings), begin_work(OPERATOR) as work:
        slug = seeding.seed(work, folders.SEEDS).slug
        demo_site.add_organiser(work, slug)
    run(settings, greeting(settings, slug))


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


def greeting(settings: Settings, slug: str) -> str:
    site = settings.site_url
    return f"""
The demo is at      {site}
  the petition      {site}/p/{slug}
  its letters       {site}/demo/mail      (no real mail is sent)
  organisers        {site}/sign-in
                    {demo_site.EMAIL}
                    {demo_site.PASSPHRASE}
What is done in it is kept in {settings.data_dir}. Stop it with Ctrl-C.
"""
