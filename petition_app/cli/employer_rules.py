"""`petition employers queue`, `decide`, `decisions`, `undo` and `replay`: the organisers' room for whoever runs the
server."""

from __future__ import annotations

from uuid import UUID

import click

from petition_app.cli.employers import employers
from petition_app.cli.onepetition import changing, reading
from petition_app.cli.options import of_petition
from petition_app.domain.employer import display_name, read, slug_of
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.services import employerdecisions, employerqueue, employerrules
from petition_app.services.employerdecisions import Decision
from petition_app.services.employersuggesting import Suggester
from petition_app.services.work import Work
from petition_app.settings import Settings

__all__ = ["employers"]


@employers.command()
@of_petition
@click.option("--search", default="", help="Only texts that have this in them.")
@click.pass_obj
def queue(settings: Settings, slug: str, search: str) -> None:
    """List the texts that mean no employer yet, most frequent first, with the nearest employers."""
    with reading(settings, slug) as (work, petition):
        page = employerqueue.page(work, petition, search)
    for line in page.lines:
        near = ", ".join(each.slug for each in line.suggestions)
        click.echo("\t".join(each for each in (str(line.signatures), line.text, near) if each))
        for hint in line.hints:
            click.echo(f"\t{hint}")
    click.echo(f"{page.found} of {page.waiting} texts that wait.")


@employers.group()
def decide() -> None:
    """Decide what a text means, or what becomes of an employer. EMPLOYER is a short name or a name."""


@decide.command()
@click.argument("text")
@click.argument("employer")
@of_petition
@click.pass_obj
def assign(settings: Settings, text: str, employer: str, slug: str) -> None:
    """TEXT means EMPLOYER."""
    _decide(settings, slug, RuleKind.ASSIGN, text, employer)


@decide.command()
@click.argument("text")
@click.option("--name", help="What the employer is called, where not as typed.")
@of_petition
@click.pass_obj
def separate(settings: Settings, text: str, name: str | None, slug: str) -> None:
    """TEXT is an employer of its own."""
    _key(name or text)
    _decide(settings, slug, RuleKind.SEPARATE, text, name=display_name(name or text))


@decide.command()
@click.argument("text")
@of_petition
@click.pass_obj
def nobody(settings: Settings, text: str, slug: str) -> None:
    """TEXT names no employer."""
    _decide(settings, slug, RuleKind.NOBODY, text)


@decide.command()
@click.argument("employer")
@click.argument("into")
@of_petition
@click.pass_obj
def merge(settings: Settings, employer: str, into: str, slug: str) -> None:
    """EMPLOYER is the same as INTO, and counts there."""
    _decide(settings, slug, RuleKind.MERGE, employer, into)


@decide.command()
@click.argument("employer")
@click.argument("name")
@of_petition
@click.pass_obj
def rename(settings: Settings, employer: str, name: str, slug: str) -> None:
    """EMPLOYER is called NAME."""
    _decide(settings, slug, RuleKind.RENAME, employer, name=display_name(name))


@decide.command()
@click.argument("employer")
@click.argument("other", required=False)
@of_petition
@click.pass_obj
def parent(settings: Settings, employer: str, other: str | None, slug: str) -> None:
    """EMPLOYER counts with OTHER; on its own where no other is given."""
    _decide(settings, slug, RuleKind.PARENT, employer, other or "")


@employers.command()
@of_petition
@click.pass_obj
def decisions(settings: Settings, slug: str) -> None:
    """List the newest decisions by number."""
    with reading(settings, slug) as (work, petition):
        page = employerdecisions.page(work, petition)
    for each in page.decisions:
        undone = f" (taken back {each.undone_at:%Y-%m-%d %H:%M} by {each.undone_by})" if each.undone_at else ""
        click.echo(f"{each.number}. {each.made_at:%Y-%m-%d %H:%M} {each.made_by}: {_words(each)}{undone}")


@employers.command()
@click.argument("number", type=click.IntRange(min=1, max=2**31 - 1))
@of_petition
@click.pass_obj
def undo(settings: Settings, number: int, slug: str) -> None:
    """Take decision NUMBER back."""
    with changing(settings, slug) as (work, petition):
        employerdecisions.undo(work, petition, [number])
    click.echo("Taken back.")


@employers.command()
@of_petition
@click.pass_obj
def replay(settings: Settings, slug: str) -> None:
    """Work out again from the list and the decisions what every text means."""
    with changing(settings, slug) as (work, petition):
        changed = employerrules.replayed(work, petition)
    click.echo(f"{changed} changed.")


def _decide(settings: Settings, slug: str, kind: RuleKind, about: str, target: str = "", name: str = "") -> None:
    with changing(settings, slug) as (work, petition):
        known = Suggester.of(work, petition)
        subject = _key(about) if kind.is_of_a_spelling else _slug(known, about)
        to = slug_of(name) if kind is RuleKind.SEPARATE else _slug(known, target) if target else ""
        (number,) = employerrules.decide(work, petition, [Rule(kind, subject, to, name)])
        click.echo(f"{number}. {_words(_made(work, petition, number))}")


def _key(text: str) -> str:
    key = read(text).key
    if not key:
        raise click.ClickException("There is no name in this text.")
    return key


def _slug(known: Suggester, text: str) -> str:
    slug = text if text in known.shown else known.named(text)
    if slug is None:
        raise click.ClickException(f"There is no employer called {display_name(text)} in this petition.")
    return slug


def _made(work: Work, petition: UUID, number: int) -> Decision:
    return employerdecisions.page(work, petition, number + 1).decisions[0]


def _words(each: Decision) -> str:
    return {
        RuleKind.ASSIGN: f"“{each.about}” means {each.target}",
        RuleKind.SEPARATE: f"“{each.about}” is an employer of its own, {each.target}",
        RuleKind.NOBODY: f"“{each.about}” names no employer",
        RuleKind.MERGE: f"{each.about} is merged into {each.target}",
        RuleKind.RENAME: f"{each.about} is called {each.target}",
        RuleKind.PARENT: f"{each.about} counts with {each.target}" if each.target else f"{each.about} counts alone",
    }[each.kind]
