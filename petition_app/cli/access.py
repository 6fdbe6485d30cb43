"""`petition access`: the tokens that let programs in; the webhooks are in their own file."""

from __future__ import annotations

from uuid import UUID

import click

from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.cli.webhooks import webhooks
from petition_app.database import begin_reading, begin_work
from petition_app.domain.accesstoken import LONGEST_DAYS, USUAL_DAYS, Scope
from petition_app.domain.refusals import Refusal
from petition_app.services import accesstokens, organisers, petitions
from petition_app.services.work import OPERATOR
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
    with existing_site(settings), begin_reading(OPERATOR) as work:
        for each in accesstokens.every(work, petitions.by_slug(work, slug).id):
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
    try:
        with existing_site(settings), begin_work(OPERATOR) as work:
            petition, maker = petitions.by_slug(work, slug).id, organisers.id_of(work, email)
            text = accesstokens.make(work, petition, maker, name, map(Scope, scopes), days)
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(text)


@tokens.command()
@click.argument("token", type=click.UUID)
@of_petition
@click.pass_obj
def revoke(settings: Settings, token: UUID, slug: str) -> None:
    """Revoke TOKEN, a number as `list` shows it."""
    try:
        with existing_site(settings), begin_work(OPERATOR) as work:
            accesstokens.revoke(work, petitions.by_slug(work, slug).id, token)
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo("Revoked: the token is worth nothing any more.")
