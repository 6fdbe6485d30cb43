"""Making a site and looking after it: `init`, `upgrade`, `seed` and `verify`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from petition_app import folders
from petition_app.cli.asking import ask_new
from petition_app.cli.preparing import CannotRun, application, bring_up_to_date, existing_site, prepared
from petition_app.cli.setup import invitation, link_of_empty_site
from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import Custody
from petition_app.services import founding, instance, seeding, verifying
from petition_app.services.petition_files import read_petition
from petition_app.services.verifying import Promise
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.command()
@click.pass_obj
def init(settings: Settings) -> None:
    """Make a new site: data folder, keys and database."""
    with prepared(settings) as site:
        link = link_of_empty_site()
    if not site.is_new:
        click.echo(f"The site in {settings.data_dir} is there already; nothing was changed.")
    else:
        click.echo(f"The site is in {settings.data_dir}.")
        if not settings.instance_key:
            key = instance.secrets_folder(settings) / "instance.key"
            click.echo(f"Its key is {key}: copy it somewhere safe, apart")
            click.echo("from the backups. Without it nobody can open the private fields, and with it anybody can.")
    if link:
        click.echo(f"Start it with `petition serve`. {invitation(link)}")


@click.command()
@click.pass_obj
def upgrade(settings: Settings) -> None:
    """Bring the database to the newest schema, and the list of employers up to date."""
    before, after = bring_up_to_date(settings)
    companies = _new_companies(settings)
    if before == after:
        click.echo(f"The database has the newest schema already ({after}).")
    else:
        click.echo(f"The database was brought from schema {before} to {after}.")
    if companies:
        click.echo(f"{companies} companies are new on the list of employers.")


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
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--custody",
    type=click.Choice([each.value for each in Custody]),
    default=Custody.INSTANCE.value,
    show_default=True,
    help="Who can open private fields: the server, or the organisers' passphrase alone.",
)
@click.option("--draft", "is_draft", is_flag=True, help="Do not open it: its organisers write on, and open it.")
@click.pass_obj
def add(settings: Settings, file: Path, custody: str, is_draft: bool) -> None:
    """Add a petition from FILE and open it now. seeds/petition.toml shows what is in such a file."""
    with existing_site(settings):
        read = read_petition(file)
        kept_by = Custody(custody)
        passphrase = ask_new("Passphrase of the organisers") if kept_by is Custody.ORGANISERS else None
        with begin_work(OPERATOR) as work:
            if is_draft:
                petition = founding.begin(work, read, None, kept_by, passphrase)
            else:
                petition = founding.found(work, read, work.now, kept_by, passphrase)
        if is_draft:
            click.echo(f"The draft “{petition.title}” is added. Give it an owner: `petition organiser role`.")
            return
        click.echo(f"“{petition.title}” is open at {settings.site_url}/p/{petition.slug}")


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


def _new_companies(settings: Settings) -> int:
    with application(settings), begin_reading(OPERATOR) as work:
        is_complete = instance.is_claimed(work)
    if not is_complete:
        # Making it broke off. It gets the list with all else that is missing, when it is made or served.
        return 0
    with existing_site(settings), begin_work(OPERATOR) as work:
        return seeding.add_known_companies(work, folders.SEEDS)


def _show(promise: Promise) -> None:
    click.echo(f"{'holds ' if promise.holds else 'BROKEN'}  {promise.name}: {promise.figures or 'not checked'}")
    for fault in promise.faults:
        click.echo(f"        {fault}")
