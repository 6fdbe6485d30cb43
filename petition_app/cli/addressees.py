"""Which addressee is meant, and the day of what is noted about them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import click

from petition_app.database import edge
from petition_app.services import petitions
from petition_app.services.work import Work

_NUMBER = click.IntRange(min=1)
any_addressee = click.option("--addressee", "number", type=_NUMBER, help="The number, as listed.")
one_addressee = click.option("--addressee", "number", type=_NUMBER, required=True, help="The number, as listed.")


def addressee_of(work: Work, petition: UUID, number: int) -> UUID:
    """The addressee of this number in the list."""
    targets = [each.target for each in petitions.addressees(work, petition)]
    if not 0 < number <= len(targets):
        raise click.ClickException(f"There is no addressee {number}. `petition responses list` shows their numbers.")
    return targets[number - 1].id


def day_or_today(day: datetime | None) -> date:
    return day.date() if day else edge().today()
