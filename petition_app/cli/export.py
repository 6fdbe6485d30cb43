"""`petition export`: the same files as in the organisers' workshop, for whoever runs the server."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from petition_app.cli.asking import ask
from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work
from petition_app.domain.export import ExportKind
from petition_app.domain.petition import Custody
from petition_app.services import exports, petitions
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.command()
@click.argument("kind", type=click.Choice([str(kind) for kind in ExportKind]))
@of_petition
@click.option("--output", default="", help="The file to write, or - for standard output; else a name with the day.")
@click.option("--purpose", default="", help="What a list of all signatories is for; kept in the audit log.")
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that holds the passphrase, where the organisers keep the key; else it is asked for.",
)
@click.pass_obj
def export(settings: Settings, kind: str, slug: str, output: str, purpose: str, passphrase_file: Path | None) -> None:
    """Write the public roster, the exact tallies or all signatories as CSV."""
    with existing_site(settings):
        try:
            _export(ExportKind(kind), slug, output, purpose, passphrase_file)
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'The file'}: {error.strerror or error}") from error


def _export(kind: ExportKind, slug: str, output: str, purpose: str, passphrase_file: Path | None) -> None:
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        started = exports.start(work, petition, kind, purpose)
    asks = kind.is_private and petition.custody is Custody.ORGANISERS
    passphrase = _passphrase(passphrase_file) if asks else None
    pieces = exports.stream(started, begin_reading, begin_work, passphrase)
    if output == "-":
        sys.stdout.buffer.writelines(_shown(pieces))
        sys.stdout.buffer.flush()
        return
    path = Path(output or started.file_name)
    with _whole_file(path) as file:
        file.writelines(_shown(pieces))
    click.echo(f"Written: {path}", err=True)


def _passphrase(file: Path | None) -> str:
    if file:
        return file.read_text("utf-8-sig").strip("\r\n")
    return ask("Passphrase of this petition")


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file for its owner's eyes only, which has its name only once it is complete and on the disk."""
    descriptor, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise


def _shown(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, with a line of progress for a person who is watching."""
    written, watched = 0, sys.stderr.isatty()
    for piece in pieces:
        yield piece
        written += len(piece)
        if watched:
            click.echo(f"\r{written:,} bytes", nl=False, err=True)
    if watched:
        click.echo("", err=True)
