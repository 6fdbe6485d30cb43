"""Packages: made at once where few are named in them, else by the worker; noted with their digests; kept, sealed and
for a day at most, only where the worker made them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from petition_app.domain.events import Action
from petition_app.domain.handover import Audience, Paper
from petition_app.domain.job import JobKind
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.said import said
from petition_app.models import HandoverPackage, Job, Petition, Target
from petition_app.security.parcel import open_parcel, seal_parcel
from petition_app.services import audit, handoverfiles, jobs, organisers, publishable
from petition_app.services.handoverfiles import Package
from petition_app.services.publishable import Publishable, Wish
from petition_app.services.work import Work

#: With more signatories the worker makes it, so that nobody waits for a page that long.
MOST_AT_ONCE = 2_000
KEPT = timedelta(days=1)

_log = logging.getLogger(__name__)
# What this process has built and not yet stored, by package: building takes seconds, and no transaction is open then.
_built: dict[UUID, Package | None] = {}


class PackageIsOutOfDate(Refusal):
    status = 410
    sentence = said(
        "Something in this package has changed since it was made: somebody withdrew, perhaps. Please make it anew."
    )


class PackageFailed(Refusal):
    status = 500
    sentence = said("The package could not be made. The log of the server says what went wrong.")


@dataclass(frozen=True)
class Made:
    """A package as the room lists it. `is_kept`: it can be downloaded still."""

    id: UUID
    target: Target | None
    audience: Audience
    release: int
    signatories: int
    digest: str
    file_digest: str
    who: str
    made_at: datetime
    is_kept: bool


def note(work: Work, petition: Petition, data: Publishable, wish: Wish, package: Package) -> UUID:
    """Write down what was made, before it leaves."""
    row = _row(work, petition, wish, data.release.number, len(data.signatories))
    _fill(work, row, package)
    return row.id


def begin(work: Work, petition: Petition, wish: Wish) -> UUID:
    """Leave a package to the worker; the job. Raises NothingToHandOver and NotFound."""
    data = publishable.read(work, petition, wish)
    row = _row(work, petition, wish, data.release.number, len(data.signatories))
    return jobs.start(work, petition.id, JobKind.HANDOVER, row.id, len(data.signatories))


def step(work: Work, job: Job) -> jobs.Batch:
    """First the data is read, and the package built once this transaction is over; then it is stored. Whoever dies in
    between, or stores where another has built, builds it again: it is the same package."""
    row = work.session.get_one(HandoverPackage, job.subject)
    petition = work.session.get_one(Petition, job.petition_id)
    if row.id not in _built:
        data = publishable.read(work, petition, _wish_of(row))
        row.release, row.signatories, job.total = data.release.number, len(data.signatories), len(data.signatories)
        work.after_commit.append(lambda: _build(row.id, data))
        return jobs.Batch(done=0)
    package = _built.pop(row.id)
    if package is None:
        raise PackageFailed
    _forget_content(work, petition.id)
    row.content = seal_parcel(work.keys.instance, package.content, binding=row.id.bytes)
    _fill(work, row, package)
    return jobs.Batch(done=job.total, is_last=True)


def kept(work: Work, petition: Petition, package: UUID) -> Package:
    """The package that the worker made. Raises NotFound, and PackageIsOutOfDate where its data is not that of now: who
    has withdrawn meanwhile is handed over no more."""
    query = select(HandoverPackage).where(HandoverPackage.id == package, HandoverPackage.petition_id == petition.id)
    row = work.session.scalars(query).one_or_none()
    if row is None or row.content is None:
        raise NotFound
    data = publishable.read(work, petition, _wish_of(row))
    if handoverfiles.digest_of(data) != row.digest:
        raise PackageIsOutOfDate
    content = open_parcel(work.keys.instance, row.content, binding=row.id.bytes)
    return Package(handoverfiles.file_name(data), content, row.digest, row.file_digest)


def past(work: Work, petition: UUID, most: int = 30) -> list[Made]:
    """The newest first, those still being built left out."""
    query = (
        select(HandoverPackage, Target)
        .outerjoin(Target, Target.id == HandoverPackage.target_id)
        .where(HandoverPackage.petition_id == petition, HandoverPackage.digest != "")
        .order_by(HandoverPackage.made_at.desc(), HandoverPackage.id.desc())
    )
    rows = [(row[0], row[1]) for row in work.session.execute(query.limit(most))]
    names = organisers.names(work, {row.actor for row, _ in rows})
    return [_made(row, target, names.get(row.actor, row.actor)) for row, target in rows]


def unfinished(work: Work, petition: UUID) -> Job | None:
    """The newest package that the worker is at, or gave up."""
    query = select(Job).where(Job.petition_id == petition, Job.kind == JobKind.HANDOVER)
    found = work.session.scalars(query.order_by(Job.created_at.desc(), Job.id.desc()).limit(1)).one_or_none()
    return found if found and found.state not in ("done", "cancelled") else None


def forget_old_content(work: Work) -> None:
    """What could be downloaded for a day can be downloaded no more."""
    old = update(HandoverPackage).where(HandoverPackage.content.is_not(None), HandoverPackage.made_at < work.now - KEPT)
    work.session.execute(old.values(content=None))


def _build(key: UUID, data: Publishable) -> None:
    try:
        _built[key] = handoverfiles.build(data)
    except Exception as error:
        # Its text could hold a name, so only its kind is told.
        _log.error("a hand-over package could not be built: %s", type(error).__name__)
        _built[key] = None


def _row(work: Work, petition: Petition, wish: Wish, release: int, signatories: int) -> HandoverPackage:
    row = HandoverPackage(id=work.new_id(), petition_id=petition.id, target_id=wish.target, audience=wish.audience,
                          paper=wish.paper, release=release, signatories=signatories, actor=str(work.actor),
                          made_at=work.now)  # fmt: skip
    work.session.add(row)
    work.session.flush()
    return row


def _fill(work: Work, row: HandoverPackage, package: Package) -> None:
    row.digest, row.file_digest, row.made_at = package.digest, package.file_digest, work.now
    work.session.flush()
    audit.record(work, Action.PACKAGE_MADE, row.petition_id, package=row.id, release=row.release,
                 signatories=row.signatories, target=row.target_id, sha256=row.digest)  # fmt: skip


def _forget_content(work: Work, petition: UUID) -> None:
    work.session.execute(update(HandoverPackage).where(HandoverPackage.petition_id == petition).values(content=None))


def _wish_of(row: HandoverPackage) -> Wish:
    return Wish(row.audience, row.target_id, Paper(row.paper))


def _made(row: HandoverPackage, target: Target | None, who: str) -> Made:
    return Made(row.id, target, row.audience, row.release, row.signatories, row.digest, row.file_digest, who,
                row.made_at, row.content is not None)  # fmt: skip
