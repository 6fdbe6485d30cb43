"""`petition reindex`: the index of the organisers' search, made anew from the signatures."""

from __future__ import annotations

import click
from tqdm import tqdm

from petition_app.cli.preparing import existing_site
from petition_app.database import begin_work
from petition_app.services import searchindex
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.command()
@click.pass_obj
def reindex(settings: Settings) -> None:
    """Make the index of published names and titles anew, while the site goes on. Searches find everything
    meanwhile, more slowly. Interrupted, the worker does the rest."""
    with existing_site(settings):
        with begin_work(OPERATOR) as work:
            searchindex.rebuild(work)
            names = searchindex.waiting(work)
        with tqdm(total=names, unit=" names", disable=None) as bar:
            fed = -1
            while fed:
                with begin_work(OPERATOR) as work:
                    fed = searchindex.feed(work)
                bar.update(fed)
    click.echo(f"The index has {names:,} published names and titles.")
