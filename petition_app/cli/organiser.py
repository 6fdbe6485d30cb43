"""`petition organiser`: the people who look after petitions."""

from __future__ import annotations

import click

from petition_app.cli.asking import ask_new
from petition_app.cli.passkeys import passkeys
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_work
from petition_app.domain.access import Role
from petition_app.services import organisers, petitions, second_factor, team
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.group()
def organiser() -> None:
    """Add organisers and give them roles."""


organiser.add_command(passkeys)


@organiser.command()
@click.argument("email")
@click.option("--name", required=True, help="How other organisers see them.")
@click.option("--petition", "slug", help="The short name of the petition in which they get the role.")
@click.option("--role", type=click.Choice([str(role) for role in Role]), default=str(Role.VIEWER), show_default=True)
@click.pass_obj
def add(settings: Settings, email: str, name: str, slug: str | None, role: str) -> None:
    """Add an organiser, or give one who is there already a role in another petition.

    The password of a new organiser is asked for, or read from standard input where that is not a terminal.
    """
    with existing_site(settings):
        with begin_work(OPERATOR) as work:
            known = organisers.by_email(work, email)
        password = "" if known else ask_new("Password (15 characters or more)")
        with begin_work(OPERATOR) as work:
            petition = petitions.by_slug(work, slug) if slug else None
            who = known.id if known else organisers.add(work, email, name, password)
            if petition:
                team.put_in(work, petition.id, who, Role(role))
    click.echo(f"{email} is an organiser{f', {role} of “{slug}”' if slug else ''}.")
    if not known and not settings.demo:
        click.echo("At the first sign-in they set up their second factor.")


@organiser.command()
@click.argument("email")
@click.pass_obj
def deactivate(settings: Settings, email: str) -> None:
    """Switch an account off: every browser is signed out at once, and nothing lets it in again. Its roles stay."""
    _switch(settings, email, active=False)
    click.echo(f"{email} is switched off, and signed out everywhere.")


@organiser.command()
@click.argument("email")
@click.pass_obj
def activate(settings: Settings, email: str) -> None:
    """Switch an account on again, with the roles it had."""
    _switch(settings, email, active=True)
    click.echo(f"{email} can sign in again.")


@organiser.command("reset-second-factor")
@click.argument("email")
@click.pass_obj
def reset_second_factor(settings: Settings, email: str) -> None:
    """Take away EMAIL's authenticator app, passkeys and recovery codes, for somebody who has lost them all.

    Make sure that it is really them who ask. They are signed out everywhere, and a letter tells them; until they have
    signed in and set up a new second factor, their password alone protects the account.
    """
    with existing_site(settings), begin_work(OPERATOR) as work:
        second_factor.remove_all(work, organisers.id_of(work, email))
    click.echo(f"{email} sets up a new second factor at the next sign-in.")


def _switch(settings: Settings, email: str, *, active: bool) -> None:
    with existing_site(settings), begin_work(OPERATOR) as work:
        organisers.switch(work, organisers.id_of(work, email), active=active)
