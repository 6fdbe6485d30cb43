"""One click and no more news (RFC 8058): for whoever holds the letter, without signing in and without the receipt."""

from __future__ import annotations

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.signature import Purpose
from petition_app.models import Signature
from petition_app.services import audit, outbox, references
from petition_app.services.work import Work


def decline_updates(work: Work, secret: str) -> None:
    """Take back the consent to updates, and nothing else, and the letters that wait. For a secret that is not ours, or
    was used before, nothing happens, and nothing tells the difference."""
    found = references.signature_of_unsubscriber(work, secret)
    if found is None:
        return
    petition, signature = found
    query = select(Signature).where(Signature.id == signature, Signature.petition_id == petition)
    row = work.session.scalars(query.with_for_update()).one_or_none()
    if row is None or Purpose.UPDATES not in row.consents.split(","):
        return
    row.consents = ",".join(sorted({*row.consents.split(",")} - {Purpose.UPDATES}))
    outbox.drop(work, petition, signature, "update")
    audit.record(work, Action.UPDATES_DECLINED, petition)
