"""Mailings: an update sent to the signers who asked for news. Begun by an owner, carried out by the worker."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select

from petition_app.domain.events import Action
from petition_app.domain.job import JobKind, JobState
from petition_app.domain.mailing import LONGEST_PAUSE, RECEIPTS_KEPT
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.said import said
from petition_app.domain.signature import Purpose, Status
from petition_app.models import Job, Mailing, MailingReceipt, Petition, Signature
from petition_app.security.custody import unwrap_with_key, wrap_with_key
from petition_app.services import audit, custody, jobs, outbox, updates
from petition_app.services.custody import Opener
from petition_app.services.updates import UpdateChanged
from petition_app.services.work import Work

_OVER = [each for each in JobState if each.is_over]
# Found by its word: no other purpose contains it.
_ASKED = Signature.consents.contains(Purpose.UPDATES.value)


class NobodyIsLeft(Refusal):
    status = 409
    sentence = said("There is nobody to write to: every signer who asked for news has been sent this update.")


class IsBeingSent(Refusal):
    status = 409
    sentence = said("This update is being sent already.")


class SentLongAgo(Refusal):
    status = 409
    sentence = said(
        "This update was sent more than 30 days ago. Whom it went to has been forgotten since, so sending it again "
        "could reach people twice. Please write a new one."
    )


@dataclass(frozen=True)
class Audience:
    """How many signers asked for news and can be reached, and to how many of them this update was written already."""

    asked: int
    written: int

    @property
    def left(self) -> int:
        return max(self.asked - self.written, 0)


@dataclass(frozen=True)
class Sending:
    """A mailing and how far it is. `waiting` letters are written and have not left."""

    mailing: Mailing
    job: Job
    waiting: int


def recipients(petition: UUID) -> Any:
    """The signatures whose signers asked for news and can be reached."""
    return (
        Signature.petition_id == petition,
        Signature.status == Status.CONFIRMED,
        _ASKED,
        Signature.mail_ended_on.is_(None),
        Signature.email_key.is_not(None),
        Signature.sealed.is_not(None),
    )


def audience(work: Work, petition: UUID, update: UUID) -> Audience:
    asked = work.session.scalar(select(func.count()).select_from(Signature).where(*recipients(petition)))
    written = select(func.count()).select_from(MailingReceipt).where(MailingReceipt.update_id == update)
    return Audience(asked or 0, work.session.scalar(written) or 0)


def start(work: Work, petition: Petition, update: UUID, edition: int, passphrase: str | None = None) -> UUID:
    """Leave it to the worker to write to every signer who asked for news and has not been sent this update.

    That addresses are opened is in the audit log from now on, once for the whole mailing. Raises NotFound,
    UpdateChanged unless `edition` is the newest, NobodyIsLeft, IsBeingSent, SentLongAgo, PassphraseIsNeeded and
    PassphraseIsWrong."""
    found = updates.one(work, petition.id, update, lock=True)
    if found.edition != edition:
        raise UpdateChanged
    _refuse_again(work, update)
    left = audience(work, petition.id, update).left
    if not left:
        raise NobodyIsLeft
    mailing = Mailing(
        id=work.new_id(), petition_id=petition.id, update_id=update, title=found.title, body=found.body,
        subject=found.subject, actor=str(work.actor), started_at=work.now,
    )  # fmt: skip
    mailing.access = _access(work, petition, mailing.id, passphrase)
    work.session.add(mailing)
    work.session.flush()
    jobs.start(work, petition.id, JobKind.MAILING, mailing.id, left)
    audit.record(work, Action.MAILING_STARTED, petition.id, mailing=mailing.id, update=update, recipients=left)
    audit.record(
        work,
        Action.PRIVATE_FIELDS_OPENED,
        petition.id,
        mailing=mailing.id,
        purpose="an update to those who asked for it",
    )
    return mailing.id


def opener(work: Work, petition: Petition, mailing: Mailing) -> Opener:
    """Opens the addresses of a mailing; `start` has written that into the audit log."""
    if mailing.access is None:
        return custody.opener(work, petition)
    opened = unwrap_with_key(mailing.access, work.keys.instance, context=custody.mailing_context(mailing.id))
    return custody.opener_with({bytes.fromhex(each): bytes.fromhex(key) for each, key in json.loads(opened).items()})


def sendings(work: Work, petition: UUID, update: UUID | None = None) -> list[Sending]:
    """The mailings of a petition, or of one update, newest first."""
    query = select(Mailing, Job).join(Job, Job.subject == Mailing.id).where(Mailing.petition_id == petition)
    if update:
        query = query.where(Mailing.update_id == update)
    rows = work.session.execute(query.order_by(Mailing.started_at.desc(), Mailing.id.desc())).all()
    return [Sending(mailing, job, outbox.waiting_of_mailing(work, mailing.id)) for mailing, job in rows]


def pause(work: Work, petition: UUID, mailing: UUID) -> None:
    """Write no further letters; those that are written still leave. Raises NotFound and JobIsOver."""
    jobs.pause(work, petition, _job(work, petition, mailing).id)
    audit.record(work, Action.MAILING_PAUSED, petition, mailing=mailing)


def resume(work: Work, petition: UUID, mailing: UUID) -> None:
    """Go on. What came back so far is forgiven: it pauses again when too much comes back from now on. Raises NotFound
    and JobIsOver."""
    jobs.resume(work, petition, _job(work, petition, mailing).id)
    found = work.session.get_one(Mailing, mailing, with_for_update=True)
    found.delivered_before, found.bounced_before = found.delivered, found.bounced
    audit.record(work, Action.MAILING_RESUMED, petition, mailing=mailing)


def cancel(work: Work, petition: UUID, mailing: UUID) -> int:
    """End it and take back the letters that wait; returns how many. Raises NotFound and JobIsOver."""
    jobs.end(work, petition, _job(work, petition, mailing).id)
    dropped = outbox.drop_mailing(work, mailing)
    conclude(work, work.session.get_one(Mailing, mailing))
    return dropped


def conclude(work: Work, mailing: Mailing) -> None:
    """Nothing opens its addresses from now on, and nothing says how far it came."""
    mailing.ended_at, mailing.access, mailing.reached = work.now, None, None
    audit.record(work, Action.MAILING_ENDED, mailing.petition_id, mailing=mailing.id)


def conclude_what_stands_still(work: Work) -> None:
    """End the mailings whose job is over, and those that have been paused for a week."""
    query = select(Mailing, Job).join(Job, Job.subject == Mailing.id).where(Mailing.ended_at.is_(None))
    still = (Job.state == JobState.PAUSED) & (Job.due_at < work.now - LONGEST_PAUSE)
    for mailing, job in work.session.execute(query.where(Job.state.in_(_OVER) | still)).all():
        if not job.state.is_over:
            jobs.end(work, mailing.petition_id, job.id)
        conclude(work, mailing)


def forget_receipts(work: Work, most: int) -> int:
    """Forget whom mailings went to that ended long ago; returns how many receipts went."""
    over = select(Mailing.id).where(Mailing.ended_at < work.now - RECEIPTS_KEPT)
    query = select(MailingReceipt).where(MailingReceipt.mailing_id.in_(over)).limit(most)
    gone = work.session.scalars(query).all()
    for each in gone:
        work.session.delete(each)
    work.session.flush()
    return len(gone)


def running(work: Work) -> int:
    """How many mailings share the letters of an hour now."""
    query = select(func.count()).select_from(Job).where(Job.kind == JobKind.MAILING)
    return work.session.scalar(query.where(Job.state.in_((JobState.WAITING, JobState.RUNNING)))) or 0


def _refuse_again(work: Work, update: UUID) -> None:
    mine = Mailing.update_id == update
    if work.session.scalar(select(exists().where(mine, Mailing.ended_at.is_(None)))):
        raise IsBeingSent
    if work.session.scalar(select(exists().where(mine, Mailing.ended_at < work.now - RECEIPTS_KEPT))):
        raise SentLongAgo


def _access(work: Work, petition: Petition, mailing: UUID, passphrase: str | None) -> bytes | None:
    """Where the organisers keep the keys: what opens the addresses of those who have signed by now, and nothing that
    is signed later, wrapped by the instance key until the mailing ends."""
    if petition.custody is Custody.INSTANCE:
        return None
    keys = custody.epoch_keys(work, petition, passphrase)
    text = json.dumps({epoch.hex(): key.hex() for epoch, key in keys.items()}).encode()
    return wrap_with_key(text, work.keys.instance, context=custody.mailing_context(mailing))


def _job(work: Work, petition: UUID, mailing: UUID) -> Job:
    found = jobs.of_subject(work, petition, mailing)
    if found is None or found.kind is not JobKind.MAILING:
        raise NotFound
    return found
