"""`petition import`: the imports' room for whoever runs the server, in one go; and `petition imports` for those there
are."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import click
from tqdm import tqdm

from petition_app.cli.importplan import DELIMITERS, choose
from petition_app.cli.onepetition import reading
from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work, edge
from petition_app.domain.importing import ImportState, Source
from petition_app.domain.importlines import ENCODINGS
from petition_app.domain.signature import DisplayMode, Purpose, Relation
from petition_app.services import importrejects, imports, jobs, petitions
from petition_app.services.importfiles import Upload
from petition_app.services.jobkinds import STEPS
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings

_PIECE = 256 * 1024
_STATEMENT = (
    "The people in this file signed, and read and agreed to the consent words given here. Count {good:,} of them?"
)


def _one_of(kind: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([each.value for each in kind])


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@of_petition
@click.option("--map", "mapped", multiple=True, metavar="COLUMN=FIELD", help="What a column holds, by its heading.")
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), help="Where it is not the one that is found.")
@click.option("--delimiter", type=click.Choice(list(DELIMITERS)), help="Where it is not the one that is found.")
@click.option("--header/--no-header", default=None, help="Whether the first row names the columns.")
@click.option("--source", type=_one_of(Source), default=Source.PAPER.value, show_default=True)
@click.option("--relation", type=_one_of(Relation), help="For rows that do not say it.")
@click.option("--display", type=_one_of(DisplayMode), help="How they appear, for rows that do not say it.")
@click.option("--consent", "consents", multiple=True, type=_one_of(Purpose), help="What all agreed to.")
@click.option("--ask", is_flag=True, help="Ask each by e-mail to confirm, and count them only then.")
@click.option("--note", default="", help="Kept in the audit log with your statement; no names, please.")
@click.option("--dry-run", is_flag=True, help="Say what it would bring, and count nothing.")
@click.option("--yes", is_flag=True, help="State without being asked that the signers agreed.")
@click.pass_obj
def import_file(settings: Settings, /, file: Path, slug: str, note: str, **options: Any) -> None:
    """Import signatures from FILE, a CSV file: show what is read, go through all of it, and count it as a whole."""
    with existing_site(settings):
        batch = _upload(file, slug)
        choose(slug, batch, options)
        _run(slug, batch)
        found = _tell(slug, batch)
        agreed = not options["dry_run"] and found.good and (options["yes"] or _agrees(found.good))
        if not agreed:
            with begin_work(OPERATOR) as work:
                imports.discard(work, petitions.by_slug(work, slug).id, batch)
            click.echo("Nothing was counted.")
            return
        with begin_work(OPERATOR) as work:
            imports.count(work, petitions.by_slug(work, slug), batch, note)
        _run(slug, batch)
        with begin_reading(OPERATOR) as work:
            found = imports.one(work, petitions.by_slug(work, slug).id, batch)
        click.echo(f"{found.counted:,} {'were asked by letter' if options['ask'] else 'count now'}. Import {batch}")


@click.group("imports")
def past_imports() -> None:
    """List imports, take one back, or write the rows that were not taken."""


@past_imports.command("list")
@of_petition
@click.pass_obj
def list_imports(settings: Settings, slug: str) -> None:
    """The newest first."""
    with reading(settings, slug) as (work, petition):
        for each in imports.past(work, petition):
            figures = (
                f"{each.counted:,} counted, {each.duplicates + each.late:,} duplicates, {each.rejected:,} rejected"
            )
            click.echo(f"{each.id}  {each.created_at:%Y-%m-%d %H:%M}  {each.state:9}  {figures}  {each.name}")


@past_imports.command()
@click.argument("batch", type=click.UUID)
@of_petition
@click.option("--with-changed", is_flag=True, help="Also those that organisers have held or removed since.")
@click.pass_obj
def undo(settings: Settings, batch: UUID, slug: str, with_changed: bool) -> None:
    """Take the import BATCH back. What signers have confirmed themselves stays."""
    with existing_site(settings):
        with begin_work(OPERATOR) as work:
            imports.undo(work, petitions.by_slug(work, slug).id, batch, with_changed=with_changed)
        _run(slug, batch)
        with begin_reading(OPERATOR) as work:
            found = imports.one(work, petitions.by_slug(work, slug).id, batch)
        click.echo(f"{found.undone:,} signatures were removed.")


@past_imports.command()
@click.argument("batch", type=click.UUID)
@of_petition
@click.pass_obj
def rejected(settings: Settings, batch: UUID, slug: str) -> None:
    """Write the rows of BATCH that were not taken to standard output, as CSV with line and reason."""
    with existing_site(settings):
        with begin_work(OPERATOR) as work:
            found = importrejects.start(work, petitions.by_slug(work, slug).id, batch)
        for piece in importrejects.stream(found, begin_reading, OPERATOR):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


def _upload(file: Path, slug: str) -> UUID:
    upload = Upload(edge().settings, uuid4())
    try:
        with file.open("rb") as source:
            while piece := source.read(_PIECE):
                upload.write(piece)
        stored = upload.finish()
        with begin_work(OPERATOR) as work:
            return imports.add(work, petitions.by_slug(work, slug), stored, file.name)
    except BaseException:
        upload.abandon()
        raise


def _run(slug: str, batch: UUID) -> None:
    """Do what a worker would, and show how far it is."""
    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, slug).id
        job = jobs.of_subject(work, petition, batch)
    assert job
    with tqdm(total=job.total, unit=" rows", disable=None) as bar:
        while not job.state.is_over and jobs.work_off(begin_work, STEPS, job.id):
            with begin_reading(OPERATOR) as work:
                job = jobs.one(work, petition, job.id)
            bar.total = job.total
            bar.update(job.done - bar.n)
    if job.note:
        raise click.ClickException(job.note)


def _tell(slug: str, batch: UUID) -> Any:
    with begin_reading(OPERATOR) as work:
        found = imports.one(work, petitions.by_slug(work, slug).id, batch)
    if found.state is not ImportState.CHECKED:
        raise click.ClickException(found.problem or "The file could not be read.")
    click.echo(f"{found.good:,} can be taken, {found.duplicates:,} are duplicates, {found.rejected:,} are rejected.")
    return found


def _agrees(good: int) -> bool:
    return sys.stdin.isatty() and click.confirm(_STATEMENT.format(good=good))
