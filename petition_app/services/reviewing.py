"""Review: what the other organisers say of a petition before it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.lifecycle import LONGEST_NOTE, ReviewKind
from petition_app.domain.petition import State
from petition_app.domain.refusals import Refusal
from petition_app.domain.response import tidy
from petition_app.domain.said import said
from petition_app.models import ReviewNote
from petition_app.services import audit, lifecycle, organisers
from petition_app.services.work import Work


class NotInReview(Refusal):
    status = 409
    sentence = said("This petition is not in review at the moment.")


class OwnReview(Refusal):
    status = 409
    sentence = said("You have sent it to review yourself: somebody else should look at it. You can leave a note.")


class NoteIsWrong(Refusal):
    status = 422
    sentence = said("Please write a note of up to %(most)s characters.", most=LONGEST_NOTE)


@dataclass(frozen=True)
class Said:
    """One line of the review; `who` is an organiser's name, or what the log calls them."""

    kind: ReviewKind
    text: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Review:
    """What was said, oldest first. `looks_good`: somebody else than who sent it to review has said so since then."""

    said: tuple[Said, ...]
    looks_good: bool


def say(work: Work, petition: UUID, kind: ReviewKind, text: str = "") -> None:
    """Leave a note, or say that it looks good. Raises NotInReview, OwnReview and NoteIsWrong."""
    found = lifecycle.locked(work, petition)
    if found.state is not State.REVIEW:
        raise NotInReview
    text = tidy(text)
    if len(text) > LONGEST_NOTE or (kind is ReviewKind.NOTE and not text):
        raise NoteIsWrong
    if kind is ReviewKind.LOOKS_GOOD and _submitter(_rows(work, petition)) == str(work.actor):
        raise OwnReview
    note = ReviewNote(id=work.new_id(), petition_id=petition, kind=kind, text=text, actor=str(work.actor), at=work.now)
    work.session.add(note)
    work.session.flush()
    audit.record(work, Action.REVIEWED, petition, kind=kind)


def review(work: Work, petition: UUID) -> Review:
    rows = _rows(work, petition)
    names = organisers.names(work, {each.actor for each in rows})
    begun = max((each.at for each in rows if each.kind is ReviewKind.SUBMITTED), default=None)
    submitter = _submitter(rows)
    good = [each for each in rows if each.kind is ReviewKind.LOOKS_GOOD and each.actor != submitter]
    said = tuple(Said(each.kind, each.text, names.get(each.actor, each.actor), each.at) for each in rows)
    return Review(said, begun is not None and any(each.at >= begun for each in good))


def _rows(work: Work, petition: UUID) -> list[ReviewNote]:
    query = select(ReviewNote).where(ReviewNote.petition_id == petition).order_by(ReviewNote.at, ReviewNote.id)
    return list(work.session.scalars(query))


def _submitter(rows: list[ReviewNote]) -> str:
    submitted = [each.actor for each in rows if each.kind is ReviewKind.SUBMITTED]
    return submitted[-1] if submitted else ""
