"""`petition claims`: is what is written about the petition borne out by its published figures?"""

from __future__ import annotations

import sys
from typing import TextIO

import click

from petition_app import folders
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading
from petition_app.domain.pressline import Finding, Verdict
from petition_app.services import claims as claim_checks
from petition_app.services.work import OPERATOR
from petition_app.settings import Settings


@click.group()
def claims() -> None:
    """Check sentences about the petition against its published figures, or print some that hold."""


@claims.command()
@click.argument("file", type=click.File("r", encoding="utf-8-sig"), required=False)
@click.option("--petition", "slug", help="Its short name; may be left out where there is only one.")
@click.pass_obj
def check(settings: Settings, file: TextIO | None, slug: str | None) -> None:
    """Check the sentences of FILE (- for standard input): a claims file, or one sentence a line.

    Without FILE, what the report behind the seeded petition says. Ends with 1 where a claim does not hold.
    """
    text = file.read() if file else (folders.SEEDS / "claims.toml").read_text("utf-8")
    try:
        sentences = claim_checks.sentences_in(text)
    except (ValueError, KeyError) as error:
        raise click.ClickException(f"This is not a claims file: {error}") from error
    with existing_site(settings), begin_reading(OPERATOR) as work:
        checked = claim_checks.check_claims(work, slug, sentences)
    for sentence, findings in checked:
        _show(sentence, findings)
    sys.exit(1 if any(each.verdict is Verdict.FAIL for _, findings in checked for each in findings) else 0)


@claims.command()
@click.option("--petition", "slug", help="Its short name; may be left out where there is only one.")
@click.pass_obj
def lines(settings: Settings, slug: str | None) -> None:
    """Print sentences ready to be quoted, one a line, each of them borne out by the published figures."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        published = claim_checks.of_petition(work, slug)
    for line in published.lines:
        click.echo(line.text)
    click.echo(f"How it is counted: {settings.site_url}/how-we-count", err=True)


def _show(sentence: str, findings: tuple[Finding, ...]) -> None:
    click.echo(sentence)
    if not findings:
        click.echo("  –      nothing in it can be checked")
    for finding in findings:
        click.echo(f"  {finding.verdict.upper():6} {finding.reason}")
