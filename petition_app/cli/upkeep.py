"""Making a site and looking after it: `init`, `upgrade`, `seed` and `verify`."""

from __future__ import annotations

import sys

import click

from petition_app import folders
from petition_app.cli.preparing import CannotRun, bring_up_to_date, existing_site, prepare
from petition_app.database import begin_reading, begin_work
from petition_app.services import instance, seeding, verifying
from petition_app.services.verifying import Promise
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.command()
@click.pass_obj
def init(settings: Settings) -> None:
    """Make a new site: data folder, keys and database."""
    if not prepare(settings):
        click.echo(f"The site in {settings.data_dir} is there already; nothing was changed.")
        return
    click.echo(f"The site is in {settings.data_dir}.")
    if not settings.instance_key:
        click.echo(f"Its key is {instance.secrets_folder(settings) / 'instance.key'}: copy it somewhere safe, apart")
        click.echo("from the backups. Without it nobody can open the private fields, and with it anybody can.")
    click.echo("Next: `petition organiser add`, then `petition serve`.")


@click.command()
@click.pass_obj
def upgrade(settings: Settings) -> None:
    """Bring the database to the newest schema, in one transaction."""
    before, after = bring_up_to_date(settings)
    if before == after:
        click.echo(f"The database has the newest schema already ({after}).")
    else:
        click.echo(f"The database was brought from schema {before} to {after}.")


@click.command()
@click.pass_obj
def seed(settings: Settings) -> None:
    """Add the seeded petition with its invented signers. A second time changes nothing."""
    if settings.is_public:
        raise CannotRun("The seeded signers are invented: they are not put into a site with a public address.")
    with existing_site(settings), begin_work(OPERATOR) as work:
        report = seeding.seed(work, folders.SEEDS)
    if report.signatures:
        click.echo(f"Added the petition “{report.slug}” with {report.signatures} invented signatures.")
    else:
        click.echo(f"The petition “{report.slug}” is there already; nothing was changed.")


@click.command()
@click.pass_obj
def verify(settings: Settings) -> None:
    """Check every promise that the database can prove. Ends with 1 where one is broken."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        promises = verifying.verify(work)
    for promise in promises:
        _show(promise)
    broken = sum(not promise.holds for promise in promises)
    click.echo(f"{broken} of {len(promises)} promises are broken." if broken else f"All {len(promises)} promises hold.")
    sys.exit(1 if broken else 0)


def _show(promise: Promise) -> None:
    click.echo(f"{'holds ' if promise.holds else 'BROKEN'}  {promise.name}: {promise.figures or 'not checked'}")
    for fault in promise.faults:
        click.echo(f"        {fault}")
