"""`petition access webhooks`: the sites that are told what happened."""

from __future__ import annotations

from uuid import UUID

import click

from petition_app.cli.onepetition import changing, reading
from petition_app.cli.options import of_petition
from petition_app.domain.webhook import CHOICES, Happened
from petition_app.services import webhooks as told
from petition_app.settings import Settings

_EVENT = click.Choice([str(each) for each in CHOICES])


@click.group()
def webhooks() -> None:
    """The sites that are told what happened in public."""


@webhooks.command("list")
@of_petition
@click.pass_obj
def list_webhooks(settings: Settings, slug: str) -> None:
    """Every webhook of a petition, with its number."""
    with reading(settings, slug) as (work, petition):
        for each in told.every(work, petition):
            how = "off" if each.disabled_at else "failing" if each.failing_since else "on"
            click.echo("\t".join([str(each.id), each.url, " ".join(each.events), how]))


@webhooks.command()
@click.argument("url")
@of_petition
@click.option("--event", "events", type=_EVENT, multiple=True, required=True)
@click.pass_obj
def add(settings: Settings, url: str, slug: str, events: tuple[str, ...]) -> None:
    """Tell URL of what happens from now on. Its secret is shown this once."""
    with changing(settings, slug) as (work, petition):
        secret = told.add(work, petition, url, map(Happened, events))
    click.echo(secret)


@webhooks.command()
@click.argument("webhook", type=click.UUID)
@of_petition
@click.pass_obj
def revoke(settings: Settings, webhook: UUID, slug: str) -> None:
    """Remove WEBHOOK, a number as `list` shows it."""
    with changing(settings, slug) as (work, petition):
        told.remove(work, petition, webhook)
    click.echo("Removed: nothing is sent there any more.")


@webhooks.command("test")
@click.argument("webhook", type=click.UUID)
@of_petition
@click.pass_obj
def try_it(settings: Settings, webhook: UUID, slug: str) -> None:
    """Send WEBHOOK a message that tells of nothing; one that is off is on again."""
    with changing(settings, slug) as (work, petition):
        told.ping(work, petition, webhook)
    click.echo("The worker sends it in a moment.")
