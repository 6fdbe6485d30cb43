"""`petition releases`: the tables of a petition, and when the next one is published."""

from __future__ import annotations

import click

from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work
from petition_app.domain.rhythm import Plan, Rhythm
from petition_app.services import petitions, release_schedule
from petition_app.services import releases as publishing
from petition_app.services.release_schedule import Outlook
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RHYTHMS = {each.value.replace("_", "-"): each for each in Rhythm}


@click.group()
def releases() -> None:
    """Publish tables, by hand or on a schedule."""


@releases.command("list")
@of_petition
@click.pass_obj
def list_releases(settings: Settings, slug: str) -> None:
    """Every release, oldest first, and when the next one comes."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        history, outlook = publishing.history(work, petition.id), release_schedule.outlook(work, petition)
    for each in history:
        click.echo(f"{each.number:4}  {each.released_at:%Y-%m-%d %H:%M}  {each.tally.total:>9,}  {each.digest}")
    click.echo(_words(outlook))


@releases.command()
@of_petition
@click.pass_obj
def publish(settings: Settings, slug: str) -> None:
    """Publish the next table now."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        made = publishing.release(work, petitions.by_slug(work, slug))
    click.echo(f"Release {made.number} is public: at least {made.tally.total:,} signatures. SHA-256 {made.digest}")


@releases.command()
@of_petition
@click.argument("rhythm", type=click.Choice(list(_RHYTHMS)))
@click.option("--weekday", type=click.Choice(_DAYS), default="monday", show_default=True, help="For weekly.")
@click.option("--hour", type=click.IntRange(0, 23), default=9, show_default=True, help="In UTC.")
@click.pass_obj
def schedule(settings: Settings, slug: str, rhythm: str, weekday: str, hour: int) -> None:
    """Choose when tables are published. Weekly is safer while an employer has fewer than 50."""
    plan = Plan(_RHYTHMS[rhythm], _DAYS.index(weekday), hour)
    with existing_site(settings), begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        release_schedule.set_plan(work, petition, plan)
        outlook = release_schedule.outlook(work, petition)
    click.echo(_words(outlook))


def _words(outlook: Outlook) -> str:
    if outlook.next_at is None:
        return "The next one is published by hand."
    return f"The next one is due on {outlook.next_at:%A %d %B %Y at %H:%M} UTC, if anything changes by then."
