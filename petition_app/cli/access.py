"""`petition access`: the tokens that let programs in; the webhooks are in their own file."""

from __future__ import annotations

from uuid import UUID

import click

from petition_app.cli.onepetition import changing, reading
from petition_app.cli.options import of_petition
from petition_app.cli.webhooks import webhooks
from petition_app.domain.accesstoken import LONGEST_DAYS, USUAL_DAYS, Scope
from petition_app.services import accesstokens, organisers
from petition_app.settings import Settings


@click.group()
def access() -> None:
    """Let programs in, and have them told what happens."""


access.add_command(webhooks)


@access.group()
def tokens() -> None:
    """The tokens of the organiser API."""


@tokens.command("list")
@of_petition
@click.pass_obj
def list_tokens(settings: Settings, slug: str) -> None:
    """Every token of a petition, with the number to revoke it by."""
    with reading(settings, slug) as (work, petition):
        for each in accesstokens.every(work, petition):
            until = "not valid any more" if each.is_dead else f"until {each.expires_at:%Y-%m-%d}"
            used = f"last used {each.last_used_on}" if each.last_used_on else "never used"
            click.echo("\t".join([str(each.id), each.name, " ".join(each.scopes), each.made_by, until, used]))


@tokens.command()
@click.argument("name")
@of_petition
@click.option("--for", "email", required=True, help="Of whom it never does more than they may: an e-mail address.")
@click.option("--scope", "scopes", type=click.Choice([str(each) for each in Scope]), multiple=True, required=True)
@click.option("--days", type=click.IntRange(1, LONGEST_DAYS), default=USUAL_DAYS, show_default=True)
@click.pass_obj
def add(settings: Settings, name: str, slug: str, email: str, scopes: tuple[str, ...], days: int) -> None:
    """Make a token called NAME. It is shown this once."""
    with changing(settings, slug) as (work, petition):
        maker = organisers.id_of(work, email)
        text = accesstokens.make(work, petition, maker, name, map(Scope, scopes), days)
    click.echo(text)


@tokens.command()
@click.argument("token", type=click.UUID)
@of_petition
@click.pass_obj
def revoke(settings: Settings, token: UUID, slug: str) -> None:
    """Revoke TOKEN, a number as `list` shows it."""
    with changing(settings, slug) as (work, petition):
        accesstokens.revoke(work, petition, token)
    click.echo("Revoked: the token is worth nothing any more.")
