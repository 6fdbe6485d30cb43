"""`petition mail`: how letters fare, what came back, and reminders, for whoever runs the server."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from petition_app.cli.asking import ask
from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work, scrub_deleted
from petition_app.domain.mailing import Returned
from petition_app.domain.petition import Custody
from petition_app.services import letterfunnel, petitions, reminders, returnbox, returns
from petition_app.services.letterfunnel import Row
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings

_WORDS = {
    Returned.GONE: "no such mailbox",
    Returned.REFUSED: "refused",
    Returned.LATER: "not yet delivered",
    Returned.COMPLAINT: "complaints",
}


@click.group()
def mail() -> None:
    """See how letters fare, feed in what came back, remind those who have not confirmed."""


@mail.command()
@of_petition
@click.pass_obj
def status(settings: Settings, slug: str) -> None:
    """Letters that wait, left and came back; signed and confirmed by day and by mail domain."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        funnel = letterfunnel.funnel(work, petition.id)
        remindable, automatic = reminders.waiting(work, petition), reminders.are_automatic(work, petition)
    click.echo(f"waiting {funnel.letters.waiting}, left {funnel.left}, given up {funnel.letters.undelivered}")
    click.echo(f"signers who get no more letters: {funnel.ended}")
    click.echo(f"reminders: {'automatic' if automatic else 'by hand'}, {remindable} could be reminded now")
    for row in (*funnel.days, *funnel.domains):
        _show(row)


@mail.command()
@click.argument("file", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--csv", "is_csv", is_flag=True, help="FILE has lines of address, kind and when.")
@click.pass_obj
def bounces(settings: Settings, file: Path, is_csv: bool) -> None:
    """Feed in what came back: FILE holds one message, an mbox of several, or with --csv a list; - is standard input.

    Addresses in it are believed: give only what comes from your own mail server."""
    reports = returnbox.reports_in(_read(file), is_csv=is_csv)
    counted: Counter[Returned] = Counter()
    with existing_site(settings):
        for at in range(0, len(reports), 100):
            with begin_work(OPERATOR) as work:
                counted += returns.take_in(work, reports[at : at + 100], by_address=True)
        scrub_deleted()
    click.echo(f"{len(reports)} reports, {counted.total()} about signers of this site.")
    for returned, number in counted.items():
        click.echo(f"  {_WORDS[returned]}: {number}")


@mail.command()
@of_petition
@click.pass_obj
def remind(settings: Settings, slug: str) -> None:
    """Remind those who signed a day ago or more and have not confirmed, each once."""
    with existing_site(settings):
        with begin_reading(OPERATOR) as work:
            petition = petitions.by_slug(work, slug)
        passphrase = ask("Passphrase of this petition") if petition.custody is Custody.ORGANISERS else None
        with begin_work(OPERATOR) as work:
            written = reminders.remind_by_hand(work, petition, passphrase)
    click.echo(f"Reminders written: {written}.")


def _read(file: Path) -> bytes:
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(returnbox.MOST_FILE)
        with file.open("rb") as opened:
            return opened.read(returnbox.MOST_FILE)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error


def _show(row: Row) -> None:
    name = row.day or row.name or "all others"
    suspect = "  few confirm" if row.is_suspect else ""
    click.echo(f"  {name!s:24} signed {row.signed:6}  confirmed {row.confirmed:6}  came back {row.ended:5}{suspect}")
