"""`petition hand-over`: the package, the delivery ledger and the letters, as in the organisers' workshop."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

import click

from petition_app.cli.addressees import addressee_of, any_addressee, one_addressee
from petition_app.cli.handover_ledger import record, remove, show, undo
from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.cli.wholefile import whole_file
from petition_app.database import begin_reading, begin_work
from petition_app.domain.handover import Audience, Paper
from petition_app.services import (
    handoverfiles,
    handoverletters,
    handoverpackages,
    handovertexts,
    petitions,
    publishable,
)
from petition_app.services.publishable import Wish
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.group("hand-over")
def handover() -> None:
    """Make the package to hand over, and keep the ledger of what reached whom."""


for each in (show, record, remove, undo):
    handover.add_command(each)


@handover.command()
@of_petition
@any_addressee
@click.option("--press", is_flag=True, help="For the press: the whole public roster.")
@click.option("--paper", type=click.Choice([str(each) for each in Paper]), default=str(Paper.A4), show_default=True)
@click.option("-o", "--output", default="", help="The file to write, or - for standard output; else its usual name.")
@click.pass_obj
def make(settings: Settings, slug: str, number: int | None, press: bool, paper: str, output: str) -> None:
    """Make the package: for all addressees, for the one given, or for the press."""
    if press and number:
        raise click.UsageError("Choose either --press or an addressee.")
    with existing_site(settings):
        with begin_reading(OPERATOR) as work:
            petition = petitions.by_slug(work, slug)
            target = addressee_of(work, petition.id, number) if number else None
            wish = Wish(Audience.PRESS if press else Audience.ADDRESSEES, target, Paper(paper))
            data = publishable.read(work, petition, wish)
        package = handoverfiles.build(data)
        with begin_work(OPERATOR) as work:
            handoverpackages.note(work, petition, data, wish, package)
        _write(output or package.file_name, package.content)
    click.echo(f"Release {data.release.number}, {len(data.signatories):,} named. Digest {package.digest}", err=True)


@handover.command()
@of_petition
@click.option("--addressee", "number", type=click.IntRange(min=1), help="The number, as listed; else for all.")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.pass_obj
def cover(settings: Settings, slug: str, number: int | None, file: TextIO) -> None:
    """Use the text in FILE (- for standard input) as cover letter. An empty one is forgotten."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        target = addressee_of(work, petition.id, number) if number else None
        handovertexts.set_cover(work, petition, file.read(), target)
    click.echo("Saved.")


@handover.command()
@of_petition
@one_addressee
@click.option("--text", type=click.File(encoding="utf-8"), help="A file with the text, or -; else the last one.")
@click.option("--send-to", "office", help="Send it to this address of an office; else it is only shown.")
@click.option("--public/--private", default=False, help="Whether the public page says that it was handed over.")
@click.pass_obj
def letter(settings: Settings, slug: str, number: int, text: TextIO | None, office: str | None, public: bool) -> None:
    """Show the letter to an addressee as it will be read, or send it."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        target = addressee_of(work, petition.id, number)
        if text:
            handovertexts.set_letter(work, petition, target, text.read())
        made = handoverletters.preview(work, petition, target).letter
        if office:
            handoverletters.send(work, petition, target, office, is_public=public)
    click.echo("In the outbox." if office else f"{made.subject}\n\n{made.text}".rstrip())


def _write(output: str, content: bytes) -> None:
    if output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        with whole_file(Path(output)) as file:
            file.write(content)
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror or error}") from error
    click.echo(f"Written: {output}", err=True)
