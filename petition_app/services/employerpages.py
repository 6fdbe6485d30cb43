"""The public page of one employer: only of what is public of it already, the released figure and the roster."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select

from petition_app.domain.headcount import Headcount, Share, share_of
from petition_app.domain.petition import takes_signatures
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import Status
from petition_app.domain.tally import PublishedRow
from petition_app.models import Employer, Petition, PublishedRelease, Spelling, TallyCounter
from petition_app.services import headcounts, petitions, releases, rollup, roster
from petition_app.services.petitions import Addressee
from petition_app.services.releases import StoredRelease
from petition_app.services.roster import Signatory
from petition_app.services.work import Work

_SLUG = re.compile(r"[a-z0-9-]{1,80}")


@dataclass(frozen=True)
class Link:
    """Another employer that has a page."""

    slug: str
    name: str


@dataclass(frozen=True)
class EmployerPage:
    """What everybody may know of an employer. `name` and `row` are those of the latest release, where it has a row.

    `counted_with` is the employer whose row its signers stand in: from the release on, or from the next one on where
    the employer has a row of its own still. `share` is of the row's figure, `headcount` what it is a share of.
    """

    petition: Petition
    slug: str
    name: str
    release: StoredRelease | None
    row: PublishedRow | None
    units: tuple[str, ...]
    counted_with: Link | None
    headcount: Headcount | None
    share: Share | None
    addressees: tuple[Addressee, ...]
    signatories: list[Signatory]
    is_open: bool


def find(work: Work, petition: UUID, slug: str) -> str:
    """The slug of the page that stands for this employer: its own, or that of the employer into which it was merged
    after it had stood in a release. Raises NotFound for every other, in the same way whether or not anybody signed
    there, or whether it is an employer at all."""
    if not _SLUG.fullmatch(slug):
        raise NotFound
    employer = _employer(work, petition, slug)
    release = releases.latest(work, petition)
    # Asked in every case, so that it takes the same time.
    stood, is_there = _stood_in_a_release(work, petition, slug), _is_public(work, petition, slug, employer, release)
    if is_there:
        return slug
    if stood and employer is not None and employer.merged_into_id:
        now = work.session.get_one(Employer, employer.merged_into_id)
        if _is_public(work, petition, now.slug, now, release):
            return now.slug
    raise NotFound


def page(
    work: Work, petition: Petition, slug: str, most: int = 50, after: Signatory | None = None, seen: int = 1
) -> EmployerPage:
    """The page of an employer for which `find` gives its own slug, with `most` of its signatories. Raises NotFound."""
    release = releases.latest(work, petition.id)
    employer = _employer(work, petition.id, slug)
    if employer is None or not _is_public(work, petition.id, slug, employer, release):
        raise NotFound
    row = _row(release, slug)
    family = _family(work, employer)
    headcount = headcounts.published(work, petition.id, [row] if row else []).get(slug)
    return EmployerPage(
        petition=petition,
        slug=slug,
        name=row.employer if row else employer.name,
        release=release,
        row=row,
        units=row.includes if row else rollup.units(work, petition.id, [slug]).get(slug, ()),
        counted_with=_counted_with(work, employer, release),
        headcount=headcount,
        share=share_of(row.at_least, headcount.number, is_capped=row.more_than_share) if row and headcount else None,
        addressees=tuple(
            each for each in petitions.addressees(work, petition.id) if each.target.employer_id in family
        ),
        signatories=roster.page(work, petition.id, most, after, seen, employers=family),
        is_open=takes_signatures(petition.state, petition.closes_at, work.now),
    )  # fmt: skip


def _employer(work: Work, petition: UUID, slug: str) -> Employer | None:
    query = select(Employer).where(Employer.petition_id == petition, Employer.slug == slug)
    return work.session.scalars(query).one_or_none()


def _row(release: StoredRelease | None, slug: str) -> PublishedRow | None:
    return next((row for row in release.tally.rows if row.key == slug), None) if release else None


def _stood_in_a_release(work: Work, petition: UUID, slug: str) -> bool:
    # As the public text writes it. In a name, quotation marks would be escaped.
    written = PublishedRelease.public.contains(f'"slug": "{slug}"', autoescape=True)
    return bool(work.session.scalar(select(exists().where(PublishedRelease.petition_id == petition, written))))


def _is_public(
    work: Work, petition: UUID, slug: str, employer: Employer | None, release: StoredRelease | None
) -> bool:  # fmt: skip
    """Whether it has a row in the latest release, or somebody on the roster gave it, or a unit of it, as employer. The
    counters tell without a look at the signatures, so it takes no longer where more have signed."""
    family = and_(Employer.petition_id == petition, Employer.merged_into_id.is_(None), _is_of(employer))
    on_roster = (
        select(TallyCounter.spelling_id)
        .join(Spelling, Spelling.id == TallyCounter.spelling_id)
        .join(Employer, Employer.id == Spelling.employer_id)
        .where(
            family,
            TallyCounter.petition_id == petition,
            TallyCounter.status == Status.CONFIRMED,
            TallyCounter.identified,
            TallyCounter.signatures > 0,
        )
        .limit(1)
    )
    found = work.session.scalar(on_roster)
    return found is not None or _row(release, slug) is not None


_NOBODY = UUID(int=0)


def _is_of(employer: Employer | None) -> ColumnElement[bool]:
    top = employer.id if employer else _NOBODY
    return or_(Employer.id == top, Employer.parent_id == top)


def _family(work: Work, employer: Employer) -> list[UUID]:
    """The employer, its units, and what was merged into one of these."""
    of_it = or_(Employer.id == employer.id, Employer.merged_into_id == employer.id, Employer.parent_id == employer.id)
    return list(work.session.scalars(select(Employer.id).where(Employer.petition_id == employer.petition_id, of_it)))


def _counted_with(work: Work, employer: Employer, release: StoredRelease | None) -> Link | None:
    above = employer.parent_id or employer.merged_into_id
    if above is None:
        return None
    other = work.session.get_one(Employer, above)
    if not _is_public(work, employer.petition_id, other.slug, other, release):
        return None
    row = _row(release, other.slug)
    return Link(other.slug, row.employer if row else other.name)
