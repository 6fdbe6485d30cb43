"""`petition employers`: what the texts that signers type as their employer mean."""

from __future__ import annotations

import csv
import io
import pkgutil
import sys
from collections.abc import Iterable, Iterator

import click

from petition_app import folders
from petition_app.domain.employer import Conclusion, Directory, resolve
from petition_app.domain.signature import Relation
from petition_app.services.seeds import read_companies

HEADING = ["raw", "employer", "relation", "reason"]

#: What works on the database is loaded when it is asked for: `resolve` starts at once.
_LATER = {"headcount": "headcounts:headcount"}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_LATER])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _LATER:
            return super().get_command(ctx, cmd_name)
        found: click.Command = pkgutil.resolve_name(f"petition_app.cli.{_LATER[cmd_name]}")
        return found


@click.group(cls=_Commands)
def employers() -> None:
    """Find out which employer a text means, and enter headcounts."""


@employers.command("resolve")
@click.option("--roll-up", is_flag=True, help="Write the company at the top (Google) instead of its unit (YouTube).")
def resolve_command(roll_up: bool) -> None:
    """Read texts from standard input, one a line, and write a CSV with the employer that each of them means.

    Columns: raw, employer, relation, reason. The employer is empty where the text does not say clearly enough; there is
    a row for every line, an empty one too. Uses the employers that come with the program, and no database.

    The file is for programs: raw is exactly what was read, so do not open the file in a spreadsheet, which may take a
    text that begins with "=" for a formula.
    """
    directory = Directory(read_companies(folders.SEEDS))
    out = io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline="", line_buffering=sys.stdin.isatty())
    writer = csv.writer(out)  # its line ends are those of RFC 4180: with others it would not quote a lone "\r"
    writer.writerow(HEADING)
    for raw in _lines(sys.stdin.buffer):
        writer.writerow([raw, *_row(resolve(raw, directory), directory, roll_up)] if raw else [""] * len(HEADING))
    out.flush()
    # Click flushes the standard output itself.
    out.detach()


def _lines(source: Iterable[bytes]) -> Iterator[str]:
    """The lines without their ends, whatever bytes they hold."""
    for number, line in enumerate(source):
        if number == 0:
            line = line.removeprefix(b"\xef\xbb\xbf")
        yield line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "replace")


def _row(found: Conclusion, directory: Directory, roll_up: bool) -> list[str]:
    slug = found.employer
    if slug and roll_up:
        slug = directory.parents.get(slug, slug)
    relation = Relation.FORMER if found.is_former else Relation.CURRENT if slug else ""
    return [directory.names[slug] if slug else "", relation, found.sentence]
