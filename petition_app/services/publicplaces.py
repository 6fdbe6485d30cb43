"""Every public petition with the days on which its pages were changed last, for those who look for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from petition_app.models import Petition, PetitionText, PublishedRelease, Update
from petition_app.services import petitions, updates
from petition_app.services.work import Work


@dataclass(frozen=True)
class Place:
    """One petition; `updates` are the numbers of those on its page, each with the day of its newest wording."""

    slug: str
    changed_on: date
    has_figures: bool
    updates: tuple[tuple[int, date], ...]


def places(work: Work) -> list[Place]:
    """Newest petition first."""
    latest = select(PublishedRelease.petition_id, func.max(PublishedRelease.released_at))
    released = {row[0]: row[1] for row in work.session.execute(latest.group_by(PublishedRelease.petition_id))}
    return [_place(work, each, released) for each in petitions.listed(work)]


def _place(work: Work, petition: Petition, released: dict[UUID, datetime]) -> Place:
    text = work.session.get_one(PetitionText, (petition.id, petition.text_version))
    news = tuple((each.number, _written_on(each)) for each in updates.published(work, petition.id) if each.number)
    moments = (text.created_at, petition.opened_at, petition.launched_at, petition.closed_at, released.get(petition.id))
    days = [each.date() for each in moments if each] + [day for _, day in news]
    return Place(petition.slug, max(days), petition.id in released, news)


def _written_on(update: Update) -> date:
    return max(each for each in (update.published_at, update.changed_at) if each).date()
