"""Who must answer: adding, naming, ordering and no longer addressing them. Every saved list is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from petition_app.domain.drafting import Office, Part, problems_of_offices
from petition_app.domain.events import Action
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.models import Employer, Petition, Target
from petition_app.services import audit, revisions
from petition_app.services.revisions import Present, Revision
from petition_app.services.work import Work

# Positions are unique: while the order changes, the old ones stand here.
_ASIDE = 1_000_000


class AddresseeIsOnRecord(Refusal):
    status = 409
    sentence = said(
        "Something is recorded of an addressee you took out, such as a response, so the addressee stays on record. "
        "Please keep them in the list and mark them as no longer addressed."
    )


@dataclass(frozen=True)
class Offices:
    """The addressees as they are now, in their order. `number` is what a change of them has to name."""

    number: int
    offices: tuple[Office, ...]


def offices(work: Work, petition: Petition) -> Offices:
    return Offices(revisions.newest(work, petition.id, Part.ADDRESSEES), _offices(work, petition.id))


def save(work: Work, petition: UUID, number: int, wanted: Sequence[Office]) -> None:
    """Make these the addressees instead of saved list `number`; an office whose key is not there is a new one.

    Raises SavedMeanwhile, DraftIsWrong and AddresseeIsOnRecord."""
    wanted = [each.tidied() for each in wanted]
    revisions.refuse(problems_of_offices(wanted))
    found = revisions.locked(work, petition, Part.ADDRESSEES, number)
    before = _offices(work, petition)
    wanted = _keyed(wanted, before)
    if tuple(wanted) == before:
        return
    write(work, petition, wanted)
    after = _offices(work, petition)
    number = revisions.keep(work, found, _present(before), _present(after))
    audit.record(work, Action.ADDRESSEES_CHANGED, petition, number=number, addressees=len(after))


def write(work: Work, petition: UUID, wanted: Sequence[Office]) -> list[UUID]:
    """Make these the addressees, without a line in the history; their keys in order. Raises AddresseeIsOnRecord."""
    known = {str(each.id): each for each in _targets(work, petition)}
    employers = _employers(work, petition, {each.employer for each in wanted})
    _take_out(work, [target for key, target in known.items() if key not in {each.key for each in wanted}])
    for target in known.values():
        target.position += _ASIDE
    work.session.flush()
    keys = []
    for position, each in enumerate(wanted, 1):
        # A key may be named once; a second row of the same is a new addressee.
        target = known.pop(each.key) if each.key in known else _new(work, petition)
        target.position, target.name, target.organisation = position, each.name, each.organisation
        target.employer_id = employers.get(each.employer)
        target.retired_on = (target.retired_on or work.today) if each.retired else None
        keys.append(target.id)
    work.session.flush()
    return keys


def history(work: Work, petition: Petition) -> list[Revision]:
    """Every saved list, oldest first; the content is a list of the fields of `Office`."""
    return revisions.history(work, petition, _present(_offices(work, petition.id)))


def keep_first(work: Work, petition: Petition) -> None:
    """The first list of a petition that is founded now."""
    revisions.keep(work, petition, None, _present(_offices(work, petition.id)))


def employer_slugs(work: Work, petition: UUID) -> dict[str, str]:
    """The name of each employer an addressee can be linked to, by its slug, in the order of names."""
    query = select(Employer.slug, Employer.name).where(
        Employer.petition_id == petition, Employer.merged_into_id.is_(None)
    )
    return {row.slug: row.name for row in work.session.execute(query.order_by(Employer.name, Employer.slug))}


def _keyed(wanted: Sequence[Office], before: Sequence[Office]) -> list[Office]:
    """With the key of the addressee of the same name for those that come without one, such as from a file."""
    free = {(each.name, each.organisation): each.key for each in before}
    for each in wanted:
        free = {name: key for name, key in free.items() if key != each.key}
    return [each if each.key else replace(each, key=free.pop((each.name, each.organisation), "")) for each in wanted]


def _new(work: Work, petition: UUID) -> Target:
    target = Target(id=work.new_id(), petition_id=petition)
    work.session.add(target)
    return target


def _take_out(work: Work, targets: Sequence[Target]) -> None:
    try:
        with work.session.begin_nested():
            for target in targets:
                work.session.delete(target)
    except IntegrityError as error:
        raise AddresseeIsOnRecord from error


def _targets(work: Work, petition: UUID) -> Sequence[Target]:
    query = select(Target).where(Target.petition_id == petition).order_by(Target.position)
    return work.session.scalars(query).all()


def _offices(work: Work, petition: UUID) -> tuple[Office, ...]:
    targets = _targets(work, petition)
    query = select(Employer.id, Employer.slug).where(Employer.id.in_([each.employer_id for each in targets]))
    slugs = {row.id: row.slug for row in work.session.execute(query)}
    return tuple(
        Office(each.name, each.organisation, slugs.get(each.employer_id, ""), each.retired_on is not None, str(each.id))
        for each in targets
    )


def _employers(work: Work, petition: UUID, slugs: set[str]) -> dict[str, UUID]:
    query = select(Employer.slug, Employer.id).where(Employer.petition_id == petition, Employer.slug.in_(slugs))
    return {row.slug: row.id for row in work.session.execute(query)}


def _present(offices: Sequence[Office]) -> Present:
    return Present(Part.ADDRESSEES, None, [asdict(each) for each in offices])
