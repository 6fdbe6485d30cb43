"""Reading the delivery ledger: as organisers see it, beside what each addressee answered, and as everybody does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.handover import Delivery, Way, days_without_answer
from petition_app.domain.refusals import NotFound
from petition_app.models import HandoverLine, HandoverPackage, Response, Target
from petition_app.services import petitions
from petition_app.services.response_history import addressee, wording_of
from petition_app.services.work import Work


@dataclass(frozen=True)
class Line:
    """A line as it stands; a removed one as it stood last. `number` is what a change of it has to name."""

    id: UUID
    target: Target
    number: int
    delivery: Delivery
    is_removed: bool = False


@dataclass(frozen=True)
class Version:
    """One wording of a line, or (`is_removed`) its removal."""

    id: UUID
    target: UUID
    number: int
    delivery: Delivery
    is_removed: bool
    actor: str
    at: datetime


@dataclass(frozen=True)
class Known:
    """A package as the ledger names it."""

    release: int
    digest: str


@dataclass(frozen=True)
class Ledger:
    """An addressee with every hand-over and what they answered, each newest first. `days` without an answer since the
    first hand-over; None where there was none, or an answer."""

    target: Target
    lines: tuple[Line, ...]
    removed: tuple[Line, ...]
    responses: tuple[Response, ...]
    days: int | None


@dataclass(frozen=True)
class PublicLine:
    """What everybody may know of a hand-over. Who brought it and what they noted is the organisers' own."""

    target: Target
    on: date
    way: Way
    evidence_url: str | None
    package: Known | None


def ledgers(work: Work, petition: UUID) -> list[Ledger]:
    """Every addressee of the petition, in their order."""
    found = petitions.addressees(work, petition)
    known = versions(work, [each.target.id for each in found])
    made = []
    for each in found:
        lines = [_line(each.target, steps[-1]) for steps in known.values() if steps[-1].target == each.target.id]
        lines.sort(key=lambda line: (line.delivery.on, line.id), reverse=True)
        shown = tuple(line for line in lines if not line.is_removed)
        answers = [wording_of(one) for one in each.responses]
        days = days_without_answer([line.delivery.on for line in shown], answers, work.today)
        removed = tuple(line for line in lines if line.is_removed)
        made.append(Ledger(each.target, shown, removed, each.responses, days))
    return made


def public_lines(work: Work, petition: UUID) -> list[PublicLine]:
    """Every line that is public, newest first; those about former addressees too."""
    query = select(Target).where(
        Target.petition_id == petition, select(HandoverLine).where(HandoverLine.target_id == Target.id).exists()
    )
    targets = {each.id: each for each in work.session.scalars(query)}
    if not targets:
        return []
    shown = [steps[-1] for steps in versions(work, list(targets)).values() if _is_public(steps[-1])]
    known = packages(work, petition)
    lines = [
        PublicLine(targets[each.target], each.delivery.on, each.delivery.way, each.delivery.evidence_url,
                   known.get(each.delivery.package) if each.delivery.package else None)
        for each in shown
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.on, reverse=True)


def by_addressee(work: Work, petition: UUID) -> dict[UUID, list[PublicLine]]:
    """The same by addressee, for the petition's page."""
    found: dict[UUID, list[PublicLine]] = {}
    for each in public_lines(work, petition):
        found.setdefault(each.target.id, []).append(each)
    return found


def line(work: Work, petition: UUID, key: UUID, *, lock: bool = False) -> Line:
    """Raises NotFound for what never was a line of this petition. `lock`: nobody else writes about the addressee until
    the commit."""
    about = work.session.scalar(select(HandoverLine.target_id).where(HandoverLine.line_id == key).limit(1))
    if about is None:
        raise NotFound
    # Read only once nobody else can change it any more.
    target = addressee(work, petition, about, lock=lock)
    return _line(target, versions(work, [about])[key][-1])


def history(work: Work, petition: UUID, key: UUID) -> list[Version]:
    """Every wording of a line, oldest first. Raises NotFound."""
    found = line(work, petition, key)
    return versions(work, [found.target.id])[key]


def versions(work: Work, targets: Sequence[UUID]) -> dict[UUID, list[Version]]:
    """Every wording of every line about these addressees, by line, oldest first."""
    query = select(HandoverLine).where(HandoverLine.target_id.in_(targets)).order_by(HandoverLine.number)
    found: dict[UUID, list[Version]] = {}
    for row in work.session.scalars(query):
        found.setdefault(row.line_id, []).append(
            Version(row.line_id, row.target_id, row.number, _delivery(row), row.is_removed, row.actor, row.at)
        )
    return found


def packages(work: Work, petition: UUID) -> dict[UUID, Known]:
    """What was made here, by its key."""
    query = select(HandoverPackage.id, HandoverPackage.release, HandoverPackage.digest).where(
        HandoverPackage.petition_id == petition, HandoverPackage.digest != ""
    )
    return {row.id: Known(row.release, row.digest) for row in work.session.execute(query)}


def _is_public(last: Version) -> bool:
    return last.delivery.is_public and not last.is_removed


def _line(target: Target, last: Version) -> Line:
    return Line(last.id, target, last.number, last.delivery, last.is_removed)


def _delivery(row: HandoverLine) -> Delivery:
    return Delivery(row.on, row.way, row.by_whom, row.note, row.evidence_url, row.package_id, row.is_public,
                    row.sent_to, row.letter)  # fmt: skip
