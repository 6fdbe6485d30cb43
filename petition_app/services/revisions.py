"""Every saved state of each part of a petition: who saved it, when and why, and two who edit it at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from petition_app.domain.drafting import Part
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.response import Problem
from petition_app.domain.said import said
from petition_app.domain.signature import Status
from petition_app.models import Petition, PetitionRevision, Signature
from petition_app.services import tallies
from petition_app.services.work import OPERATOR, Work


class SavedMeanwhile(Refusal):
    status = 409
    sentence = said("Somebody else has saved this in the meantime, so nothing was done. Please look at it again.")


class DraftIsWrong(Refusal):
    """What was to be saved cannot be. `problems` names the fields."""

    status = 422

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(each.sentence for each in problems))
        self.problems = problems


@dataclass(frozen=True)
class Revision:
    """One saved state; `content` is as `json.loads` gives it."""

    number: int
    version: int | None
    content: Any
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class Present:
    """A part as it is now."""

    part: Part
    version: int | None
    content: Any


def locked(work: Work, petition: UUID, part: Part, number: int) -> Petition:
    """The petition, which nobody else edits until the commit. Raises SavedMeanwhile where `number` is not the newest
    state of the part."""
    query = select(Petition).where(Petition.id == petition).with_for_update()
    found = work.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    if newest(work, petition, part) != number:
        raise SavedMeanwhile
    return found


def newest(work: Work, petition: UUID, part: Part) -> int:
    """The number of the newest state of a part; whoever edits it has to name it."""
    query = select(func.max(PetitionRevision.number)).where(
        PetitionRevision.petition_id == petition, PetitionRevision.part == part
    )
    return work.session.scalar(query) or 1


def keep(work: Work, petition: Petition, before: Present | None, now: Present, reason: str = "") -> int:
    """Keep a saved state, and the one before it (None: there was none) where that is not kept yet; its number."""
    rows = work.session.scalar(
        select(func.count()).where(PetitionRevision.petition_id == petition.id, PetitionRevision.part == now.part)
    )
    number = (rows or 0) + 1
    if before and not rows:
        work.session.add(_row(petition.id, 1, before, "", str(OPERATOR), petition.created_at))
        number = 2
    work.session.add(_row(petition.id, number, now, reason, str(work.actor), work.now))
    work.session.flush()
    return number


def history(work: Work, petition: Petition, present: Present) -> list[Revision]:
    """Every saved state of the part, oldest first; `present` is the one there is where none was ever saved."""
    query = select(PetitionRevision).where(
        PetitionRevision.petition_id == petition.id, PetitionRevision.part == present.part
    )
    found = [
        Revision(each.number, each.version, json.loads(each.content), each.reason, each.actor, each.at)
        for each in work.session.scalars(query.order_by(PetitionRevision.number))
    ]
    return found or [Revision(1, present.version, present.content, "", str(OPERATOR), petition.created_at)]


def is_settled(work: Work, petition: Petition) -> bool:
    """Whether others may rely on what it says: it was open once, or somebody has signed it."""
    if petition.opened_at is not None:
        return True
    query = select(Signature.id).where(Signature.petition_id == petition.id).limit(1)
    return work.session.scalar(query) is not None


def refuse(problems: list[Problem]) -> None:
    """Raises DraftIsWrong where there is any."""
    if problems:
        raise DraftIsWrong(problems)


def signed_by_version(work: Work, petition: Petition, column: str) -> dict[int, int]:
    """How many confirmed signatures were given for each version, `text_version` or `consent_version`; for organisers'
    eyes only."""
    if getattr(petition, column) == 1:
        # No row is looked at while there is nothing to tell apart.
        return {1: tallies.confirmed_total(work, petition.id)}
    version = getattr(Signature, column)
    query = select(version, func.count()).where(
        Signature.petition_id == petition.id, Signature.status == Status.CONFIRMED
    )
    return {row[0]: row[1] for row in work.session.execute(query.group_by(version))}


def _row(petition: UUID, number: int, state: Present, reason: str, actor: str, at: datetime) -> PetitionRevision:
    return PetitionRevision(
        petition_id=petition, part=state.part, number=number, version=state.version, reason=reason, actor=actor, at=at,
        content=json.dumps(state.content, ensure_ascii=False, separators=(",", ":")),
    )  # fmt: skip
