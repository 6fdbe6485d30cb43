"""`petition access webhooks`: the sites that are told what happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import click

from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work
from petition_app.domain.refusals import Refusal
from petition_app.domain.webhook import CHOICES, Happened
from petition_app.services import petitions
from petition_app.services import webhooks as told
from petition_app.services.work import OPERATOR, Work
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
    with existing_site(settings), begin_reading(OPERATOR) as work:
        for each in told.every(work, petitions.by_slug(work, slug).id):
            how = "off" if each.disabled_at else "failing" if each.failing_since else "on"
            click.echo("\t".join([str(each.id), each.url, " ".join(each.events), how]))


@webhooks.command()
@click.argument("url")
@of_petition
@click.option("--event", "events", type=_EVENT, multiple=True, required=True)
@click.pass_obj
def add(settings: Settings, url: str, slug: str, events: tuple[str, ...]) -> None:
    """Tell URL of what happens from now on. Its secret is shown this once."""
    with _changing(settings, slug) as (work, petition):
        secret = told.add(work, petition, url, map(Happened, events))
    click.echo(secret)


@webhooks.command()
@click.argument("webhook", type=click.UUID)
@of_petition
@click.pass_obj
def revoke(settings: Settings, webhook: UUID, slug: str) -> None:
    """Remove WEBHOOK, a number as `list` shows it."""
    with _changing(settings, slug) as (work, petition):
        told.remove(work, petition, webhook)
    click.echo("Removed: nothing is sent there any more.")


@webhooks.command("test")
@click.argument("webhook", type=click.UUID)
@of_petition
@click.pass_obj
def try_it(settings: Settings, webhook: UUID, slug: str) -> None:
    """Send WEBHOOK a message that tells of nothing; one that is off is on again."""
    with _changing(settings, slug) as (work, petition):
        told.ping(work, petition, webhook)
    click.echo("The worker sends it in a moment.")


@contextmanager
def _changing(settings: Settings, slug: str) -> Iterator[tuple[Work, UUID]]:
    try:
        with existing_site(settings), begin_work(OPERATOR) as work:
            yield work, petitions.by_slug(work, slug).id
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
