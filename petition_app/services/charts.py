"""The figures that charts draw: for everybody those of the latest release, for organisers the exact ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.domain.signature import Proof
from petition_app.domain.tally import PublishedTally
from petition_app.models import Petition, PublishedRelease
from petition_app.services import dashboard, petitions, releases, tallies
from petition_app.services.dashboard import EmployerTable
from petition_app.services.work import Work


class NothingPublishedYet(Refusal):
    status = 404
    sentence = said(
        "No figures of this petition have been published yet. They wait until nobody could be singled out by them."
    )


class ChartName(StrEnum):
    EMPLOYERS = "employers"
    PROOF = "proof"
    GROWTH = "growth"


class Employment(StrEnum):
    """All that is published of proof."""

    VERIFIED = "verified_current_employees"
    OTHERS = "all_others"


@dataclass(frozen=True)
class EmployerFigure:
    employer: str
    figure: int
    as_of: date


@dataclass(frozen=True)
class ProofFigure:
    """`figure` is None where there are too few to publish."""

    proof: Proof | Employment
    figure: int | None


@dataclass(frozen=True)
class Moment:
    """The total at a day's end, and how many were new on it; in public the total of a release, and never the new."""

    on: date
    total: int
    new: int | None = None
    release: int | None = None


@dataclass(frozen=True)
class Figures:
    """What the charts of one petition draw.

    With the number of a `release`, everything is as released: figures of employers, the verified and the total are
    floors, while `other` and all others are what these leave over. Without one, everything is exact.
    """

    slug: str
    title: str
    as_of: date
    release: int | None
    employers: tuple[EmployerFigure, ...]
    other: int
    total: int
    proofs: tuple[ProofFigure, ...]
    growth: tuple[Moment, ...]

    @property
    def is_exact(self) -> bool:
        return self.release is None


def published(work: Work, slug: str) -> Figures:
    """The figures of the latest release. Raises NotFound, NothingPublishedYet."""
    petition = petitions.public_by_slug(work, slug)
    latest = releases.latest(work, petition.id)
    if latest is None:
        raise NothingPublishedYet
    tally = latest.tally
    return Figures(
        slug=petition.slug,
        title=petition.title,
        as_of=tally.as_of,
        release=latest.number,
        employers=tuple(EmployerFigure(row.employer, row.at_least, row.as_of or tally.as_of) for row in tally.rows),
        other=tally.other,
        total=tally.total,
        proofs=_published_proofs(tally),
        growth=_release_by_release(work, petition.id, latest.number),
    )


def exact(work: Work, petition: Petition) -> Figures:
    """What only organisers may see, as it is now."""
    table = dashboard.employer_table(tallies.counters(work, petition.id))
    total = sum(table.totals)
    employers = tuple(EmployerFigure(line.employer, line.at_least, work.today) for line in table.lines if line.employer)
    return Figures(
        slug=petition.slug,
        title=petition.title,
        as_of=work.today,
        release=None,
        employers=employers,
        other=total - sum(each.figure for each in employers),
        total=total,
        proofs=by_proof(table),
        growth=_day_by_day(work, petition.id),
    )


def by_proof(table: EmployerTable) -> tuple[ProofFigure, ...]:
    """Confirmed signatures by what is known of the signer, in the order of proofs; those nobody has are left out."""
    counted: dict[Proof, int] = {}
    for column, count in zip(table.columns, table.totals, strict=True):
        counted[column.proof] = counted.get(column.proof, 0) + count
    return tuple(ProofFigure(proof, counted[proof]) for proof in Proof if proof in counted)


def _published_proofs(tally: PublishedTally) -> tuple[ProofFigure, ...]:
    """No finer than the release: a share for each proof would be a second breakdown."""
    return (
        ProofFigure(Employment.VERIFIED, tally.employees or None),
        ProofFigure(Employment.OTHERS, tally.total - tally.employees),
    )


def _release_by_release(work: Work, petition: UUID, last: int) -> tuple[Moment, ...]:
    query = (
        select(PublishedRelease.number, PublishedRelease.public)
        .where(PublishedRelease.petition_id == petition, PublishedRelease.number <= last)
        .order_by(PublishedRelease.number)
    )
    read = [(row.number, json.loads(row.public)) for row in work.session.execute(query)]
    return tuple(Moment(date.fromisoformat(each["as_of"]), each["total"], release=number) for number, each in read)


def _day_by_day(work: Work, petition: UUID) -> tuple[Moment, ...]:
    moments: list[Moment] = []
    total = 0
    for each in dashboard.every_day(tallies.by_day(work, petition)):
        total += each.count
        moments.append(Moment(each.day, total, each.count))
    return tuple(moments)
