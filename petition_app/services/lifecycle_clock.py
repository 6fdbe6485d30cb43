"""What the worker does in a petition's life when its time has come: each thing once, however many workers there are."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import and_, or_, select

from petition_app.domain.lifecycle import LAUNCHABLE, Step
from petition_app.domain.petition import State, is_hidden
from petition_app.models import Petition
from petition_app.services import lifecycle, tallies
from petition_app.services.lifecycle_plans import launch_locked
from petition_app.services.work import WORKER, Begin, Work


def move_what_is_due(begin: Begin) -> int:
    """Open, close and launch every petition whose time has come; returns how many things were done. One petition at
    a time: what goes wrong with one holds up no other."""
    with begin(WORKER) as work:
        due = _due(work)
    done = 0
    for petition in due:
        with begin(WORKER) as work:
            # Another worker may have been here since: now that it is locked, it is as that one left it.
            done += _move(work, lifecycle.locked(work, petition))
    return done


def _due(work: Work) -> list[UUID]:
    has_time = or_(
        and_(Petition.state == State.REVIEW, Petition.opens_at <= work.now),
        and_(Petition.state.in_((State.OPEN, State.PAUSED)), Petition.closes_at <= work.now),
    )
    waits = and_(Petition.hidden_until.is_not(None), Petition.launched_at.is_(None), Petition.state.in_(LAUNCHABLE))
    rows = work.session.scalars(select(Petition).where(or_(has_time, waits)).order_by(Petition.id)).all()
    return [each.id for each in rows if _opens(work, each) or _closes(work, each) or _launches(work, each)]


def _move(work: Work, petition: Petition) -> int:
    done = 0
    if _opens(work, petition):
        lifecycle.take_locked(work, petition, Step.OPEN, work.now)
        done += 1
    if _launches(work, petition):
        launch_locked(work, petition)
        done += 1
    if _closes(work, petition):
        # Signing ended at that very moment, even if the worker stood still then.
        lifecycle.take_locked(work, petition, Step.CLOSE, petition.closes_at or work.now)
        done += 1
    return done


def _opens(work: Work, petition: Petition) -> bool:
    is_time = petition.state is State.REVIEW and petition.opens_at is not None and petition.opens_at <= work.now
    # What is missing is told in the room; it opens as soon as that is there.
    return is_time and not lifecycle.missing(work, petition)


def _closes(work: Work, petition: Petition) -> bool:
    is_taking = petition.state in (State.OPEN, State.PAUSED)
    return is_taking and petition.closes_at is not None and petition.closes_at <= work.now


def _launches(work: Work, petition: Petition) -> bool:
    if petition.state not in LAUNCHABLE or not is_hidden(petition.hidden_until, petition.launched_at):
        return False
    return tallies.confirmed_total(work, petition.id) >= (petition.hidden_until or 0)
