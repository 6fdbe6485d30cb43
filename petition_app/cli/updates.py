"""`petition updates`: news of a petition, on its page and by letter, for whoever runs the server."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click
from tqdm import tqdm

from petition_app.cli.asking import ask
from petition_app.cli.onepetition import changing
from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work
from petition_app.domain.job import JobState
from petition_app.domain.petition import Custody
from petition_app.domain.update import Draft
from petition_app.services import jobs, mailings, organisers, petitions, previews
from petition_app.services import updates as news
from petition_app.services.jobkinds import STEPS
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings

_update = click.argument("update", metavar="UPDATE", type=click.UUID)
_mailing = click.argument("mailing", metavar="MAILING", type=click.UUID)


@click.group()
def updates() -> None:
    """Write updates, put them on the page and send them to signers who asked for news."""


@updates.command("list")
@of_petition
@click.pass_obj
def show(settings: Settings, slug: str) -> None:
    """Every update with its mailings, drafts first."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        for each in news.all_of(work, petition.id):
            state = f"public, number {each.number}" if each.published_at else "taken off" if each.number else "draft"
            click.echo(f"{each.id}  {state}  {each.title}")
            for sending in mailings.sendings(work, petition.id, each.id):
                mailing = sending.mailing
                click.echo(
                    f"  {mailing.id}  {sending.job.state}  written {sending.job.done}, left {mailing.delivered}, "
                    f"waiting {sending.waiting}, came back {mailing.bounced}, complaints {mailing.complaints}"
                    + (f"  {sending.job.note}" if sending.job.note else "")
                )


@updates.command()
@of_petition
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--title", required=True, help="At most 150 characters.")
@click.option("--subject", default="", help="Of the letter; without it a neutral one.")
@click.option("--change", "update", type=click.UUID, help="The update whose words these take the place of.")
@click.pass_obj
def draft(settings: Settings, slug: str, file: Path, title: str, subject: str, update: UUID | None) -> None:
    """Write an update, its text from FILE in Markdown. Nobody but organisers sees it until it is published."""
    written = Draft(title, _text_of(file), subject)
    with changing(settings, slug) as (work, petition):
        if update:
            news.change(work, petition, update, news.one(work, petition, update).edition, written)
        else:
            update = news.draft(work, petition, written)
    click.echo(update)


@updates.command()
@_update
@of_petition
@click.option("--off", is_flag=True, help="Take it off the page instead.")
@click.pass_obj
def publish(settings: Settings, update: UUID, slug: str, off: bool) -> None:
    """Show UPDATE on the petition's page."""
    with changing(settings, slug) as (work, petition):
        if off:
            news.unpublish(work, petition, update)
            click.echo("Taken off the page.")
            return
        number = news.publish(work, petition, update, news.one(work, petition, update).edition)
    click.echo(f"Update {number} is public.")


@updates.command()
@_update
@of_petition
@click.option("--to", "address", help="The address of an organiser of this petition; without it the letter is shown.")
@click.pass_obj
def preview(settings: Settings, update: UUID, slug: str, address: str | None) -> None:
    """Show UPDATE as a letter, or send it to an organiser."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, slug)
        found = news.one(work, petition.id, update)
        if not address:
            letter = previews.letter_of(work, petition, found, "you@example.org")
            click.echo(f"Subject: {letter.subject}\n\n{letter.text}")
            return
        organiser = organisers.by_email(work, address)
        if organiser is None or organisers.membership(work, organiser.id, slug) is None:
            raise click.ClickException("No organiser of this petition has that address.")
        previews.send(work, petition, found, organiser.id, organiser.email)
    click.echo("On its way.")


@updates.command()
@_update
@of_petition
@click.option("--yes", is_flag=True, help="Do not ask before sending.")
@click.option("--accept-subject", is_flag=True, help="Send it although the subject names the petition or an employer.")
@click.option("--wait", is_flag=True, help="Write the letters here and now, and show how far it is.")
@click.pass_obj
def send(settings: Settings, update: UUID, slug: str, yes: bool, accept_subject: bool, wait: bool) -> None:
    """Send UPDATE to the signers who asked for news: first how many they are, then the question."""
    with existing_site(settings):
        with begin_reading(OPERATOR) as work:
            petition = petitions.by_slug(work, slug)
            found = news.one(work, petition.id, update)
            audience = mailings.audience(work, petition.id, update)
            named = news.named_in(work, petition, found.subject)
        if named and not accept_subject:
            raise click.ClickException(f"The subject names {', '.join(named)}. Change it, or give --accept-subject.")
        click.echo(f"{audience.asked} asked for news and can be reached; {audience.written} have been written to.")
        if audience.left and not yes:
            click.confirm(f"Write to {audience.left}?", abort=True)
        passphrase = ask("Passphrase of this petition") if petition.custody is Custody.ORGANISERS else None
        with begin_work(OPERATOR) as work:
            mailing = mailings.start(work, petition, update, found.edition, passphrase)
        if wait:
            _write_all(petition.id, mailing)
        click.echo(mailing)


@updates.command()
@_mailing
@of_petition
@click.pass_obj
def pause(settings: Settings, mailing: UUID, slug: str) -> None:
    """Write no further letters of MAILING for now."""
    with changing(settings, slug) as (work, petition):
        mailings.pause(work, petition, mailing)
    click.echo("Paused.")


@updates.command()
@_mailing
@of_petition
@click.pass_obj
def resume(settings: Settings, mailing: UUID, slug: str) -> None:
    """Go on with MAILING."""
    with changing(settings, slug) as (work, petition):
        mailings.resume(work, petition, mailing)
    click.echo("It goes on.")


@updates.command()
@_mailing
@of_petition
@click.pass_obj
def cancel(settings: Settings, mailing: UUID, slug: str) -> None:
    """End MAILING, and take back the letters that have not left."""
    with changing(settings, slug) as (work, petition):
        dropped = mailings.cancel(work, petition, mailing)
    click.echo(f"Ended. Letters taken back: {dropped}.")


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} cannot be read as text in UTF-8.") from error


def _write_all(petition: UUID, mailing: UUID) -> None:
    """As many batches as may be written now; the rest is the worker's, at its own pace."""
    with begin_reading(OPERATOR) as work:
        job = jobs.of_subject(work, petition, mailing)
    assert job
    with tqdm(total=job.total, unit=" letters", desc="Writing") as bar:
        while jobs.work_off(begin_work, STEPS, job.id):
            with begin_reading(OPERATOR) as work:
                bar.update(jobs.one(work, petition, job.id).done - bar.n)
    with begin_reading(OPERATOR) as work:
        if jobs.one(work, petition, job.id).state is not JobState.DONE:
            click.echo("The worker writes the rest, little by little.", err=True)
