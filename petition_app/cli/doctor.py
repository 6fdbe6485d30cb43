"""`petition doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from petition_app import migrations
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading
from petition_app.replicas import replica
from petition_app.services import checkup, readiness
from petition_app.services.checkup import Check, Level
from petition_app.services.work import OPERATOR
from petition_app.settings import SettingError, Settings


@click.command()
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Look at settings, rights, keys, database, mail, clock, disk and what is left to set up. Ends with 1 where one of
    them fails."""
    failed = False
    for check in examine(settings):
        failed = failed or check.level is Level.FAIL
        click.echo(f"{check.level:4}  {check.what}: {check.sentence}")
    sys.exit(1 if failed else 0)


def examine(settings: Settings) -> Iterator[Check]:
    yield from checkup.settings_in_use(settings)
    yield from checkup.folder(settings)
    if settings.data_dir.is_dir():
        yield from checkup.disk(settings)
    yield from checkup.keys(settings)
    yield from checkup.mail(settings)
    yield from _inside(settings)


def _inside(settings: Settings) -> list[Check]:
    try:
        with existing_site(settings), begin_reading(OPERATOR) as work:
            schema = Check(Level.OK, "Schema", f"{migrations.newest()}, the newest")
            return [schema, *checkup.database(work), *_replica(), *checkup.clock(work), *checkup.letters(work),
                    *checkup.search(work), *readiness.findings(work)]  # fmt: skip
    except click.ClickException as problem:
        return [Check(Level.FAIL, "Database", problem.message)]
    except SettingError as error:
        return [Check(Level.FAIL, "Database", str(error))]


def _replica() -> list[Check]:
    copy = replica()
    if copy is None:
        return []
    lag = copy.lag_now()
    if lag.seconds is None:
        sentence = "the one at PETITION_READ_DATABASE_URL cannot be reached, or is none: all is read from the database."
        return [Check(Level.WARN, "Replica", sentence)]
    behind = f"{lag.seconds:,.1f} s behind"
    if not lag.is_near:
        return [Check(Level.WARN, "Replica", f"{behind}, more than PETITION_MOST_LAG allows: it is not read from.")]
    return [Check(Level.OK, "Replica", behind)]
