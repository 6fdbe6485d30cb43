"""A petition's address: its short name, and every one it has had. Each belongs to one petition for good."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.domain.slug import is_slug
from petition_app.models import Petition, PetitionAddress
from petition_app.services import audit
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work


class SlugIsTaken(Refusal):
    status = 409
    sentence = said("There is or was a petition of that short name already.")


class SlugIsWrong(Refusal):
    status = 422
    sentence = said("A short name has small letters from a to z, digits and single dashes, 80 characters at most.")


def _build(insert: Any) -> Any:
    return insert(table(PetitionAddress)).on_conflict_do_nothing(index_elements=("slug",))


_RESERVE = Upsert(_build)


def refuse_taken(work: Work, slug: str, petition: UUID | None = None) -> None:
    """Raises SlugIsTaken for the name, now or once, of another petition than this one."""
    for owner in (
        work.session.scalar(select(Petition.id).where(Petition.slug == slug)),
        work.session.scalar(select(PetitionAddress.petition_id).where(PetitionAddress.slug == slug)),
    ):
        if owner not in (None, petition):
            raise SlugIsTaken


def reserve(work: Work, petition: UUID, slug: str) -> None:
    """Make this name the petition's for good. Of two that want it at once the second waits, and gets SlugIsTaken."""
    work.connection.execute(_RESERVE.on(work), {"slug": slug, "petition_id": petition})
    owner = select(PetitionAddress.petition_id).where(PetitionAddress.slug == slug)
    if work.connection.scalar(owner) != petition:
        raise SlugIsTaken


def rename(work: Work, petition: UUID, slug: str) -> Petition:
    """Give the petition another address; the old one leads there from now on. Raises SlugIsWrong and SlugIsTaken."""
    found = work.session.get_one(Petition, petition, with_for_update=True, populate_existing=True)
    before, slug = found.slug, slug.strip()
    if slug == before:
        return found
    if not is_slug(slug):
        raise SlugIsWrong
    refuse_taken(work, slug, petition)
    for each in sorted((before, slug)):
        reserve(work, petition, each)
    found.slug = slug
    work.session.flush()
    audit.record(work, Action.ADDRESS_CHANGED, petition, before=before, after=slug)
    return found


def moved_to(work: Work, slug: str) -> Petition | None:
    """The petition that once had this name and has another now."""
    query = select(Petition).join(PetitionAddress, PetitionAddress.petition_id == Petition.id)
    found = work.session.scalars(query.where(PetitionAddress.slug == slug)).one_or_none()
    return found if found and found.slug != slug else None


def former(work: Work, petition: Petition) -> list[str]:
    """Every other name it has had."""
    query = select(PetitionAddress.slug).where(PetitionAddress.petition_id == petition.id)
    return sorted(set(work.session.scalars(query)) - {petition.slug})
