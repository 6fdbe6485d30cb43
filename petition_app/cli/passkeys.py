"""`petition organiser passkeys`: for organisers who have lost one."""

from __future__ import annotations

from uuid import UUID

import click

from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import Refusal
from petition_app.services import organisers
from petition_app.services import passkeys as passkeys_of
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.group()
def passkeys() -> None:
    """List an organiser's passkeys, or remove one. Only organisers themselves add them."""


@passkeys.command("list")
@click.argument("email")
@click.pass_obj
def list_passkeys(settings: Settings, email: str) -> None:
    """EMAIL's passkeys, with the number to remove one by."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        for each in passkeys_of.of_organiser(work, organisers.id_of(work, email)):
            used = f"last used {each.last_used_on}" if each.last_used_on else "never used"
            marks = ["blocked"] * each.is_blocked + ["the only second factor"] * each.is_needed
            click.echo("\t".join([str(each.id), each.name, f"added {each.created_on}", used, *marks]))


@passkeys.command()
@click.argument("email")
@click.argument("passkey", type=click.UUID)
@click.pass_obj
def remove(settings: Settings, email: str, passkey: UUID) -> None:
    """Remove PASSKEY, a number as `list` shows it, from EMAIL's account; a letter tells them. The only second
    factor goes with `petition organiser reset-second-factor`."""
    try:
        with existing_site(settings), begin_work(OPERATOR) as work:
            passkeys_of.remove(work, organisers.id_of(work, email), passkey)
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo("Removed: it opens nothing any more.")
