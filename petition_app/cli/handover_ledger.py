"""`petition hand-over list|record|remove|undo`: the delivery ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import click

from petition_app.cli.addressees import addressee_of, any_addressee, day_or_today
from petition_app.cli.onepetition import changing, reading
from petition_app.cli.options import of_petition
from petition_app.domain.handover import Delivery, Way
from petition_app.services import handover_history, handoverpackages, handovers
from petition_app.services.handover_history import Ledger, Line
from petition_app.services.work import Work
from petition_app.settings import Settings

_line = click.argument("line", metavar="LINE", type=click.UUID)


@click.command("list")
@of_petition
@click.option("--history", is_flag=True, help="Every wording, not only the last.")
@click.pass_obj
def show(settings: Settings, slug: str, history: bool) -> None:
    """List the packages that were made, and the addressees by number with their hand-overs."""
    with reading(settings, slug) as (work, petition):
        for made in handoverpackages.past(work, petition):
            whom = made.target.organisation if made.target else made.audience
            click.echo(f"{made.id} {made.made_at:%Y-%m-%d %H:%M} release {made.release} for {whom} {made.digest}")
        for number, each in enumerate(handover_history.ledgers(work, petition), 1):
            _show(number, each)
            for line in (*each.lines, *each.removed) if history else ():
                for step in handover_history.history(work, petition, line.id):
                    end = "removed" if step.is_removed else _words(step.delivery)
                    click.echo(f"  {line.id} {step.number}. {step.at:%Y-%m-%d %H:%M} {step.actor}: {end}")


@click.command()
@click.argument("way", type=click.Choice([str(each) for each in Way]))
@of_petition
@any_addressee
@click.option("--change", "line", type=click.UUID, help="Write this line anew instead of adding one.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day, such as 2026-11-22; else today.")
@click.option("--by", "by_whom", default="", help="Who brought or sent it. Never public.")
@click.option("--note", default="", help="Never public.")
@click.option("--evidence", help="A link to where it can be seen.")
@click.option("--package", type=click.UUID, help="What was handed over, as listed.")
@click.option("--public/--private", default=False, help="Whether the public page says so.")
@click.pass_obj
def record(
    settings: Settings, way: str, slug: str, number: int | None, line: UUID | None, day: datetime | None, by_whom: str,
    note: str, evidence: str | None, package: UUID | None, public: bool,
) -> None:  # fmt: skip
    """Note that the petition was handed over. WAY is how."""
    if (line is None) == (number is None):
        raise click.UsageError("Give the number of an addressee, or the line to change.")
    with changing(settings, slug) as (work, petition):
        delivery = Delivery(day_or_today(day), Way(way), by_whom, note, evidence, package, public)
        if line:
            handovers.change(work, petition, line, handover_history.line(work, petition, line).number, delivery)
        else:
            line = handovers.record(work, petition, addressee_of(work, petition, number or 0), delivery)
    click.echo(line)


@click.command()
@_line
@of_petition
@click.pass_obj
def remove(settings: Settings, line: UUID, slug: str) -> None:
    """Take LINE out of the ledger. Its history stays."""
    _carry_out(handovers.remove, settings, slug, line)
    click.echo("Removed.")


@click.command()
@_line
@of_petition
@click.pass_obj
def undo(settings: Settings, line: UUID, slug: str) -> None:
    """Take back the last change of LINE."""
    _carry_out(handovers.undo, settings, slug, line)
    click.echo("Taken back.")


def _carry_out(step: Callable[[Work, UUID, UUID, int], None], settings: Settings, slug: str, line: UUID) -> None:
    """A step that needs no words, on the wording that is the last one now."""
    with changing(settings, slug) as (work, petition):
        step(work, petition, line, handover_history.line(work, petition, line).number)


def _show(number: int, ledger: Ledger) -> None:
    waiting = "" if ledger.days is None else f" ({ledger.days} days without an answer)"
    click.echo(f"{number}. {ledger.target.name}, {ledger.target.organisation}{waiting}")
    for line in (*ledger.lines, *ledger.removed):
        _show_line(line)


def _show_line(line: Line) -> None:
    click.echo(f"  {line.id} {_words(line.delivery)}{' (removed)' if line.is_removed else ''}")


def _words(delivery: Delivery) -> str:
    public = "public" if delivery.is_public else "private"
    parts = (f"{delivery.on} {delivery.way} {public}", delivery.by_whom, delivery.sent_to, delivery.note,
             delivery.evidence_url)  # fmt: skip
    return " | ".join(part for part in parts if part).replace("\n", " ")
