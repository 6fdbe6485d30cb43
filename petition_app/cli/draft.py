"""`petition draft`: writing a petition in a text editor, by the rules of the workshop."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from petition_app import folders
from petition_app.cli.asking import ask_new
from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work
from petition_app.domain.drafting import Part
from petition_app.domain.petition import Custody
from petition_app.services import copying, drafting, founding, organisers, petitions, revisions
from petition_app.services.drafting import Wording
from petition_app.services.petition_files import read_petition
from petition_app.services.petition_toml import to_toml
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings

_reason = click.option("--reason", default="", help="Why, for the public history; needed once it has been opened.")


@click.group()
def draft() -> None:
    """Begin a petition, change what it says, and bring old wordings back."""


@draft.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--owner", metavar="EMAIL", help="The organiser whose it is.")
@click.option("--custody", type=click.Choice([each.value for each in Custody]), default=Custody.INSTANCE.value,
              show_default=True, help="Who can open private fields.")  # fmt: skip
@click.pass_obj
def new(settings: Settings, file: Path, owner: str | None, custody: str) -> None:
    """Begin a draft from FILE, which may be the name of a shipped beginning: contracts, conditions, layoffs, safety
    or appeal."""
    with existing_site(settings):
        shipped = copying.templates(folders.SEEDS).get(str(file))
        read = shipped or read_petition(file)
        kept_by = Custody(custody)
        passphrase = ask_new("Passphrase of the organisers") if kept_by is Custody.ORGANISERS else None
        with begin_work(OPERATOR) as work:
            found = organisers.by_email(work, owner) if owner else None
            if owner and found is None:
                raise click.ClickException(f"There is no organiser {owner}.")
            made = founding.begin(work, read, found.id if found else None, kept_by, passphrase)
        click.echo(f"The draft “{made.title}” is begun: {settings.site_url}/organise/{made.slug}/text")


@draft.command()
@of_petition
@click.pass_obj
def show(settings: Settings, slug: str) -> None:
    """Write the petition to standard output as the file that `edit` takes."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        text = to_toml(copying.file_of(work, petitions.by_slug(work, slug)))
    sys.stdout.write(text)


@draft.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@of_petition
@_reason
@click.pass_obj
def edit(settings: Settings, file: Path, slug: str, reason: str) -> None:
    """Make the petition as FILE has it: text, addressees, consent texts and settings, all or nothing."""
    with existing_site(settings):
        read = read_petition(file)
        with begin_work(OPERATOR) as work:
            parts = copying.apply(work, slug, read, reason)
            version = petitions.by_slug(work, slug).text_version
    done = f"Changed: {', '.join(parts)}." if parts else "Nothing was changed."
    click.echo(f"{done} The text is version {version}.")


@draft.command()
@of_petition
@click.pass_obj
def versions(settings: Settings, slug: str) -> None:
    """Every saved wording of the text, with its version and who has signed that: for organisers' eyes."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        signed = drafting.signed(work, petition)
        for each in drafting.wordings(work, petition):
            click.echo(_line(each, signed.get(each.version, 0)))


@draft.command()
@click.argument("wording", type=click.IntRange(min=1))
@of_petition
@_reason
@click.pass_obj
def restore(settings: Settings, wording: int, slug: str, reason: str) -> None:
    """Bring back saved WORDING of the text, by its number in `versions`."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        number = revisions.newest(work, petition.id, Part.TEXT)
        saved = drafting.restore(work, petition.id, number, wording, reason)
    click.echo(f"The text is wording {wording} again, as version {saved.version}.")


def _line(each: Wording, signed: int) -> str:
    reason = f" | {each.reason}" if each.reason else ""
    who = f"{each.number}. {each.at:%Y-%m-%d %H:%M} {each.actor}"
    return f"{who} version {each.version} ({signed:,} signed): {each.text.title}{reason}"
