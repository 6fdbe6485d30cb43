"""Releases: published tables, stored as they were shown, each measured against the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.petition import Policy
from petition_app.domain.refusals import Refusal
from petition_app.domain.tally import PublishedRow, PublishedTally, Release, Settled, publish
from petition_app.models import Employer, Petition, PublishedRelease
from petition_app.services import audit, tallies
from petition_app.services.work import Work


class ReleasedToday(Refusal):
    status = 409
    sentence = "There has been a release today. One a day at most: more would let outsiders watch single signatures."


@dataclass(frozen=True)
class StoredRelease:
    """A release as stored. `digest` is the SHA-256 of its public text; `slugs` are the employers' slugs by name."""

    number: int
    released_at: datetime
    tally: PublishedTally
    digest: str
    slugs: dict[str, str]


def latest(work: Work, petition: UUID) -> StoredRelease | None:
    """The release the public sees."""
    row = _latest_row(work, petition)
    return _stored(work, row) if row else None


def history(work: Work, petition: UUID) -> list[StoredRelease]:
    """Every release, oldest first."""
    query = select(PublishedRelease).where(PublishedRelease.petition_id == petition).order_by(PublishedRelease.number)
    return [_stored(work, row) for row in work.session.scalars(query)]


def preview(work: Work, petition: Petition) -> PublishedTally:
    """The table a release would publish now."""
    return _next(work, petition).tally


def release(work: Work, petition: Petition) -> StoredRelease:
    """Publish the next table. Raises ReleasedToday."""
    # Whoever asks second waits here, and then sees the release of the first. Signing goes on meanwhile.
    work.session.execute(select(Petition.id).where(Petition.id == petition.id).with_for_update(key_share=True))
    before = _latest_row(work, petition.id)
    if before and before.released_at.date() >= work.today:
        raise ReleasedToday
    new = _next(work, petition)
    public = _public_text(new.tally)
    row = PublishedRelease(
        petition_id=petition.id,
        number=before.number + 1 if before else 1,
        released_at=work.now,
        public=public,
        basis=_basis_text(new),
        digest=hashlib.sha256(public.encode()).hexdigest(),
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, Action.RELEASE_PUBLISHED, petition.id, number=row.number, digest=row.digest)
    return _stored(work, row)


def policy_of(petition: Petition) -> Policy:
    return Policy(petition.threshold, petition.employment_proof, petition.live_total)


def _next(work: Work, petition: Petition) -> Release:
    before = _latest_row(work, petition.id)
    exact = tallies.exact_tally(tallies.counters(work, petition.id), petition)
    return publish(exact, policy_of(petition), work.today, _release(before) if before else None)


def _latest_row(work: Work, petition: UUID) -> PublishedRelease | None:
    query = select(PublishedRelease).where(PublishedRelease.petition_id == petition)
    query = query.order_by(PublishedRelease.number.desc()).limit(1)
    return work.session.scalars(query).one_or_none()


def _public_text(tally: PublishedTally) -> str:
    return json.dumps(asdict(tally), default=_iso, sort_keys=True, ensure_ascii=False)


def _basis_text(release: Release) -> str:
    basis = {
        "employers": {key: asdict(settled) for key, settled in release.employers.items()},
        "total": asdict(release.total),
        "employees": asdict(release.employees),
    }
    return json.dumps(basis, default=_iso, sort_keys=True)


def _iso(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()


def _tally(public: str) -> PublishedTally:
    read = json.loads(public)
    rows = tuple(
        PublishedRow(row["employer"], row["at_least"], date.fromisoformat(row["as_of"]), row["key"])
        for row in read["rows"]
    )
    return PublishedTally(rows, read["other"], read["total"], read["employees"], date.fromisoformat(read["as_of"]))


def _settled(read: dict[str, Any]) -> Settled:
    return Settled(read["unnamed"], date.fromisoformat(read["on"]))


def _release(row: PublishedRelease) -> Release:
    basis = json.loads(row.basis)
    employers = {key: _settled(each) for key, each in basis["employers"].items()}
    return Release(_tally(row.public), employers, _settled(basis["total"]), _settled(basis["employees"]))


def _stored(work: Work, row: PublishedRelease) -> StoredRelease:
    tally = _tally(row.public)
    ids = [UUID(each.key) for each in tally.rows]
    slugs = {
        str(found.id): found.slug
        for found in work.session.execute(select(Employer.id, Employer.slug).where(Employer.id.in_(ids)))
    }
    by_name = {each.employer: slugs.get(each.key, "") for each in tally.rows}
    return StoredRelease(row.number, row.released_at, tally, row.digest, by_name)
