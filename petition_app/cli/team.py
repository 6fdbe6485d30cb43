"""`petition team`: who looks after a petition. The operator stands above the rule that two owners must agree."""

from __future__ import annotations

from uuid import UUID

import click

from petition_app.cli.onepetition import changing, reading
from petition_app.cli.options import of_petition
from petition_app.domain.access import Role
from petition_app.services import invitations, organisers, roles, twoowners
from petition_app.services import team as members_of
from petition_app.settings import Settings

_ROLE = click.Choice([str(role) for role in Role])


@click.group()
def team() -> None:
    """Look after a petition's team: invite, change roles, remove, hand over."""


@team.command("list")
@of_petition
@click.pass_obj
def list_team(settings: Settings, slug: str) -> None:
    """Who is in the team and who is invited, with the number to revoke an invitation by."""
    with reading(settings, slug) as (work, petition):
        for each in members_of.members(work, petition):
            factor = "second factor" if each.has_second_factor else "no second factor"
            seen = f"last seen {each.seen_on}" if each.seen_on else "never seen"
            off = [] if each.is_active else ["switched off"]
            address = organisers.address_by_id(work, each.id)
            click.echo("\t".join([str(each.role), each.name, address, factor, seen, *off]))
        for invited in invitations.waiting(work, petition):
            until = f"until {invited.expires_at:%Y-%m-%d %H:%M} UTC"
            click.echo("\t".join(["invited", invited.address, str(invited.role), until, str(invited.id)]))
        if roles.two_must_agree(work, petition):
            click.echo("Two owners must agree.")


@team.command()
@click.argument("email")
@of_petition
@click.option("--role", type=_ROLE, default=str(Role.VIEWER), show_default=True)
@click.option("--may-found", is_flag=True, help="They may begin petitions of their own.")
@click.pass_obj
def invite(settings: Settings, email: str, slug: str, role: str, may_found: bool) -> None:
    """Write to EMAIL with a link that works once, for three days."""
    with changing(settings, slug) as (work, petition):
        invitations.invite(work, petition, email, Role(role), may_found=may_found)
    click.echo("The letter is on its way.")


@team.command()
@click.argument("invitation", type=click.UUID)
@of_petition
@click.pass_obj
def revoke(settings: Settings, invitation: UUID, slug: str) -> None:
    """Revoke INVITATION, a number as `list` shows it."""
    with changing(settings, slug) as (work, petition):
        invitations.revoke(work, petition, invitation)
    click.echo("Revoked: the link is worth nothing any more.")


@team.command()
@click.argument("email")
@click.argument("role", type=_ROLE)
@of_petition
@click.pass_obj
def role(settings: Settings, email: str, role: str, slug: str) -> None:
    """Give EMAIL, who is in the team, another ROLE."""
    with changing(settings, slug) as (work, petition):
        members_of.change_role(work, petition, organisers.id_of(work, email), Role(role))
    click.echo(f"{email} is {role} of “{slug}”.")


@team.command()
@click.argument("email")
@of_petition
@click.pass_obj
def remove(settings: Settings, email: str, slug: str) -> None:
    """Take EMAIL out of the team, at once."""
    with changing(settings, slug) as (work, petition):
        members_of.remove(work, petition, organisers.id_of(work, email))
    click.echo(f"{email} is not in the team of “{slug}” any more.")


@team.command()
@click.argument("giver")
@click.argument("taker")
@of_petition
@click.option("--then", type=click.Choice([str(r) for r in Role if r is not Role.OWNER]), help="Otherwise they leave.")
@click.pass_obj
def transfer(settings: Settings, giver: str, taker: str, slug: str, then: str | None) -> None:
    """GIVER, an owner, hands the petition over to TAKER, who is in the team. Both are e-mail addresses."""
    with changing(settings, slug) as (work, petition):
        by, to = organisers.id_of(work, giver), organisers.id_of(work, taker)
        members_of.transfer(work, petition, to, Role(then) if then else None, by)
    click.echo(f"{taker} is an owner of “{slug}”, in the place of {giver}.")


@team.command("two-owners")
@click.argument("switch", type=click.Choice(["on", "off"]))
@of_petition
@click.pass_obj
def two_owners(settings: Settings, switch: str, slug: str) -> None:
    """Switch the rule on or off that two owners must agree on what is dangerous."""
    with changing(settings, slug) as (work, petition):
        if switch == "on":
            twoowners.switch_on(work, petition)
        else:
            members_of.switch_two_owners_off(work, petition)
    click.echo(f"The rule of two owners is {switch}.")
