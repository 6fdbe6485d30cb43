"""`petition migrate-to`: a SQLite site moved to PostgreSQL, and `migrate-back`, while nobody has used that one."""

from __future__ import annotations

import os
from contextlib import nullcontext

import click

from petition_app.cli.moving import complete, let_go_on, make_tables, move, reached
from petition_app.cli.preparing import CannotRun, existing_site
from petition_app.settings import Settings, load_settings
from petition_app.writelock import has_moved, standing_still


@click.command("migrate-to")
@click.argument("url", metavar="POSTGRESQL_URL")
@click.option("--rehearse", is_flag=True, help="Copy and check while the site goes on, then take everything back.")
@click.option("--yes", is_flag=True, help="Do not ask before the site stops taking signatures.")
@click.pass_obj
def migrate_to(settings: Settings, url: str, *, rehearse: bool, yes: bool) -> None:
    """Move this site from SQLite to the empty database at POSTGRESQL_URL.

    While rows are copied and compared, every page can be read and nothing can be sent. Broken off or refused, it leaves
    the site as it was. Rehearse first: it tells how long it will take."""
    there = _target(settings, url)
    if has_moved(settings.data_dir):
        complete(settings, there)
        click.echo("This site was moved there already. Set DATABASE_URL to that address, and start it.")
        return
    make_tables(there)
    with existing_site(settings), reached(there) as target:
        if not (rehearse or yes):
            click.confirm(
                "The site will take no signatures until it is started with the new database. Go on?", abort=True
            )
        with nullcontext() if rehearse else standing_still(settings.data_dir):
            copied = move(settings, there, target, for_good=not rehearse)
    size = f"{copied.rows:,} rows were copied and compared, {copied.promises} promises hold ({copied.seconds:,.0f} s)"
    if rehearse:
        click.echo(f"{size}. It was a rehearsal: nothing was moved, and the database there is empty again.")
    else:
        click.echo(f"{size}.\nNow set DATABASE_URL to that address and start every server and worker again.")
        click.echo(f"{settings.data_dir / 'petition.db'} is kept as it is, and cannot be written to any more.")


@click.command("migrate-back")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def migrate_back(settings: Settings, *, yes: bool) -> None:
    """Let petition.db be written to again, after `migrate-to`. What PostgreSQL has got since is not in it."""
    _refuse_postgresql(settings)
    if not has_moved(settings.data_dir):
        raise CannotRun("This site was not moved; nothing was changed.")
    if not yes:
        click.confirm("Signatures that PostgreSQL has got since the move are not in petition.db. Go back?", abort=True)
    let_go_on(settings)
    click.echo("petition.db is in use again. Leave DATABASE_URL out and start every server and worker again.")


def _target(settings: Settings, url: str) -> Settings:
    _refuse_postgresql(settings)
    there = load_settings({**os.environ, "PETITION_DATABASE_URL": url})
    if there.is_sqlite:
        raise CannotRun("Name the address of a PostgreSQL database: postgresql://…")
    return there


def _refuse_postgresql(settings: Settings) -> None:
    if not settings.is_sqlite:
        raise CannotRun("This site is on PostgreSQL already (DATABASE_URL). Leave that out to name the SQLite one.")
