"""`petition responses`: what addressees answered, as in the organisers' workshop, for whoever runs the server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import click

from petition_app.cli.addressees import addressee_of, day_or_today, one_addressee
from petition_app.cli.onepetition import changing, reading
from petition_app.cli.options import of_petition
from petition_app.domain.petition import ResponseKind
from petition_app.domain.response import Wording
from petition_app.services import response_history
from petition_app.services import responses as answers
from petition_app.services.response_history import Entry, Timeline
from petition_app.services.work import Work
from petition_app.settings import Settings

_day = click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day, such as 2026-11-22.")
_summary = click.option("--summary", default="", help="What was said or done, in our words.")
_quotation = click.option("--quotation", help="Their own words, where they said it in public.")
_source = click.option("--source", help="Where it can be read, where it was in public.")
_kind = click.argument("kind", type=click.Choice([str(kind) for kind in ResponseKind]))
_entry = click.argument("entry", metavar="RESPONSE", type=click.UUID)


@click.group()
def responses() -> None:
    """List what addressees answered, add to it and change it. Every wording is kept."""


@responses.command("list")
@of_petition
@click.option("--history", is_flag=True, help="Every wording that was shown, not only the last.")
@click.pass_obj
def show(settings: Settings, slug: str, history: bool) -> None:
    """List the addressees by number, each with its responses, newest first."""
    with reading(settings, slug) as (work, petition):
        for number, each in enumerate(response_history.timelines(work, petition), 1):
            _show(number, each)
            for entry in (*each.shown, *each.removed) if history else ():
                for version in response_history.history(work, petition, entry.id):
                    end = "removed" if version.is_removed else _words(version.wording)
                    click.echo(f"  {entry.id} {version.number}. {version.at:%Y-%m-%d %H:%M} {version.actor}: {end}")


@responses.command()
@_kind
@of_petition
@one_addressee
@_day
@_summary
@_quotation
@_source
@click.pass_obj
def add(
    settings: Settings, kind: str, slug: str, number: int, day: datetime | None, summary: str, quotation: str | None,
    source: str | None,
) -> None:  # fmt: skip
    """Add a response, of today unless a day is given. KIND none means: no public statement as of that day."""
    with changing(settings, slug) as (work, petition):
        wording = Wording(ResponseKind(kind), day_or_today(day), summary, quotation, source)
        made = answers.add(work, petition, addressee_of(work, petition, number), wording)
    click.echo(made)


@responses.command()
@_entry
@_kind
@of_petition
@_day
@_summary
@_quotation
@_source
@click.pass_obj
def change(
    settings: Settings, entry: UUID, kind: str, slug: str, day: datetime | None, summary: str, quotation: str | None,
    source: str | None,
) -> None:  # fmt: skip
    """Show other words instead of those of RESPONSE. What is not given is empty from now on."""
    with changing(settings, slug) as (work, petition):
        old = response_history.entry(work, petition, entry)
        on = day.date() if day else old.wording.on
        wording = Wording(ResponseKind(kind), on, summary, quotation, source)
        answers.change(work, petition, entry, old.number, wording)
    click.echo("Changed.")


@responses.command()
@_entry
@of_petition
@click.pass_obj
def still(settings: Settings, entry: UUID, slug: str) -> None:
    """Say that there is still no public statement, as of today."""
    _carry_out(answers.confirm_silence, settings, slug, entry)
    click.echo("Dated today.")


@responses.command()
@_entry
@of_petition
@click.pass_obj
def remove(settings: Settings, entry: UUID, slug: str) -> None:
    """Show RESPONSE no longer. Its history stays."""
    _carry_out(answers.remove, settings, slug, entry)
    click.echo("Removed.")


@responses.command()
@_entry
@of_petition
@click.pass_obj
def restore(settings: Settings, entry: UUID, slug: str) -> None:
    """Show a removed RESPONSE again."""
    _carry_out(answers.restore, settings, slug, entry)
    click.echo("Shown again.")


def _carry_out(step: Callable[[Work, UUID, UUID, int], None], settings: Settings, slug: str, entry: UUID) -> None:
    """A step that needs no words, on the wording that is the last one now."""
    with changing(settings, slug) as (work, petition):
        step(work, petition, entry, response_history.entry(work, petition, entry).number)


def _show(number: int, timeline: Timeline) -> None:
    stale = " (check again: this silence is more than two weeks old)" if timeline.is_stale else ""
    click.echo(f"{number}. {timeline.target.name}, {timeline.target.organisation}{stale}")
    for entry in (*timeline.shown, *timeline.removed):
        _show_entry(entry)


def _show_entry(entry: Entry) -> None:
    click.echo(f"  {entry.id} {_words(entry.wording)}{' (removed)' if entry.is_removed else ''}")


def _words(wording: Wording) -> str:
    quoted = f"“{wording.quotation}”" if wording.quotation else None
    parts = (f"{wording.on} {wording.kind}", wording.summary, quoted, wording.source_url)
    return " | ".join(part for part in parts if part).replace("\n", " ")
