"""What decisions about employers would change: the exact tallies, and the table that a release would publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from petition_app.domain.employerrule import Rule
from petition_app.models import Petition
from petition_app.services import dashboard, employerrules, releases, tallies
from petition_app.services.dashboard import Comparison, Difference
from petition_app.services.work import Work


@dataclass(frozen=True)
class Effect:
    """`exact` are the confirmed signatures of each employer whose number or name changes, `families` those of
    employers together with what counts with them, `unmatched` those that mean no employer yet, `nobody` those of people
    who gave none."""

    exact: tuple[Difference, ...]
    families: tuple[Difference, ...]
    unmatched: Difference
    nobody: Difference
    published: Comparison


@dataclass(frozen=True)
class _Figures:
    names: dict[str, str]
    own: dict[str, int]
    families: dict[str, int]
    unmatched: int
    nobody: int


def effect(work: Work, petition: Petition, rules: Sequence[Rule]) -> Effect:
    """Decides, and tells what that changed: to be called in a transaction that is taken back (`begin_trial`).

    Raises RuleIsImpossible.
    """
    before, published = _figures(work, petition.id), releases.preview(work, petition)
    employerrules.decide(work, petition.id, rules)
    after = _figures(work, petition.id)
    return Effect(
        _differences(before, after, before.own, after.own),
        _differences(before, after, *_together(before, after)),
        Difference("", before.unmatched, after.unmatched),
        Difference("", before.nobody, after.nobody),
        dashboard.compare(published, releases.preview(work, petition)),
    )


def _figures(work: Work, petition: UUID) -> _Figures:
    lines = dashboard.employer_table(tallies.counters(work, petition)).lines
    names = {each.slug: each.name for each in tallies.employers(work, petition).values()}
    own = {line.slug: line.at_least for line in lines if line.slug}
    families: dict[str, int] = {}
    for line in lines:
        if line.slug:
            families[line.family] = families.get(line.family, 0) + line.at_least
    without = {line.is_unmatched: line.at_least for line in lines if not line.slug}
    return _Figures(names, own, families, without.get(True, 0), without.get(False, 0))


def _together(before: _Figures, after: _Figures) -> tuple[dict[str, int], dict[str, int]]:
    """The families that have more than one employer with signatures, before or after."""
    several = {slug for each in (before, after) for slug in each.families if each.families[slug] != each.own.get(slug)}
    now, then = ({slug: each.families[slug] for slug in several & each.families.keys()} for each in (before, after))
    return now, then


def _differences(
    before: _Figures, after: _Figures, now: dict[str, int], then: dict[str, int]
) -> tuple[Difference, ...]:  # fmt: skip
    """Largest first: those whose number or name is another one."""
    found = []
    for slug in now.keys() | then.keys():
        old, name = before.names.get(slug), after.names.get(slug)
        if now.get(slug) != then.get(slug) or (old and name and old != name):
            found.append(Difference(name or old or slug, now.get(slug, 0), then.get(slug, 0)))
    return tuple(sorted(found, key=lambda each: (-max(each.now or 0, each.then or 0), each.name)))
