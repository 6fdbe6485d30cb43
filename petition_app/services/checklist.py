"""The set-up checklist of the site and of each petition: facts out of the data, and what somebody ticked of it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from petition_app.domain import checklist as rules
from petition_app.domain.checklist import BY_HAND, OF_SITE, Item, Mark, PetitionFacts, Point, SiteFacts
from petition_app.domain.events import Action
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.said import said
from petition_app.models import ChecklistMark, Organiser, Petition
from petition_app.security.tokens import one_way
from petition_app.services import audit, enrolment, reviewing, roles
from petition_app.services.work import Work
from petition_app.settings import Settings


class CannotBeTicked(Refusal):
    status = 409
    sentence = said("This is not ticked by hand: it is done once it is so.")


class CannotBeLeftOut(Refusal):
    status = 409
    sentence = said("Signers of a public site depend on this, so it cannot be left out.")


def of_site(work: Work) -> tuple[Point, ...]:
    settings = work.settings
    is_reachable = settings.is_public and (settings.is_https or settings.site_host.endswith(".onion"))
    return rules.site_points(SiteFacts(settings.is_public, is_reachable), _marks(work, None, OF_SITE))


def of_petition(work: Work, petition: Petition) -> tuple[Point, ...]:
    """Nothing once the petition is over."""
    return rules.petition_points(_facts(work, petition), _marks(work, petition.id, rules.OF_PETITION))


def mark(work: Work, petition: UUID | None, item: Item, said_of_it: Mark) -> None:
    """Tick an item, leave it out or want it back; none for the site's own. Raises NotFound, CannotBeTicked and
    CannotBeLeftOut."""
    points = of_site(work) if petition is None else of_petition(work, work.session.get_one(Petition, petition))
    point = next((each for each in points if each.item is item), None)
    if point is None:
        raise NotFound
    if said_of_it is Mark.DONE and item not in BY_HAND:
        raise CannotBeTicked
    if said_of_it is Mark.LEFT_OUT and point.needed:
        raise CannotBeLeftOut
    keep(work, petition, item, said_of_it)


def keep(work: Work, petition: UUID | None, item: Item, said_of_it: Mark) -> None:
    """Write it down instead of what was said before, about what is in use now."""
    before = delete(ChecklistMark).where(_of(petition), ChecklistMark.item == item)
    work.session.execute(before)
    work.session.add(
        ChecklistMark(
            id=work.new_id(), petition_id=petition, item=item, mark=said_of_it, subject=_subject(work, item),
            actor=str(work.actor), at=work.now,
        )
    )  # fmt: skip
    work.session.flush()
    audit.record(work, Action.CHECKLIST_MARKED, petition, item=item, mark=said_of_it)


def way_of_letters(settings: Settings) -> str:
    """How letters leave: what was proved of one way says nothing of another."""
    return f"{settings.email_host}:{settings.email_port} as {settings.sender}"


def _marks(work: Work, petition: UUID | None, items: tuple[Item, ...]) -> Mapping[Item, Mark]:
    """The newest of each item; a tick for something that has changed since is none."""
    # Of two people who press at once both rows are there: the newer one counts.
    rows = work.session.scalars(select(ChecklistMark).where(_of(petition)).order_by(ChecklistMark.at, ChecklistMark.id))
    newest = {row.item: row for row in rows if row.item in items}
    return {item: row.mark for item, row in newest.items() if row.subject == _subject(work, item)}


def _of(petition: UUID | None) -> ColumnElement[bool]:
    return ChecklistMark.petition_id == petition if petition else ChecklistMark.petition_id.is_(None)


def _subject(work: Work, item: Item) -> bytes | None:
    """What a tick is about, so that it ends with it: the way letters leave, or the instance key."""
    if item is Item.MAIL:
        return one_way(work.keys.form, f"mail by {way_of_letters(work.settings)}")
    if item is Item.KEY:
        return one_way(work.keys.instance, "copy of the instance key")
    return None


def _facts(work: Work, petition: Petition) -> PetitionFacts:
    owners = [work.session.get_one(Organiser, each) for each in roles.owners(work, petition.id)]
    return PetitionFacts(
        state=petition.state,
        has_opened=petition.opened_at is not None,
        looks_good=reviewing.review(work, petition.id).looks_good,
        has_deadline=petition.closes_at is not None,
        has_contact=bool(petition.contact),
        owners=len(owners),
        # In the demo nobody needs one.
        owners_without_second_factor=sum(not (each.is_demo or enrolment.is_enrolled(work, each)) for each in owners),
    )
