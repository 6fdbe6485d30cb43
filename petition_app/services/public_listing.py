"""The list of public petitions for the JSON API: searched, by state, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, select

from petition_app.domain.listsearch.folding import fold
from petition_app.domain.petition import ResponseKind, State
from petition_app.models import Petition, PetitionText, Response, Target
from petition_app.services import petitions, public_data, releases
from petition_app.services.public_data import PublicPetition
from petition_app.services.work import Work


class Facet(StrEnum):
    """What a list may be narrowed to: a state, or whether any addressee has answered."""

    ALL = "all"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    DELIVERED = "delivered"
    ARCHIVED = "archived"
    WITH_RESPONSE = "with_response"
    AWAITING_RESPONSE = "awaiting_response"


@dataclass(frozen=True)
class Listing:
    """One page; `facets` is how many of those found each choice has, `total` how many the one that was made."""

    petitions: tuple[PublicPetition, ...]
    total: int
    facets: dict[Facet, int]


@dataclass(frozen=True)
class _Entry:
    petition: Petition
    text: PetitionText
    is_answered: bool

    def fits(self, facet: Facet) -> bool:
        if facet is Facet.ALL:
            return True
        if facet in (Facet.WITH_RESPONSE, Facet.AWAITING_RESPONSE):
            return self.is_answered is (facet is Facet.WITH_RESPONSE)
        return self.petition.state is State(facet)


def listing(work: Work, search: str, facet: Facet, number: int, size: int) -> Listing:
    """The public petitions whose title or summary has every word of `search`, newest first."""
    found = [each for each in _entries(work) if _has(each.text, search)]
    fitting = [each for each in found if each.fits(facet)]
    shown = fitting[(number - 1) * size : number * size]
    facets = {each: sum(entry.fits(each) for entry in found) for each in Facet}
    return Listing(tuple(_public(work, each) for each in shown), len(fitting), facets)


def _entries(work: Work) -> list[_Entry]:
    """One instance has few petitions, so all are read; the engines' own search differs in case and accents."""
    text = and_(PetitionText.petition_id == Petition.id, PetitionText.version == Petition.text_version)
    query = select(Petition, PetitionText).join(PetitionText, text).where(petitions.IS_LISTED)
    answered = _answered(work)
    rows = work.session.execute(query.order_by(Petition.opened_at.desc(), Petition.id))
    return [_Entry(petition, text, petition.id in answered) for petition, text in rows]


def _answered(work: Work) -> set[UUID]:
    query = select(Target.petition_id).join(Response, Response.target_id == Target.id)
    return set(work.session.scalars(query.where(Response.kind != ResponseKind.NONE)))


def _has(text: PetitionText, search: str) -> bool:
    folded = fold(f"{text.title} {text.summary}")
    return all(word in folded for word in fold(search).split())


def _public(work: Work, entry: _Entry) -> PublicPetition:
    total = petitions.public_total(work, entry.petition, releases.latest(work, entry.petition.id))
    attributes = public_data.in_short(entry.petition, entry.text, total)
    return PublicPetition(entry.petition.id, entry.petition.slug, attributes)
