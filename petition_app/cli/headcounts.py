"""`petition employers headcount`: how many people work at an employer, as in the organisers' workshop."""

from __future__ import annotations

from datetime import datetime

import click

from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_trial, begin_work
from petition_app.domain.headcount import Headcount
from petition_app.services import headcounts, petitions
from petition_app.services.dashboard import Difference
from petition_app.services.headcounts import Effect
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.command()
@click.argument("employer", metavar="EMPLOYER")
@of_petition
@click.option("--number", type=int, help="How many people work there, with all units that are counted with it.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day it is of, such as 2026-11-22.")
@click.option("--source", help="Who says so: a text, or a link.")
@click.option("--remove", "is_removal", is_flag=True, help="Take the headcount away.")
@click.option("--try", "is_trial", is_flag=True, help="Only say what it would change in the next release.")
@click.pass_obj
def headcount(
    settings: Settings, employer: str, slug: str, number: int | None, day: datetime | None, source: str | None,
    is_removal: bool, is_trial: bool,
) -> None:  # fmt: skip
    """Show the headcount of EMPLOYER (its short name, such as google), or enter one, with its day and its source."""
    new = _headcount(number, day, source)
    if is_removal and new:
        raise click.UsageError("Give a headcount, or --remove, and not both.")
    with existing_site(settings):
        if new is None and not is_removal:
            _show(slug, employer)
            return
        with begin_trial(OPERATOR) as work:
            _tell(headcounts.effect(work, petitions.by_slug(work, slug), employer, new))
        if is_trial:
            return
        with begin_work(OPERATOR) as work:
            petition = petitions.by_slug(work, slug).id
            if new:
                headcounts.enter(work, petition, employer, new)
            else:
                headcounts.remove(work, petition, employer)
    click.echo("Entered." if new else "Removed.")


def _headcount(number: int | None, day: datetime | None, source: str | None) -> Headcount | None:
    if number is None and day is None and source is None:
        return None
    if number is None or day is None or source is None:
        raise click.UsageError("A headcount needs --number, --on and --source.")
    return Headcount(number, day.date(), source)


def _show(slug: str, employer: str) -> None:
    with begin_reading(OPERATOR) as work:
        place = headcounts.place(work, petitions.by_slug(work, slug).id, employer)
    known = place.headcount
    said = f"{known.number:,} on {known.on}, by {known.source}" if known else "no headcount"
    click.echo(f"{place.name}: {said}")
    if place.counted_with:
        click.echo(f"Counted with {place.counted_with[1]}: enter it there.")


def _tell(effect: Effect) -> None:
    if not effect.matters:
        click.echo("The next release would be the same.")
        return
    reason = f" ({effect.consequence})" if effect.consequence else ""
    click.echo(f"In the next release, this changes{reason}:")
    for each in effect.rows:
        click.echo(f"  {each.name}: {_figures(each)}")
    click.echo(f"  all others: {_figures(effect.other)}")


def _figures(each: Difference) -> str:
    now, then = ("not listed" if figure is None else f"{figure:,}" for figure in (each.now, each.then))
    return f"{now} → {then}"
