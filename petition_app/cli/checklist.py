"""`petition checklist`: the set-up checklist of the site, or with --petition of one petition."""

from __future__ import annotations

from uuid import UUID

import click

from petition_app.cli.asking import ask
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work
from petition_app.domain.checklist import Item, Mark, Point, Standing
from petition_app.services import checklist as lists
from petition_app.services import keycopy, mailproof, petitions
from petition_app.services.work import OPERATOR, Work
from petition_app.settings import Settings

_of_either = click.option("--petition", "slug", help="The petition's short name; the site's own list without it.")
_item = click.argument("item", type=click.Choice([str(each) for each in Item]))
_MARKS = {Standing.DONE: "done", Standing.OPEN: "TO DO", Standing.LEFT_OUT: "left out"}


@click.group()
def checklist() -> None:
    """See what is left to set up, and tick it."""


@checklist.command()
@_of_either
@click.pass_obj
def show(settings: Settings, slug: str | None) -> None:
    """Every item with its standing, and why it matters."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        points = lists.of_petition(work, petitions.by_slug(work, slug)) if slug else lists.of_site(work)
    for point in points:
        click.echo(_line(point))


@checklist.command()
@_item
@_of_either
@click.pass_obj
def tick(settings: Settings, item: str, slug: str | None) -> None:
    """Say that you have looked at ITEM; only what no data can tell is ticked by hand."""
    _mark(settings, item, slug, Mark.DONE)


@checklist.command("leave-out")
@_item
@_of_either
@click.pass_obj
def leave_out(settings: Settings, item: str, slug: str | None) -> None:
    """Leave ITEM out: it is not needed here."""
    _mark(settings, item, slug, Mark.LEFT_OUT)


@checklist.command("put-back")
@_item
@_of_either
@click.pass_obj
def put_back(settings: Settings, item: str, slug: str | None) -> None:
    """Put ITEM back that was left out or ticked."""
    _mark(settings, item, slug, Mark.WANTED)


@checklist.command("test-letter")
@click.argument("address")
@click.pass_obj
def test_letter(settings: Settings, address: str) -> None:
    """Send a letter with a code to ADDRESS; the worker takes it along."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        mailproof.send(work, address)
    click.echo("The letter waits for the worker. When it is there: `petition checklist letter-code`.")


@checklist.command("letter-code")
@click.argument("address")
@click.argument("code")
@click.pass_obj
def letter_code(settings: Settings, address: str, code: str) -> None:
    """Tick that letters arrive, with the CODE of the test letter to ADDRESS."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        is_right = mailproof.prove(work, address, code)
    _tell(is_right, "Letters arrive.", "This is not the code of a letter to this address from today or yesterday.")


@checklist.command("key-copy")
@click.pass_obj
def key_copy(settings: Settings) -> None:
    """Tick that there is a copy of the instance key: its last 6 characters are asked for."""
    with existing_site(settings):
        typed = ask("Last 6 characters of your copy")
        with begin_work(OPERATOR) as work:
            is_right = keycopy.prove(work, typed)
    _tell(is_right, "There is a copy of the key.", "These are not the last 6 characters of the key this site uses.")


def _mark(settings: Settings, item: str, slug: str | None, said_of_it: Mark) -> None:
    with existing_site(settings), begin_work(OPERATOR) as work:
        lists.mark(work, _petition(work, slug), Item(item), said_of_it)
    click.echo(f"{item}: {said_of_it}.")


def _petition(work: Work, slug: str | None) -> UUID | None:
    return petitions.by_slug(work, slug).id if slug else None


def _tell(is_right: bool, yes: str, no: str) -> None:
    if not is_right:
        raise click.ClickException(no)
    click.echo(yes)


def _line(point: Point) -> str:
    return f"{_MARKS[point.standing]:8}  {point.item:14}  {point.title}. {point.reason}"
