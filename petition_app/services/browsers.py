"""The browsers in which an organiser is signed in: listed for them, and signed out from afar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from petition_app.domain.events import Action
from petition_app.domain.refusals import NotFound
from petition_app.models import OrganiserSession
from petition_app.services import audit
from petition_app.services.sessions import OpenSession, is_over
from petition_app.services.work import Work

_HANDLE_LENGTH = 16


@dataclass(frozen=True)
class ListedSession:
    """One line of "where I am signed in". `handle` names it in a form."""

    handle: str
    started_at: datetime
    seen_at: datetime
    browser: str
    is_this: bool


def of_organiser(work: Work, current: OpenSession) -> list[ListedSession]:
    """Where the organiser is signed in, newest first."""
    query = select(OrganiserSession).where(
        OrganiserSession.organiser_id == current.id, OrganiserSession.second_factor_at.is_not(None)
    )
    return [
        ListedSession(_handle(row.id_hash), row.created_at, row.seen_at, row.browser, row.id_hash == current.id_hash)
        for row in work.session.scalars(query.order_by(OrganiserSession.created_at.desc()))
        if not is_over(row, work.now)
    ]


def revoke(work: Work, organiser: UUID, handle: str) -> None:
    """Sign out one of the organiser's own browsers. Raises NotFound for any other handle."""
    query = select(OrganiserSession.id_hash).where(OrganiserSession.organiser_id == organiser)
    wanted = [each for each in work.session.scalars(query) if _handle(each) == handle]
    if not wanted:
        raise NotFound
    work.session.execute(delete(OrganiserSession).where(OrganiserSession.id_hash.in_(wanted)))
    audit.record(work, Action.SESSION_REVOKED, organiser=organiser, sessions=len(wanted))


def revoke_others(work: Work, current: OpenSession) -> None:
    """Sign out every other browser of the organiser, half signed-in ones included."""
    others = delete(OrganiserSession).where(
        OrganiserSession.organiser_id == current.id, OrganiserSession.id_hash != current.id_hash
    )
    ended: Any = work.session.execute(others)
    audit.record(work, Action.SESSION_REVOKED, organiser=current.id, sessions=ended.rowcount)


def _handle(session: bytes) -> str:
    return session.hex()[:_HANDLE_LENGTH]
