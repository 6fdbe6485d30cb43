"""Headcounts of employers: entered by organisers, and what one changes in what is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.headcount import Headcount, problems
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.said import said
from petition_app.domain.tally import PublishedRow, PublishedTally
from petition_app.models import Employer, Petition
from petition_app.services import audit, releases, rollup
from petition_app.services.dashboard import Difference, compare
from petition_app.services.work import Work


class HeadcountIsWrong(Refusal):
    status = 422


class HeadcountIsOfTheWhole(Refusal):
    status = 409
    sentence = said("This employer is counted with another one: a headcount is entered there, with all its units.")


class Consequence(StrEnum):
    """What a headcount does to the row of its employer in the next release."""

    LISTED = "listed"
    UNLISTED = "unlisted"
    CAPPED = "capped"


@dataclass(frozen=True)
class Place:
    """An employer as its headcount is entered: `counted_with` is the slug and name of the employer of which it is a
    unit, `units` are those that the list of companies counts with it."""

    slug: str
    name: str
    headcount: Headcount | None
    counted_with: tuple[str, str] | None
    units: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """What of the next release a headcount changes; `now` is the figure without the change, `then` with it."""

    consequence: Consequence | None
    rows: tuple[Difference, ...]
    other: Difference

    @property
    def matters(self) -> bool:
        return self.consequence is not None or bool(self.rows) or self.other.by != 0


def place(work: Work, petition: UUID, slug: str) -> Place:
    """Raises NotFound."""
    row = _employer(work, petition, slug)
    above = work.session.get_one(Employer, row.parent_id) if row.parent_id else None
    return Place(
        row.slug,
        row.name,
        _headcount(row),
        (above.slug, above.name) if above else None,
        rollup.units(work, petition, [slug]).get(slug, ()),
    )


def published(work: Work, petition: UUID, rows: Iterable[PublishedRow]) -> dict[str, Headcount]:
    """The headcounts that released rows were measured against, by the employers' slugs. One that was entered, changed
    or removed since belongs to the next release, and is not among them."""
    measured = {row.key: row.headcount for row in rows if row.headcount is not None}
    query = select(Employer).where(Employer.petition_id == petition, Employer.slug.in_(measured))
    found = {row.slug: _headcount(row) for row in work.session.scalars(query)}
    return {slug: each for slug, each in found.items() if each and each.number == measured[slug]}


def enter(work: Work, petition: UUID, slug: str, headcount: Headcount) -> None:
    """Raises NotFound, HeadcountIsOfTheWhole and HeadcountIsWrong."""
    new = headcount.tidied()
    found = [each.sentence for each in problems(new, work.today)]
    if found:
        raise HeadcountIsWrong(" ".join(found))
    row = _employer(work, petition, slug)
    if row.parent_id:
        raise HeadcountIsOfTheWhole
    if _headcount(row) == new:
        return
    row.headcount, row.headcount_on, row.headcount_source = new.number, new.on, new.source
    work.session.flush()
    audit.record(work, Action.HEADCOUNT_ENTERED, petition, employer=row.id, headcount=new.number, on=new.on)


def remove(work: Work, petition: UUID, slug: str) -> None:
    """Where there is none, nothing happens. Raises NotFound."""
    row = _employer(work, petition, slug)
    old = _headcount(row)
    if old is None:
        return
    row.headcount = row.headcount_on = row.headcount_source = None
    work.session.flush()
    audit.record(work, Action.HEADCOUNT_REMOVED, petition, employer=row.id, headcount=old.number)


def effect(trial: Work, petition: Petition, slug: str, headcount: Headcount | None) -> Effect:
    """What entering this headcount, or removing the one there is, would change in the next release. It is entered to
    see that: `trial` must be one that is taken back. Raises as `enter` and `remove`."""
    without = releases.preview(trial, petition)
    if headcount is None:
        remove(trial, petition.id, slug)
    else:
        enter(trial, petition.id, slug, headcount)
    with_it = releases.preview(trial, petition)
    found = compare(without, with_it)
    rows = tuple(each for each in found.rows if each.now != each.then)
    return Effect(_consequence(_row(without, slug), _row(with_it, slug)), rows, found.other)


def _consequence(was: PublishedRow | None, will: PublishedRow | None) -> Consequence | None:
    if was is None and will is not None:
        return Consequence.LISTED
    if was is not None and will is None:
        return Consequence.UNLISTED
    if was and will and (will.at_least < was.at_least or (will.more_than_share and not was.more_than_share)):
        return Consequence.CAPPED
    return None


def _row(tally: PublishedTally, slug: str) -> PublishedRow | None:
    return next((row for row in tally.rows if row.key == slug), None)


def _employer(work: Work, petition: UUID, slug: str) -> Employer:
    # PostgreSQL refuses such a text outright.
    if "\x00" in slug:
        raise NotFound
    query = select(Employer).where(
        Employer.petition_id == petition, Employer.slug == slug, Employer.merged_into_id.is_(None)
    )
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def _headcount(row: Employer) -> Headcount | None:
    if row.headcount is None or row.headcount_on is None or row.headcount_source is None:
        return None
    return Headcount(row.headcount, row.headcount_on, row.headcount_source)
