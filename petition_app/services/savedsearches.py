"""Searches that a team keeps under a name."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from petition_app.domain.events import Action
from petition_app.domain.listsearch.term import LONGEST
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.said import said
from petition_app.models import Petition, SavedSearch
from petition_app.services import audit
from petition_app.services.work import Work

LONGEST_NAME = 60
MOST = 50


class NameIsTaken(Refusal):
    status = 422
    sentence = said("Another kept search has this name.")


class NameIsNeeded(Refusal):
    status = 422
    sentence = said("Please give the search a name of at most %(most)s characters.", most=LONGEST_NAME)


class TooManyAreKept(Refusal):
    status = 422
    sentence = said("A petition keeps at most %(most)s searches. Remove one that nobody needs.", most=MOST)


def every(work: Work, petition: UUID) -> Sequence[SavedSearch]:
    """By name."""
    query = select(SavedSearch).where(SavedSearch.petition_id == petition).order_by(SavedSearch.name)
    return work.session.scalars(query).all()


def save(work: Work, petition: UUID, name: str, query: str) -> UUID:
    """Raises NameIsNeeded, NameIsTaken and TooManyAreKept."""
    name = _checked(work, petition, name)
    count = select(func.count()).select_from(SavedSearch).where(SavedSearch.petition_id == petition)
    if (work.session.scalar(count) or 0) >= MOST:
        raise TooManyAreKept
    new = SavedSearch(id=work.new_id(), petition_id=petition, name=name, query=query[:LONGEST])
    work.session.add(new)
    work.session.flush()
    audit.record(work, Action.SEARCH_SAVED, petition, search=new.id)
    return new.id


def rename(work: Work, petition: UUID, search: UUID, name: str) -> None:
    """Raises NotFound, NameIsNeeded and NameIsTaken."""
    found = _one(work, petition, search)
    if name.strip() != found.name:
        found.name = _checked(work, petition, name)
        audit.record(work, Action.SEARCH_SAVED, petition, search=found.id)


def remove(work: Work, petition: UUID, search: UUID) -> None:
    """Raises NotFound."""
    work.session.delete(_one(work, petition, search))
    audit.record(work, Action.SEARCH_REMOVED, petition, search=search)


def _checked(work: Work, petition: UUID, name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise NameIsNeeded
    # One at a time: two of one name would be one too many.
    work.session.execute(select(Petition.id).where(Petition.id == petition).with_for_update(key_share=True))
    query = select(SavedSearch.id).where(SavedSearch.petition_id == petition, SavedSearch.name == name)
    if work.session.scalar(query):
        raise NameIsTaken
    return name


def _one(work: Work, petition: UUID, search: UUID) -> SavedSearch:
    query = select(SavedSearch).where(SavedSearch.id == search, SavedSearch.petition_id == petition)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found
