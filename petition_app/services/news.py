"""The updates of petitions as everybody reads them: on pages of their own, and in feeds. Of a petition that is hidden
or not public there are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from petition_app.domain.refusals import NotFound
from petition_app.models import Petition, Update
from petition_app.services import petitions, updates
from petition_app.services.work import Work

# Larger ones are none, and no number to the database.
_MOST_NUMBER = 1_000_000
#: A feed is for what is new; the rest stands on the page.
MOST_IN_A_FEED = 50


@dataclass(frozen=True)
class Item:
    """An update on its petition's page: `written_at` is when its newest wording came there."""

    petition: Petition
    update: Update
    number: int
    published_at: datetime
    written_at: datetime


@dataclass(frozen=True)
class Read:
    """One update, and its neighbours in time."""

    petition: Petition
    update: Update
    newer: Update | None
    older: Update | None


def of_petition(work: Work, slug: str) -> tuple[Petition, tuple[Update, ...]]:
    """The updates of one petition, newest first. Raises NotFound."""
    petition = petitions.public_by_slug(work, slug)
    return petition, updates.published(work, petition.id)


def one(work: Work, slug: str, number: int) -> Read:
    """Raises NotFound for one that is not in public, as for one that is not there."""
    petition, every = of_petition(work, slug)
    if number > _MOST_NUMBER:
        raise NotFound
    update = updates.one_published(work, petition.id, number)
    at = every.index(update)
    return Read(petition, update, every[at - 1] if at else None, every[at + 1] if at + 1 < len(every) else None)


def feed_of(work: Work, slug: str) -> tuple[Petition, list[Item]]:
    """The newest updates of one petition. Raises NotFound."""
    petition, every = of_petition(work, slug)
    return petition, [_item(petition, update) for update in every[:MOST_IN_A_FEED]]


def feed_of_all(work: Work) -> list[Item]:
    """The newest updates of all public petitions."""
    query = select(Petition, Update).join(Update, Update.petition_id == Petition.id)
    query = query.where(petitions.IS_LISTED, Update.published_at <= work.now)
    newest = query.order_by(Update.published_at.desc(), Update.id.desc()).limit(MOST_IN_A_FEED)
    return [_item(petition, update) for petition, update in work.session.execute(newest)]


def _item(petition: Petition, update: Update) -> Item:
    assert update.number is not None
    assert update.published_at is not None
    changed = update.changed_at or update.published_at
    return Item(petition, update, update.number, update.published_at, max(update.published_at, changed))
