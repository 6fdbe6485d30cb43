"""`petition widget`: the sites that may show a petition's widget."""

from __future__ import annotations

import click

from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work
from petition_app.services import embedding, petitions
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.group()
def widget() -> None:
    """Choose the sites that may show a petition's widget."""


@widget.command("list")
@of_petition
@click.pass_obj
def list_sites(settings: Settings, slug: str) -> None:
    """Every site that may show it."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        for site in embedding.sites(work, petitions.by_slug(work, slug).id):
            click.echo(site)


@widget.command()
@click.argument("site")
@of_petition
@click.pass_obj
def add(settings: Settings, site: str, slug: str) -> None:
    """Let SITE show it, such as https://www.example.org."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        written = embedding.add_site(work, petitions.by_slug(work, slug).id, site)
    click.echo(f"{written} may show the widget now.")


@widget.command()
@click.argument("site")
@of_petition
@click.pass_obj
def remove(settings: Settings, site: str, slug: str) -> None:
    """Take SITE, as `list` shows it, off the list."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        embedding.remove_site(work, petitions.by_slug(work, slug).id, site)
    click.echo(f"{site} may not show the widget any more.")
