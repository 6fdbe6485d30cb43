"""Reminders: one letter to those who signed a day or two ago and have not confirmed.

Nothing is kept for it: the address is opened when the reminder is written, and its link is a new one."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from petition_app.domain.events import Action
from petition_app.domain.mailing import REMIND_FROM, REMIND_UNTIL, pace
from petition_app.domain.petition import Custody, State, takes_signatures
from petition_app.domain.refusals import PetitionIsNotOpen
from petition_app.domain.signature import Status
from petition_app.domain.throttle import LETTERS
from petition_app.models import Confirmation, LetterOption, Petition, Signature
from petition_app.security.tokens import ConfirmationSecret
from petition_app.security.vault import seal_with_secret
from petition_app.services import audit, custody, throttling
from petition_app.services.asking import CONFIRMATION_LIFETIME, ask_again
from petition_app.services.custody import Opener
from petition_app.services.signing import own_copy_binding, private_binding
from petition_app.services.work import WORKER, Begin, Work

#: How many are reminded at once by hand; whoever wants more presses again.
MOST_BY_HAND = 500
# The time of signing is known only by the hour in which its first letter expires: up to an hour after its lifetime.
_HOUR = timedelta(hours=1)


def are_automatic(work: Work, petition: Petition) -> bool:
    """Whether the worker reminds by itself: unless it was switched off, and only where it can open addresses."""
    chosen = work.session.get(LetterOption, petition.id)
    return petition.custody is Custody.INSTANCE and (chosen is None or chosen.reminders)


def switch(work: Work, petition: Petition, *, on: bool) -> None:
    chosen = work.session.get(LetterOption, petition.id)
    if chosen is None:
        work.session.add(LetterOption(petition_id=petition.id, reminders=on))
    else:
        chosen.reminders = on
    audit.record(work, Action.REMINDERS_SWITCHED, petition.id, on=on)


def waiting(work: Work, petition: Petition) -> int:
    """How many could be reminded by hand now."""
    query = select(func.count()).select_from(Signature).join(Confirmation, Confirmation.signature_id == Signature.id)
    return work.session.scalar(query.where(*_by_hand(work, petition.id))) or 0


def remind_by_hand(work: Work, petition: Petition, passphrase: str | None = None) -> int:
    """Write to those who signed a day ago or more, have not confirmed, and were not reminded; returns how many letters
    were written. Raises PetitionIsNotOpen, PassphraseIsNeeded and PassphraseIsWrong."""
    if not takes_signatures(petition.state, petition.closes_at, work.now):
        raise PetitionIsNotOpen
    return _remind(work, petition, _by_hand(work, petition.id), MOST_BY_HAND, passphrase)


def remind_what_is_due(begin_work: Begin) -> int:
    """The worker's round over all petitions; returns how many letters were written."""
    with begin_work(WORKER) as work:
        found = work.session.scalars(select(Petition).where(Petition.state == State.OPEN)).all()
        due = [each for each in found if are_automatic(work, each)]
        due = [each for each in due if takes_signatures(each.state, each.closes_at, work.now)]
    written = 0
    for petition in due:
        with begin_work(WORKER) as work:
            most = pace(work.settings.letters_an_hour).letters
            written += _remind(work, petition, _due(work, petition.id), most, None)
    return written


def _by_hand(work: Work, petition: UUID) -> tuple[Any, ...]:
    return (
        Signature.petition_id == petition,
        Signature.status == Status.PENDING,
        Signature.reminded_on.is_(None),
        Signature.mail_ended_on.is_(None),
        Signature.sealed.is_not(None),
        Confirmation.expires_at > work.now,
        Confirmation.expires_at <= work.now + CONFIRMATION_LIFETIME - REMIND_FROM,
    )


def _due(work: Work, petition: UUID) -> tuple[Any, ...]:
    until = work.now + CONFIRMATION_LIFETIME - REMIND_UNTIL + _HOUR
    return (*_by_hand(work, petition), Confirmation.expires_at >= until)


def _remind(work: Work, petition: Petition, which: tuple[Any, ...], most: int, passphrase: str | None) -> int:
    query = select(Signature.id, Signature.email_key, Signature.sealed)
    query = query.join(Confirmation, Confirmation.signature_id == Signature.id).where(*which)
    locked = query.order_by(Signature.id).limit(most).with_for_update(of=Signature, skip_locked=True)
    rows = work.session.execute(locked).all()
    if not rows:
        return 0
    # In the transaction that writes the letters: none of them leaves without this line.
    audit.record(work, Action.PRIVATE_FIELDS_OPENED, petition.id, purpose="reminders", signatures=len(rows))
    opener = custody.opener(work, petition, passphrase)
    written = sum(_remind_one(work, petition.id, row, opener) for row in rows)
    audit.record(work, Action.REMINDERS_WRITTEN, petition.id, letters=written)
    return written


def _remind_one(work: Work, petition: UUID, row: Any, opener: Opener) -> bool:
    """Whether a letter was written: not where that mailbox has had as many as it may have."""
    changed = update(Signature).where(Signature.id == row.id)
    if not throttling.within(work, LETTERS, f"{petition}:{row.email_key.hex()}"):
        work.connection.execute(changed.values(reminded_on=work.today))
        return False
    private = opener(row.sealed, private_binding(row.id))
    secret = ConfirmationSecret.new()
    copy = seal_with_secret(secret.copy_key, private, binding=own_copy_binding(row.id))
    work.connection.execute(changed.values(reminded_on=work.today, own_copy=copy))
    ask_again(work, petition, row.id, json.loads(private), secret, work.now, "reminder")
    return True
