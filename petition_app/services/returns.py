"""Letters that came back, and complaints: noted at the signature as a day, so that no more are written to it, and
counted for the mailing. No address is kept: the signature is found by the reference in the letter, or by the key of the
address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from petition_app.domain.address import canonical_address
from petition_app.domain.events import Action
from petition_app.domain.mailing import Returned
from petition_app.domain.signature import Purpose
from petition_app.mail.returned import Report
from petition_app.models import Mailing, MailingReceipt, PetitionSecret, Signature
from petition_app.security.tokens import one_way
from petition_app.services import audit, custody, outbox, references
from petition_app.services.outbox import Claimed
from petition_app.services.upsert import table
from petition_app.services.work import Work

_SIGNATURE = table(Signature)


def note_delivered(work: Work, letter: Claimed) -> None:
    if letter.mailing:
        work.session.execute(
            update(Mailing).where(Mailing.id == letter.mailing).values(delivered=Mailing.delivered + 1)
        )


def note_undelivered(work: Work, letter: Claimed, returned: Returned | None) -> None:
    """A letter that was given up, and what the mail server said of its mailbox, if that was why."""
    if letter.mailing:
        _count(work, letter.mailing, Mailing.bounced)
    found = references.signature_of_letter(work, letter.letter.reference.partition(".")[0])
    if found and returned and returned.ends_mail:
        _end_mail(work, found[1], returned)


def take_in(work: Work, reports: Iterable[Report], *, by_address: bool) -> Counter[Returned]:
    """What mail servers and providers reported; returns how many of each kind were of our signers.

    A report is believed for the reference in it, which nobody can make up. For the address alone it is believed only
    where the caller trusts its source (`by_address`), for anybody can write a letter that looks like a report."""
    counted: Counter[Returned] = Counter()
    for report in reports:
        for petition, signature in _signatures(work, report, by_address=by_address):
            counted[report.returned] += 1
            _take_in(work, petition, signature, report.returned)
    if counted:
        audit.record(work, Action.LETTERS_CAME_BACK, None, **{each.value: counted[each] for each in Returned})
    return counted


def _take_in(work: Work, petition: UUID, signature: UUID, returned: Returned) -> None:
    row = work.connection.execute(select(_SIGNATURE.c.email_key).where(_SIGNATURE.c.id == signature)).one_or_none()
    # A report that is told twice counts once: after the first, this signature gets no more letters.
    is_new = _end_mail(work, signature, returned) if returned.ends_mail else True
    if row is None or row.email_key is None or not is_new or returned is Returned.LATER:
        return
    mailing = _newest_mailing(work, petition, row.email_key)
    if mailing:
        _count(work, mailing, Mailing.complaints if returned is Returned.COMPLAINT else Mailing.bounced)


def _end_mail(work: Work, signature: UUID, returned: Returned) -> bool:
    """Whether it was not ended before. A complaint takes back the consent to updates as well."""
    row = work.session.scalars(select(Signature).where(Signature.id == signature).with_for_update()).one_or_none()
    if row is None:
        return False
    if returned is Returned.COMPLAINT:
        row.consents = ",".join(sorted({*row.consents.split(",")} - {Purpose.UPDATES, ""}))
    is_new = row.mail_ended_on is None
    row.mail_ended_on = row.mail_ended_on or work.today
    outbox.drop(work, row.petition_id, row.id)
    work.session.flush()
    return is_new


def _signatures(work: Work, report: Report, *, by_address: bool) -> list[tuple[UUID, UUID]]:
    """(petition, signature) of each signature that a report is about."""
    referred = references.signature_of_letter(work, report.reference) if report.reference else None
    if referred:
        return [referred]
    if not (by_address and "@" in report.address):
        return []
    found: list[tuple[UUID, UUID]] = []
    for petition in work.session.scalars(
        select(PetitionSecret.petition_id).where(PetitionSecret.purpose == custody.PEPPER)
    ):
        key = one_way(custody.pepper(work, petition), canonical_address(report.address))
        query = select(Signature.id).where(Signature.petition_id == petition, Signature.email_key == key)
        found += [(petition, each) for each in work.session.scalars(query)]
    return found


def _newest_mailing(work: Work, petition: UUID, email_key: bytes) -> UUID | None:
    """The last mailing in which this mailbox was written to, as far as that is still known."""
    query = select(Mailing.id, Mailing.update_id).where(Mailing.petition_id == petition)
    for mailing in work.session.execute(query.order_by(Mailing.started_at.desc())):
        key = references.receipt_key(work, petition, mailing.update_id, email_key)
        receipt = work.session.get(MailingReceipt, (mailing.update_id, key))
        if receipt:
            return receipt.mailing_id
    return None


def _count(work: Work, mailing: UUID, column: Any) -> None:
    work.session.execute(update(Mailing).where(Mailing.id == mailing).values({column: column + 1}))
