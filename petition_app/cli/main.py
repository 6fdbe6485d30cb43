"""The `petition` command. A command's module is loaded when it runs: help and a refused setting come at once."""

from __future__ import annotations

import gc
import os
import pkgutil
import sys
from typing import NamedTuple

import click

from petition_app import __version__
from petition_app.domain.refusals import Refusal
from petition_app.settings import SettingError, load_settings

#: As sysexits.h has it: something is wrong with the configuration, and starting again will not help.
EX_CONFIG = 78


class Entry(NamedTuple):
    where: str
    help: str


COMMANDS = {
    "demo": Entry("demo:demo", "Start a demo with the seeded petition, on this machine only."),
    "init": Entry("upkeep:init", "Make a new site: data folder, keys and database."),
    "setup-link": Entry("setup:setup_link", "Print a link with which the first organiser sets up an empty site."),
    "serve": Entry("serving:serve", "Serve the site, send its letters, publish its planned releases."),
    "worker": Entry("worker:worker", "Send letters and publish planned releases, without serving."),
    "upgrade": Entry("upkeep:upgrade", "Bring the schema and the list of employers up to date."),
    "migrate-to": Entry("migrate:migrate_to", "Move this site from SQLite to PostgreSQL."),
    "migrate-back": Entry("migrate:migrate_back", "Go back to SQLite, before PostgreSQL was used."),
    "add": Entry("upkeep:add", "Add a petition from a file."),
    "draft": Entry("draft:draft", "Begin a petition, and change what it says."),
    "seed": Entry("upkeep:seed", "Add the seeded petition, to try things out."),
    "petitions": Entry("petitions:petitions", "Open, pause and close petitions, set their dates and addresses."),
    "releases": Entry("releases:releases", "Publish tables, by hand or on a schedule."),
    "organiser": Entry("organiser:organiser", "Add organisers and give them roles."),
    "team": Entry("team:team", "Look after a petition's team: invite, change roles, remove."),
    "checklist": Entry("checklist:checklist", "See what is left to set up, and tick it."),
    "verify": Entry("upkeep:verify", "Check every promise against the database."),
    "reindex": Entry("reindexing:reindex", "Make the index of the organisers' search anew."),
    "doctor": Entry("doctor:doctor", "Look for what is wrong with this installation."),
    "signatures": Entry("signatures:signatures", "Search signatures, and hold, count or remove many."),
    "export": Entry("export:export", "Write the roster, the tallies or the signatories to a file."),
    "import": Entry("importing:import_file", "Import signatures from a CSV file: paper sheets, other tools."),
    "imports": Entry("importing:past_imports", "List imports, take one back, or write what was not taken."),
    "claims": Entry("claims:claims", "Check sentences about the petition against its published figures."),
    "responses": Entry("responses:responses", "List and change what addressees answered."),
    "hand-over": Entry("handover:handover", "Make the package to hand over, and note what reached whom."),
    "updates": Entry("updates:updates", "Write updates, publish them and send them to signers who asked."),
    "mail": Entry("mail:mail", "See how letters fare, feed in what came back, send reminders."),
    "employers": Entry("employer_rules:employers", "Find out which employer a text means, and decide it."),
    "widget": Entry("widget:widget", "Choose the sites that may show a petition's widget."),
    "access": Entry("access:access", "Make tokens that let programs in, and webhooks that tell them."),
    "keys": Entry("keys:keys", "Change a petition's keys or its passphrase."),
}

#: Started by other commands, and by nobody else.
PARTS = {"generation": Entry("generation:generation", "One run of the server.")}


class Commands(click.Group):
    """The commands of the table above. Settings are checked before anything is loaded or done."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = (COMMANDS | PARTS).get(cmd_name)
        return _loaded(entry.where) if entry else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in COMMANDS | PARTS:
            ctx.obj = load_settings(os.environ)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


def _loaded(where: str) -> click.Command:
    # Loading makes many objects and no waste: to look for some meanwhile takes a fifth of the time, and to look for it
    # among them ever after a seventh of the time of whatever goes through very many rows.
    gc.disable()
    try:
        found: click.Command = pkgutil.resolve_name(f"petition_app.cli.{where}")
        return found
    finally:
        gc.freeze()
        gc.enable()


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="petition")
def petition() -> None:
    """A workplace petition. Settings come from the environment: docs/settings.md lists them all."""


def main() -> None:
    # What is written here belongs to whoever runs it, and to nobody else on this machine.
    os.umask(0o077)
    try:
        petition(prog_name="petition")
    except SettingError as error:
        click.echo(str(error), err=True)
        sys.exit(EX_CONFIG)
    except Refusal as refusal:
        click.echo(refusal.sentence, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
