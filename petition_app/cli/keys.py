"""`petition keys`: the keys of a petition's private fields."""

from __future__ import annotations

import click

from petition_app.cli.asking import ask, ask_new
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work
from petition_app.services import instance as site
from petition_app.services import keycopy, rekeying
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings

_PASSPHRASE = "Passphrase of this petition"  # noqa: S105 - what is asked for, not what is answered


@click.group()
def keys() -> None:
    """Change the instance key, a petition's keys or its passphrase."""


@keys.command()
@click.pass_obj
def instance(settings: Settings) -> None:
    """Wrap everything with a new instance key. Stop the server first: it still holds the old one."""
    if not site.is_kept_in_file(settings):
        raise click.ClickException("The instance key is set by PETITION_INSTANCE_KEY; move it into its file first.")
    with existing_site(settings), begin_work(OPERATOR) as work:
        wrapped = rekeying.rotate_instance_key(work, site.draft_instance_key(settings))
        # Only once what it wraps is durable; the draft outlives a crash in between.
        work.after_commit.append(lambda: site.adopt_instance_key(settings))
    click.echo(
        f"There is a new instance key ({wrapped} things wrapped anew). Copy it to a safe place and start the server."
    )


@keys.command()
@click.pass_obj
def show(settings: Settings) -> None:
    """Print the instance key, to be copied to a safe place apart from the backups. The audit log keeps that it was."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        key = keycopy.show(work)
    click.echo(key)


@keys.command()
@click.argument("slug", metavar="PETITION")
@click.pass_obj
def rotate(settings: Settings, slug: str) -> None:
    """Seal what comes from now on under new keys; a running server follows within the hour."""
    with existing_site(settings):
        with begin_reading(OPERATOR) as work:
            asks = rekeying.needs_passphrase(work, slug)
        passphrase = ask(_PASSPHRASE) if asks else None
        with begin_work(OPERATOR) as work:
            rekeying.rotate(work, slug, passphrase)
    click.echo(f"“{slug}” has new keys. The old ones are kept, to open what was sealed before.")


@keys.command()
@click.argument("slug", metavar="PETITION")
@click.pass_obj
def passphrase(settings: Settings, slug: str) -> None:
    """Change the passphrase of a petition whose keys the organisers keep."""
    with existing_site(settings):
        with begin_reading(OPERATOR) as work:
            if not rekeying.needs_passphrase(work, slug):
                raise rekeying.HasNoPassphrase
        old, new = ask(_PASSPHRASE), ask_new("New passphrase")
        with begin_work(OPERATOR) as work:
            rekeying.change_passphrase(work, slug, old, new)
    click.echo(f"“{slug}” has a new passphrase. Copies of the database from before still open with the old one.")
