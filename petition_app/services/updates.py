"""Updates: news of a petition, written by its organisers, shown on its page and sent to signers who asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select

from petition_app.domain.events import Action
from petition_app.domain.naming.key import employer_key
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.said import said
from petition_app.domain.update import Draft, phrases_of, problems
from petition_app.models import CompanyAlias, Employer, EmployerAlias, Mailing, Petition, Update
from petition_app.services import audit
from petition_app.services.work import Work


class UpdateIsWrong(Refusal):
    status = 422


class UpdateChanged(Refusal):
    status = 409
    sentence = said(
        "Somebody else has changed this update in the meantime, so nothing was done. Please look at it again."
    )


class UpdateIsOut(Refusal):
    status = 409
    sentence = said(
        "This update has been published or sent, so it cannot be thrown away. You can take it off the page."
    )


def published(work: Work, petition: UUID) -> tuple[Update, ...]:
    """What is on the petition's page, newest first."""
    query = select(Update).where(Update.petition_id == petition, Update.published_at <= work.now)
    return tuple(work.session.scalars(query.order_by(Update.published_at.desc(), Update.number.desc())))


def one_published(work: Work, petition: UUID, number: int) -> Update:
    """Raises NotFound for one that is not on the page, exactly as for one that is not there."""
    query = select(Update).where(Update.petition_id == petition, Update.number == number)
    found = work.session.scalars(query.where(Update.published_at <= work.now)).one_or_none()
    if found is None:
        raise NotFound
    return found


def all_of(work: Work, petition: UUID) -> Sequence[Update]:
    """Drafts first, then those with a number, newest first."""
    query = select(Update).where(Update.petition_id == petition)
    order = (Update.number.is_not(None), Update.number.desc(), Update.id.desc())
    return work.session.scalars(query.order_by(*order)).all()


def one(work: Work, petition: UUID, update: UUID, *, lock: bool = False) -> Update:
    """Raises NotFound for an update of another petition."""
    query = select(Update).where(Update.id == update, Update.petition_id == petition)
    found = work.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def draft(work: Work, petition: UUID, written: Draft) -> UUID:
    """A new update that nobody but organisers sees. Raises UpdateIsWrong."""
    written = _checked(written)
    made = Update(id=work.new_id(), petition_id=petition, edition=1, created_at=work.now, **vars(written))
    work.session.add(made)
    work.session.flush()
    audit.record(work, Action.UPDATE_WRITTEN, petition, update=made.id)
    return made.id


def change(work: Work, petition: UUID, update: UUID, edition: int, written: Draft) -> None:
    """Other words from now on; on the page it then says when they were changed. The same words change nothing.

    Raises NotFound, UpdateIsWrong, and UpdateChanged unless `edition` is the newest."""
    written = _checked(written)
    found = _newest(work, petition, update, edition)
    if (found.title, found.body, found.subject) == (written.title, written.body, written.subject):
        return
    if found.number is not None and (found.title, found.body) != (written.title, written.body):
        found.changed_at = work.now
    found.title, found.body, found.subject = written.title, written.body, written.subject
    found.edition += 1
    audit.record(work, Action.UPDATE_CHANGED, petition, update=update, edition=found.edition)


def publish(work: Work, petition: UUID, update: UUID, edition: int) -> int:
    """Show it on the petition's page; returns its number, which it gets the first time. Raises NotFound and
    UpdateChanged."""
    # Two at once must not get the same number.
    work.session.execute(select(Petition.id).where(Petition.id == petition).with_for_update()).one()
    found = _newest(work, petition, update, edition)
    if found.number is None:
        last = select(func.max(Update.number)).where(Update.petition_id == petition)
        found.number = (work.session.scalar(last) or 0) + 1
        found.changed_at = None
    if found.published_at is None:
        found.published_at = work.now
        audit.record(work, Action.UPDATE_PUBLISHED, petition, update=update, number=found.number)
    return found.number


def unpublish(work: Work, petition: UUID, update: UUID) -> None:
    """Take it off the page; its number stays its own. Raises NotFound."""
    found = one(work, petition, update, lock=True)
    if found.published_at is not None:
        found.published_at = None
        audit.record(work, Action.UPDATE_UNPUBLISHED, petition, update=update, number=found.number)


def discard(work: Work, petition: UUID, update: UUID) -> None:
    """Throw away a draft. Raises NotFound, and UpdateIsOut for what was ever published or sent."""
    found = one(work, petition, update, lock=True)
    sent = select(Mailing.id).where(Mailing.update_id == update).limit(1)
    if found.number is not None or work.session.scalar(sent):
        raise UpdateIsOut
    work.session.execute(delete(Update).where(Update.id == update))
    audit.record(work, Action.UPDATE_DISCARDED, petition, update=update)


def named_in(work: Work, petition: Petition, subject: str) -> list[str]:
    """What the subject of a letter names that it should not: employers read the subjects of mail even where they
    cannot read the letters. The petition's title, and employers of its list."""
    named = [petition.title] if petition.title.casefold() in subject.casefold() else []
    keys = {employer_key(phrase) for phrase in phrases_of(subject)} - {""}
    if keys:
        own = select(EmployerAlias.employer_id).where(EmployerAlias.name_key.in_(keys))
        listed = select(CompanyAlias.company).where(CompanyAlias.name_key.in_(keys))
        query = select(Employer.name).where(Employer.petition_id == petition.id)
        named += sorted(work.session.scalars(query.where(Employer.id.in_(own) | Employer.company.in_(listed))))
    return named


def _checked(written: Draft) -> Draft:
    written = written.tidied()
    if found := problems(written):
        raise UpdateIsWrong(" ".join(each.sentence for each in found))
    return written


def _newest(work: Work, petition: UUID, update: UUID, edition: int) -> Update:
    found = one(work, petition, update, lock=True)
    if found.edition != edition:
        raise UpdateChanged
    return found
