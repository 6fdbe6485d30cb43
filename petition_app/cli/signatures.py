"""`petition signatures`: the signatories' room for whoever runs the server."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import click
from tqdm import tqdm

from petition_app.cli.options import of_petition
from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_trial, begin_work
from petition_app.domain.bulkchange import BulkStep
from petition_app.domain.moderation import Reason
from petition_app.domain.refusals import Refusal
from petition_app.services import (
    bulkchanges,
    bulkpreview,
    bulkrunning,
    bursts,
    crowdcounts,
    jobs,
    petitions,
    searchterms,
    signatories,
)
from petition_app.services.bulkchanges import Ask, Fitting
from petition_app.services.bulkpreview import Preview
from petition_app.services.bulkrunning import Change
from petition_app.services.bursts import Standout
from petition_app.services.jobkinds import STEPS
from petition_app.services.searchterms import Meant
from petition_app.services.work import OPERATOR, Work
from petition_app.settings import Settings

_REASONS = {each.value.replace(" ", "-"): each for each in Reason}
_reason = click.option("--reason", type=click.Choice(list(_REASONS)), required=True, help="Kept in the audit log.")
_dry_run = click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
_yes = click.option("--yes", is_flag=True, help="Do not ask before it is done.")


@click.group()
def signatures() -> None:
    """Search signatures, and hold, count or remove all that fit a search.

    SEARCH is what the search box of the workshop understands, in quotation marks: '@example.org state:held'.
    """


@signatures.command()
@click.argument("search", default="")
@of_petition
@click.pass_obj
def search(settings: Settings, search: str, slug: str) -> None:
    """List the newest that fit, and say how many do."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        meant = _meant(work, slug, search)
        page, number = signatories.search(work, meant, reach=None), signatories.count(work, meant)
    for line in page.lines:
        cells = (str(line.id), line.status, line.relation, line.proof, f"{line.signed_on}", line.employer,
                 line.name or line.title)  # fmt: skip
        click.echo("\t".join(cells).rstrip())
    click.echo(f"{number:,} fit." if number == len(page.lines) else f"{len(page.lines)} of {number:,} that fit.")


@signatures.command()
@click.argument("search")
@_reason
@_dry_run
@_yes
@of_petition
@click.pass_obj
def hold(settings: Settings, search: str, reason: str, slug: str, dry_run: bool, yes: bool) -> None:
    """Set all that fit aside: they are not counted until they are restored."""
    _change(settings, slug, search, Ask(BulkStep.HOLD, _REASONS[reason]), dry_run=dry_run, yes=yes)


@signatures.command()
@click.argument("search")
@_dry_run
@_yes
@of_petition
@click.pass_obj
def restore(settings: Settings, search: str, slug: str, dry_run: bool, yes: bool) -> None:
    """Count all that fit again, which are held or removed."""
    _change(settings, slug, search, Ask(BulkStep.RESTORE), dry_run=dry_run, yes=yes)


@signatures.command()
@click.argument("search")
@_reason
@_dry_run
@_yes
@of_petition
@click.pass_obj
def remove(settings: Settings, search: str, reason: str, slug: str, dry_run: bool, yes: bool) -> None:
    """Take all that fit out of every count and list."""
    _change(settings, slug, search, Ask(BulkStep.REMOVE, _REASONS[reason]), dry_run=dry_run, yes=yes)


@signatures.command()
@click.argument("search")
@click.argument("proof", type=click.Choice(["document", "vouched", "none"]))
@_dry_run
@_yes
@of_petition
@click.pass_obj
def prove(settings: Settings, search: str, proof: str, slug: str, dry_run: bool, yes: bool) -> None:
    """Mark how all that fit have shown where they work."""
    _change(settings, slug, search, Ask(BulkStep(f"proof {proof}")), dry_run=dry_run, yes=yes)


@signatures.command()
@of_petition
@click.pass_obj
def changes(settings: Settings, slug: str) -> None:
    """List the changes to many signatures, newest first."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        found = bulkrunning.history(work, petitions.by_slug(work, slug).id)
    for each, state in found:
        which = "chosen one by one" if each.query is None else each.query or "all"
        click.echo(f"{each.number}. {each.made_at:%Y-%m-%d %H:%M} {each.made_by}: {each.step}, {which}: "
                   f"{_outcome(each)}{f' ({state})' if state and not state.is_over else ''}")  # fmt: skip


@signatures.command()
@click.argument("number", type=click.IntRange(min=1, max=2**31 - 1))
@_dry_run
@of_petition
@click.pass_obj
def undo(settings: Settings, number: int, slug: str, dry_run: bool) -> None:
    """Take change NUMBER back, but for what somebody has changed since."""
    with existing_site(settings):
        with begin_reading(OPERATOR) as work:
            change, _ = bulkrunning.one(work, petitions.by_slug(work, slug).id, number)
            left = bulkrunning.undoable(work, change)
        click.echo(f"{left:,} signatures are given back what they were, unless somebody has changed them since.")
        if not dry_run:
            _carry_out(slug, left, lambda work, petition: bulkrunning.undo(work, petition, number))


@signatures.command("bursts")
@of_petition
@click.pass_obj
def bursts_command(settings: Settings, slug: str) -> None:
    """List the hours of the last seven days in which more signed than usual."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, slug).id
        seen, crowd = bursts.overview(work, petition), crowdcounts.crowded(work, petition)
    for told in crowd:
        click.echo(f"{told.last_day:,} {told.kind} in 24 hours, because many signed from one network.")
    for group in seen.held:
        click.echo(f"{group.signatures:,} held on {group.day}, because many came from one network: {group.search}")
    for kind, found in (("employer", seen.employers), ("domain", seen.domains), ("all", seen.everybody)):
        for each in found:
            click.echo("\t".join(_burst(kind, each)))
    click.echo(f"{seen.signatures:,} new in seven days, {seen.throw_away:,} with addresses for one-time use.")


def _burst(kind: str, each: Standout) -> tuple[str, ...]:
    normal = each.burst.normal
    usual = f"usually {normal.median:g}, at most {normal.most}" if normal else "too early to say what is usual"
    name = each.name or ("another domain" if kind == "domain" else "everybody")
    return f"{each.at:%Y-%m-%d %H:00}", kind, name, f"{each.burst.signatures:,}", usual, each.search


def _meant(work: Work, slug: str, text: str) -> Meant:
    found = searchterms.understand(work, petitions.by_slug(work, slug).id, text)
    if found.problems:
        lines = [f"“{each.piece}”: {each.sentence}" + (f" Did you mean {each.suggestion}?" if each.suggestion else "")
                 for each in found.problems]  # fmt: skip
        raise click.ClickException("\n".join(lines))
    return found.meant


def _change(settings: Settings, slug: str, text: str, ask: Ask, *, dry_run: bool, yes: bool) -> None:
    with existing_site(settings):
        with begin_trial(OPERATOR) as work:
            meant = _meant(work, slug, text)
            seen = bulkpreview.preview(work, petitions.by_slug(work, slug), meant, ask.step)
        _tell(seen)
        if dry_run or not seen.fitting.can or not (yes or click.confirm("Do it?")):
            return
        change = _carry_out(slug, seen.fitting.can, _begin(meant, ask, seen.fitting))
        click.echo(f"It is change {change.number}: `petition signatures undo {change.number}` takes it back.")


def _begin(meant: Meant, ask: Ask, seen: Fitting) -> Callable[[Work, UUID], Change]:
    return lambda work, petition: bulkchanges.begin_all(work, petition, ask, meant, seen)


def _tell(seen: Preview) -> None:
    states = ", ".join(f"{number:,} {status}" for status, number in seen.by_state)
    click.echo(f"{seen.fitting.all:,} fit ({states}); {seen.fitting.can:,} would change.")
    for part in seen.by_employer:
        click.echo(f"  {part.signatures:>9,}  {part.name or '(no employer given)'}")
    if seen.elsewhere:
        click.echo(f"  {seen.elsewhere:>9,}  (all others)")
    if seen.published:
        total = seen.published.total
        click.echo(f"A release now would publish at least {total.then or 0:,} in all; without it {total.now or 0:,}.")


def _carry_out(slug: str, rows: int, begin: Callable[[Work, UUID], Change]) -> Change:
    """Here and now, batch by batch; a worker that is running helps."""
    try:
        with begin_work(OPERATOR) as work:
            petition = petitions.by_slug(work, slug).id
            number = begin(work, petition).number
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    with tqdm(total=rows, unit=" signatures", disable=None) as bar:
        while True:
            with begin_reading(OPERATOR) as work:
                change, job = bulkrunning.one(work, petition, number)
            bar.update((job.done if job else rows) - bar.n)
            if job is None or job.state.is_over or not jobs.work_off(begin_work, STEPS, only=job.id):
                break
    click.echo(_outcome(change))
    return change


def _outcome(change: Change) -> str:
    if change.undone_at:
        return f"{change.undone:,} taken back, {change.kept:,} left because somebody has changed them since"
    return f"{change.changed:,} changed, {change.left:,} left because they were not as they were seen"
