"""Letters as their readers will get them: an update, really sent to the organiser who asks for it, and the letter that
asks signers to confirm."""

from __future__ import annotations

import secrets
from uuid import UUID

from petition_app.domain.events import Action
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.domain.throttle import PREVIEWS
from petition_app.mail import letters, links
from petition_app.mail.letters import Letter
from petition_app.models import Petition, Update
from petition_app.security.references import BYTES, as_link
from petition_app.security.tokens import ConfirmationSecret
from petition_app.services import audit, outbox, throttling
from petition_app.services.mailing_batches import Words
from petition_app.services.work import Work


class TooManyPreviews(Refusal):
    status = 429
    sentence = said(
        "You have had %(most)s previews today, which is the limit. Please come back tomorrow.", most=PREVIEWS.most
    )


def letter_of(work: Work, petition: Petition, update: Update, to: str) -> Letter:
    """The letter with a link that unsubscribes nobody."""
    return Words.of(work, petition, update).letter(to, as_link(secrets.token_bytes(BYTES)))


def send(work: Work, petition: Petition, update: Update, organiser: UUID, address: str) -> None:
    """A letter to the organiser's own address. Raises TooManyPreviews."""
    if not throttling.within(work, (PREVIEWS,), str(organiser)):
        raise TooManyPreviews
    outbox.enqueue(work, letter_of(work, petition, update, address), petition.id)
    audit.record(work, Action.PREVIEW_SENT, petition.id, update=update.id)


def of_confirmation(work: Work) -> Letter:
    """The letter that signers get, with a link and a code that confirm nothing."""
    site, sample = work.settings.site_url, ConfirmationSecret.new()
    link, page = links.confirm_link(site, sample.link), links.code_page(site)
    return letters.confirmation(work.settings.sender, link=link, code=sample.code, code_page=page)
