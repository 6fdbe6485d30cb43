"""The batches of a mailing. One is a transaction: the letters, the receipts that keep a second one away, and how far it
came are there together or not at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from petition_app.domain.job import JobState
from petition_app.domain.mailing import pace, too_many_bounce
from petition_app.domain.said import said
from petition_app.mail import letters, links
from petition_app.mail.letters import Letter
from petition_app.models import Job, Mailing, MailingReceipt, Petition, Signature
from petition_app.security.boxes import VaultError
from petition_app.services import mailings, markdown, outbox, references
from petition_app.services.custody import Opener
from petition_app.services.jobs import Batch
from petition_app.services.signing import private_binding
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work

#: No further letters are written while so many batches wait for a mail server that does not take them.
MOST_BATCHES_WAITING = 5
_SOON = timedelta(minutes=1)
_PAUSED = said(
    "Paused: too many of the letters came back. Many old or mistyped addresses, or a mail provider that refuses us: "
    "look at it before going on."
)
_RECEIPT = table(MailingReceipt)
_NOTE = Upsert(lambda new: new(_RECEIPT).on_conflict_do_nothing().returning(_RECEIPT.c.mailing_id))


@dataclass(frozen=True)
class Words:
    """What is the same in all letters of a mailing."""

    subject: str
    title: str
    text: str
    html: Markup
    slug: str
    site: str

    @classmethod
    def of(cls, work: Work, petition: Petition, written: Any) -> Words:
        """`written` has the title, body and subject of an update, as a mailing and an update do."""
        site = work.settings.site_url
        html = Markup(markdown.to_html(written.body))  # noqa: S704 - made by us of Markdown without any markup
        text = markdown.to_text(written.body).strip()
        return cls(written.subject, written.title, text, html, petition.slug, site)

    def letter(self, to: str, unsubscribe: str, language: str = letters.SOURCE) -> Letter:
        site = links.in_language(self.site, language)
        return letters.update(
            to,
            language,
            subject=self.subject,
            title=self.title,
            text=self.text,
            html=self.html,
            page=links.petition_page(site, self.slug),
            unsubscribe=links.unsubscribe_link(site, unsubscribe),
        )


def write_batch(work: Work, job: Job) -> Batch:
    """Write to about a minute's worth of signers, pausing where too many letters come back."""
    mailing = work.session.get_one(Mailing, job.subject, with_for_update=True)
    if too_many_bounce(mailing.delivered - mailing.delivered_before, mailing.bounced - mailing.bounced_before):
        job.state, job.note = JobState.PAUSED, _PAUSED
        return Batch(0)
    step = pace(work.settings.letters_an_hour, mailings.running(work))
    if outbox.waiting_of_mailing(work, mailing.id) >= MOST_BATCHES_WAITING * step.letters:
        return Batch(0, again_at=work.now + _SOON)
    rows = _next(work, mailing, step.letters)
    written = _write(work, mailing, rows)
    if len(rows) < step.letters:
        job.total = job.done + written
        mailings.conclude(work, mailing)
        return Batch(written, is_last=True)
    mailing.reached = rows[-1].id
    return Batch(written, again_at=work.now + step.then_wait)


def _next(work: Work, mailing: Mailing, most: int) -> list[Any]:
    """Locked: who declines updates at the same moment waits, and then takes back the letter that was written."""
    query = select(Signature.id, Signature.email_key, Signature.sealed).where(*mailings.recipients(mailing.petition_id))
    if mailing.reached:
        query = query.where(Signature.id > mailing.reached)
    return [*work.session.execute(query.order_by(Signature.id).limit(most).with_for_update(of=Signature))]


def _write(work: Work, mailing: Mailing, rows: list[Any]) -> int:
    petition = work.session.get_one(Petition, mailing.petition_id)
    words, opener = Words.of(work, petition, mailing), mailings.opener(work, petition, mailing)
    return sum(_write_one(work, mailing, row, words, opener) for row in rows)


def _write_one(work: Work, mailing: Mailing, row: Any, words: Words, opener: Opener) -> bool:
    """Whether a letter was written: not to a mailbox that has had this update."""
    try:
        private = json.loads(opener(row.sealed, private_binding(row.id)))
    except VaultError:
        # Signed after this mailing was begun: its keys open nothing that is newer.
        return False
    key = references.receipt_key(work, mailing.petition_id, mailing.update_id, row.email_key)
    values = {"update_id": mailing.update_id, "signer_key": key, "mailing_id": mailing.id}
    address, language = private.get("email"), private.get("language", letters.SOURCE)
    if not address or work.connection.execute(_NOTE.on(work), values).scalar() is None:
        return False
    letter = words.letter(address, references.unsubscribe_secret(work, mailing.petition_id, row.id), language)
    outbox.enqueue(work, letter, mailing.petition_id, signature=row.id, mailing=mailing.id)
    return True
