"""`petition petitions`: the life of each petition, as in the organisers' workshop, for whoever runs the server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click

from petition_app.cli.onepetition import changing, reading
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading
from petition_app.domain.lifecycle import Step, Times
from petition_app.services import addresses, lifecycle, lifecycle_plans, lifecycle_room
from petition_app.services.lifecycle_room import LifeRoom
from petition_app.services.petitions import by_slug
from petition_app.services.work import OPERATOR, Work
from petition_app.settings import Settings

_MEANS = {
    Step.SUBMIT: "Send a draft to review.",
    Step.SEND_BACK: "End the review: it is a draft again.",
    Step.OPEN: "Open it after its review. Signing starts at once.",
    Step.TAKE_BACK: "Take the opening back, as long as nobody has signed.",
    Step.PAUSE: "Stop signing for now. The page stays.",
    Step.RESUME: "Go on with signing after a pause.",
    Step.CLOSE: "Stop signing. The page stays.",
    Step.REOPEN: "Take signatures again after closing.",
    Step.DELIVER: "Mark a closed petition as delivered.",
    Step.UNDO_DELIVERY: "Take that mark back.",
    Step.ARCHIVE: "Archive it: its text and its last table stay in public.",
    Step.UNARCHIVE: "Bring it back from the archive.",
}
_slug = click.argument("slug")
_MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


@click.group()
def petitions() -> None:
    """List petitions, open, pause and close them, and set their dates and addresses."""


@petitions.command("list")
@click.pass_obj
def list_petitions(settings: Settings) -> None:
    """Every petition: short name, state, exact figures, and what waits."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        for each in lifecycle_room.every(work):
            waits = f"{each.held:,} held, {each.unmatched:,} employers to match"
            click.echo(f"{each.petition.slug}  {each.petition.state}  {each.confirmed:,} confirmed, {waits}")


@petitions.command()
@_slug
@click.pass_obj
def show(settings: Settings, slug: str) -> None:
    """Everything about the life of one petition: its state, its dates, and the steps that are possible."""
    with reading(settings, slug) as (work, petition):
        seen = lifecycle_room.room(work, petition)
    for name, value in _facts(seen):
        click.echo(f"{name + ':':<15} {value}")


def _facts(seen: LifeRoom) -> list[tuple[str, object]]:
    now = seen.petition
    hidden = f"until {now.hidden_until:,} have confirmed; {seen.signatures:,} have" if seen.is_hidden else "no"
    facts: list[tuple[str, object]] = [
        ("State", now.state),
        ("Hidden", hidden),
        ("Opens", _at(now.opens_at)),
        ("Opened", _at(now.opened_at)),
        ("Closes", _at(now.closes_at)),
        ("Closed", _at(now.closed_at)),
        ("Erased", now.erased_on or now.erase_on or f"{now.kept_days} days after closing"),
        ("Former names", ", ".join(seen.former) or "none"),
        ("Possible steps", ", ".join(seen.steps) or "none"),
    ]
    if seen.missing:
        facts.append(("Missing", "; ".join(seen.missing)))
    return facts


def _at(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment else "-"


def _command(step: Step) -> click.Command:
    """Every step is a command of its own name."""

    @click.command(step.value, help=_MEANS[step])
    @_slug
    @click.pass_obj
    def command(settings: Settings, slug: str) -> None:
        after = _do(settings, slug, lambda work, petition: lifecycle.take(work, petition, step))
        click.echo(f"The petition is now: {after.state}.")

    return command


for _step in Step:
    petitions.add_command(_command(_step))


def _do(settings: Settings, slug: str, deed: Callable[[Work, Any], Any]) -> Any:
    with changing(settings, slug) as (work, petition):
        return deed(work, petition)


@petitions.command()
@_slug
@click.pass_obj
def launch(settings: Settings, slug: str) -> None:
    """Bring a hidden petition into public now, for good."""
    _do(settings, slug, lifecycle_plans.launch)
    click.echo("The petition is in public.")


@petitions.command()
@_slug
@click.argument("signatures", type=click.IntRange(min=1), required=False)
@click.pass_obj
def hide(settings: Settings, slug: str, signatures: int | None) -> None:
    """Keep it hidden until SIGNATURES have confirmed; without a number, show it from the start. Once it is open the
    number can only be lowered."""
    _do(settings, slug, lambda work, petition: lifecycle_plans.hide_until(work, petition, signatures))
    click.echo(f"Hidden until {signatures:,} have confirmed." if signatures else "Not hidden.")


@petitions.command()
@_slug
@click.option("--opens", type=_MOMENT, help="In UTC, such as 2026-11-22T09:00.")
@click.option("--closes", type=_MOMENT, help="In UTC, such as 2026-12-22T18:00.")
@click.option("--never-opens", is_flag=True, help="Not by itself any more.")
@click.option("--never-closes", is_flag=True, help="Not by itself any more.")
@click.pass_obj
def schedule(
    settings: Settings, slug: str, opens: datetime | None, closes: datetime | None, never_opens: bool,
    never_closes: bool,
) -> None:  # fmt: skip
    """Set when it opens and closes by itself. What is not given stays as it is."""

    def deed(work: Work, petition: Any) -> Any:
        now = lifecycle_plans.times_of(by_slug(work, slug))
        times = Times(
            None if never_opens else _utc(opens) or now.opens_at,
            None if never_closes else _utc(closes) or now.closes_at,
        )
        return lifecycle_plans.set_times(work, petition, times)

    after = _do(settings, slug, deed)
    click.echo(f"Opens: {_at(after.opens_at)}. Closes: {_at(after.closes_at)}.")


def _utc(given: datetime | None) -> datetime | None:
    return given.replace(tzinfo=UTC) if given else None


@petitions.command()
@_slug
@click.argument("days", type=int)
@click.pass_obj
def keep(settings: Settings, slug: str, days: int) -> None:
    """Keep private data for DAYS after the closing; then they are erased for good."""
    after = _do(settings, slug, lambda work, petition: lifecycle_plans.keep_for(work, petition, days))
    click.echo(f"Erased on {after.erase_on}." if after.erase_on else f"Erased {days} days after the closing.")


@petitions.command("rename-address")
@_slug
@click.argument("name")
@click.pass_obj
def rename_address(settings: Settings, slug: str, name: str) -> None:
    """Give it the short name NAME. Its old addresses lead to the new one for good."""
    after = _do(settings, slug, lambda work, petition: addresses.rename(work, petition, name))
    click.echo(f"{settings.site_url}/p/{after.slug}")
