"""`petition export`: the same files as in the organisers' workshop, for whoever runs the server."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from petition_app.cli.asking import ask
from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.cli.wholefile import whole_file
from petition_app.database import begin_reading, begin_work
from petition_app.domain.export import LISTED, MOST_ROWS_A_PART, ExportKind, Format, Wanted
from petition_app.domain.exportmanifest import WORDS, LeftOut
from petition_app.domain.exportprofile import Profile
from petition_app.domain.petition import Custody
from petition_app.domain.signature import Status
from petition_app.replicas import begin_long_reading
from petition_app.services import export_history, export_scope, exports, petitions
from petition_app.services.export_passing import Passing
from petition_app.services.exports import StartedExport
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.command()
@click.argument("kind", type=click.Choice([each.value for each in ExportKind]))
@of_petition
@click.option(
    "-o", "--output", default="", help="The file to write, or - for standard output; else a name with the day."
)
@click.option(
    "--profile",
    type=click.Choice([each.value for each in Profile]),
    default=Profile.OWN.value,
    show_default=True,
    help="For which tool the list of signatories is.",
)
@click.option(
    "--format", "form", type=click.Choice([each.value for each in Format]), default=Format.CSV.value, show_default=True
)
@click.option(
    "--split",
    type=click.IntRange(0, MOST_ROWS_A_PART),
    help="Files of so many rows, in a ZIP; 0 for one file. Else as the tool takes it.",
)
@click.option("--employer", default="", help="Only this employer, by its short name, and those counted with it.")
@click.option("--status", type=click.Choice([each.value for each in LISTED]), help="Only these, of all signatories.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only who confirmed on that day or later.")
@click.option("--only-new", is_flag=True, help="Only who is new since the last export of this profile.")
@click.option("--purpose", default="", help="What a list of signatories is for; kept in the audit log.")
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that holds the passphrase, where the organisers keep the key; else it is asked for.",
)
@click.pass_obj
def export(
    settings: Settings, /, kind: str, slug: str, output: str, purpose: str, passphrase_file: Path | None, **asked: Any
) -> None:
    """Write the public roster, the exact tallies or the signatories, as CSV, XLSX or JSON."""
    with existing_site(settings):
        try:
            _export(_wanted(ExportKind(kind), **asked), slug, output, purpose, passphrase_file)
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'The file'}: {error.strerror or error}") from error


def _wanted(
    kind: ExportKind, profile: str, form: str, split: int | None, employer: str, status: str | None,
    since: datetime | None, only_new: bool,
) -> Wanted:  # fmt: skip
    return Wanted(
        kind,
        profile=Profile(profile),
        format=Format(form),
        employer=employer,
        status=Status(status) if status else None,
        since=since.date() if since else None,
        only_new=only_new,
        rows_a_part=split,
    )


def _export(wanted: Wanted, slug: str, output: str, purpose: str, passphrase_file: Path | None) -> None:
    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        wanted = export_scope.settle(work, petition, wanted)
    with begin_work(OPERATOR) as work:
        started = exports.start(work, petition, wanted, purpose)
    asks = wanted.kind.is_private and petition.custody is Custody.ORGANISERS
    passphrase = _passphrase(passphrase_file) if asks else None
    pieces = exports.stream(started, begin_long_reading, begin_work, passphrase)
    if output == "-":
        sys.stdout.buffer.writelines(_shown(pieces, started.passing))
        sys.stdout.buffer.flush()
    else:
        path = Path(output or started.file_name)
        with whole_file(path) as file:
            file.writelines(_shown(pieces, started.passing))
        click.echo(f"Written: {path}", err=True)
    if wanted.kind.is_private:
        click.echo(_left_out(started), err=True)


def _left_out(started: StartedExport) -> str:
    """How many rows left, and how many signatures did not and why."""
    with begin_reading(OPERATOR) as work:
        told = json.loads(export_history.manifest(work, started.petition.id, started.id))
    reasons = [f"{many:,} {WORDS[LeftOut(reason)]}" for reason, many in told["left_out"].items()]
    return f"{told['rows']:,} rows. Left out: {', '.join(reasons) or 'nobody'}."


def _passphrase(file: Path | None) -> str:
    if file:
        return file.read_text("utf-8-sig").strip("\r\n")
    return ask("Passphrase of this petition")


def _shown(pieces: Iterable[bytes], passing: Passing) -> Iterator[bytes]:
    """The pieces, with a line of progress for a person who is watching: rows so far of all."""
    with tqdm(unit=" rows", disable=None) as bar:
        for piece in chain(pieces, [b""]):
            yield piece
            bar.total = passing.expected
            bar.update(passing.rows - bar.n)
