"""`petition setup-link`: the way into an empty site, and how it is told at the start."""

from __future__ import annotations

import click

from petition_app.cli.preparing import existing_site
from petition_app.database import begin_work
from petition_app.services import settingup
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.command("setup-link")
@click.pass_obj
def setup_link(settings: Settings) -> None:
    """Print a new link with which the first organiser sets up an empty site. It works once, for three days."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        link = settingup.new_link(work)
    click.echo(invitation(link))


def link_of_empty_site() -> str | None:
    """The link that waits, made where there is none; none where the site has an organiser. To be called within an
    application's context."""
    with begin_work(OPERATOR) as work:
        return settingup.link(work) if settingup.is_empty(work) else None


def invitation(link: str) -> str:
    return f"Nobody looks after this site yet. Set it up here (the link works once, for three days):\n  {link}"
