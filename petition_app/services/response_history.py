"""Reading what addressees answered as organisers see it: what is shown, what was removed, and every wording of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.refusals import NotFound
from petition_app.domain.response import Wording, is_stale
from petition_app.models import Response, ResponseRevision, Target
from petition_app.services import petitions
from petition_app.services.work import OPERATOR, Work


@dataclass(frozen=True)
class Entry:
    """One response as it stands; a removed one as it stood last. `number` is what a change of it has to name."""

    id: UUID
    target: Target
    number: int
    wording: Wording
    is_removed: bool = False


@dataclass(frozen=True)
class Version:
    """One wording that was shown, or (`is_removed`) the end of its being shown."""

    number: int
    wording: Wording
    is_removed: bool
    actor: str
    at: datetime


@dataclass(frozen=True)
class Timeline:
    """An addressee with everything recorded, newest first. `is_stale`: the newest is a silence to be checked again."""

    target: Target
    shown: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    is_stale: bool


def timelines(work: Work, petition: UUID) -> list[Timeline]:
    """Every addressee of the petition, in their order."""
    found = petitions.addressees(work, petition)
    gone = _removed(work, [each.target for each in found])
    made = []
    for each in found:
        shown = tuple(Entry(one.id, each.target, one.number, wording_of(one)) for one in each.responses)
        removed = tuple(entry for entry in gone if entry.target.id == each.target.id)
        made.append(Timeline(each.target, shown, removed, bool(shown) and is_stale(shown[0].wording, work.today)))
    return made


def _removed(work: Work, targets: Sequence[Target]) -> list[Entry]:
    query = select(ResponseRevision).where(
        ResponseRevision.target_id.in_([each.id for each in targets]),
        ~select(Response.id).where(Response.id == ResponseRevision.response_id).exists(),
    )
    last = {each.response_id: each for each in work.session.scalars(query.order_by(ResponseRevision.number))}
    by_id = {each.id: each for each in targets}
    made = [Entry(key, by_id[row.target_id], row.number, wording_of(row), True) for key, row in last.items()]
    return sorted(made, key=lambda entry: entry.wording.on, reverse=True)


def addressee(work: Work, petition: UUID, target: UUID, *, lock: bool = False) -> Target:
    """Raises NotFound for an addressee of another petition. `lock`: nobody else writes about them until the commit."""
    query = select(Target).where(Target.id == target, Target.petition_id == petition)
    found = work.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def entry(work: Work, petition: UUID, response: UUID, *, lock: bool = False) -> Entry:
    """Raises NotFound for what never was a response of this petition. `lock`: as for `addressee`."""
    about = work.session.scalar(select(Response.target_id).where(Response.id == response)) or work.session.scalar(
        select(ResponseRevision.target_id).where(ResponseRevision.response_id == response).limit(1)
    )
    if about is None:
        raise NotFound
    # Read only once nobody else can change it any more.
    target = addressee(work, petition, about, lock=lock)
    shown = work.session.get(Response, response)
    if shown:
        return Entry(response, target, shown.number, wording_of(shown))
    last = revisions(work, response)[-1]
    return Entry(response, target, last.number, wording_of(last), True)


def revisions(work: Work, response: UUID) -> Sequence[ResponseRevision]:
    """Oldest first; none where a response of the petition's file was never changed."""
    query = select(ResponseRevision).where(ResponseRevision.response_id == response)
    return work.session.scalars(query.order_by(ResponseRevision.number)).all()


def history(work: Work, petition: UUID, response: UUID) -> list[Version]:
    """Everything that was ever shown of one response, oldest first. Raises NotFound."""
    entry(work, petition, response)
    found = [
        Version(each.number, wording_of(each), each.is_removed, each.actor, each.at)
        for each in revisions(work, response)
    ]
    if found:
        return found
    shown = work.session.get_one(Response, response)
    return [Version(1, wording_of(shown), False, str(OPERATOR), shown.recorded_at)]


def wording_of(row: Response | ResponseRevision) -> Wording:
    return Wording(row.kind, row.on, row.summary, row.quotation, row.source_url)
