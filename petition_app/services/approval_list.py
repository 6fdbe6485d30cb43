"""Requests for a second owner as the team sees them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.access import Role
from petition_app.domain.approval import SHOWN, ApprovalState, Deed
from petition_app.models import Approval, Organiser
from petition_app.services.work import Work


@dataclass(frozen=True)
class Request:
    """`about`: the name of whom it is about, if anybody; `scope`: what an export takes; `is_late`: nobody decided in
    time."""

    id: UUID
    deed: Deed
    about: str
    role: Role | None
    purpose: str
    scope: str
    days: int | None
    asked_by: UUID
    asker: str
    asked_at: datetime
    expires_at: datetime
    state: ApprovalState
    decider: str
    is_late: bool

    @property
    def is_open(self) -> bool:
        return not (self.state.is_over or self.is_late)


def requests(work: Work, petition: UUID) -> list[Request]:
    """Of the last weeks: first what is open, then what is over, each the newest first."""
    query = select(Approval).where(Approval.petition_id == petition, Approval.asked_at > work.now - SHOWN)
    rows = list(work.session.scalars(query.order_by(Approval.asked_at.desc(), Approval.id)))
    told = [(row, json.loads(row.params)) for row in rows]
    names = _names(work, told)
    found = [_request(work, row, params, names) for row, params in told]
    return sorted(found, key=lambda each: not each.is_open)


def to_decide(work: Work, petition: UUID) -> list[Request]:
    """What waits for whoever looks: asked by others, and not decided yet."""
    return [
        each
        for each in requests(work, petition)
        if each.is_open and each.state is ApprovalState.WAITING and each.asked_by != work.actor.id
    ]


def approved_exports(work: Work, petition: UUID) -> list[Request]:
    """The exports of private fields that whoever looks may take now."""
    return [
        each
        for each in requests(work, petition)
        if each.is_open and each.state is ApprovalState.APPROVED and each.asked_by == work.actor.id
    ]


def _names(work: Work, told: list[tuple[Approval, dict[str, Any]]]) -> dict[UUID, str]:
    ids = {row.asked_by for row, _ in told} | {row.decided_by for row, _ in told if row.decided_by}
    ids |= {UUID(params["organiser"]) for _, params in told if "organiser" in params}
    query = select(Organiser.id, Organiser.name).where(Organiser.id.in_(ids))
    return {row.id: row.name for row in work.session.execute(query)}


def _request(work: Work, row: Approval, params: dict[str, Any], names: dict[UUID, str]) -> Request:
    return Request(
        id=row.id,
        deed=row.deed,
        about=names.get(UUID(params["organiser"]), "") if "organiser" in params else "",
        role=Role(params["role"]) if params.get("role") else None,
        purpose=params.get("purpose", ""),
        scope=params.get("kind", ""),
        days=params.get("days"),
        asked_by=row.asked_by,
        asker=names.get(row.asked_by, ""),
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        state=row.state,
        decider=names.get(row.decided_by, "") if row.decided_by else "",
        is_late=not row.state.is_over and work.now >= row.expires_at,
    )
