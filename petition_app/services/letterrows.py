"""A letter as a row of the outbox: sealed, and found again by whom it is for alone."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from petition_app.mail.letters import Draft, Letter
from petition_app.security.vault import seal_letter
from petition_app.services import references
from petition_app.services.work import Desk

# A place is 34 bits of a key: those after its day, where keys have bits drawn by lot.
_PLACE_BITS, _LOW_BITS = 34, 22
_LOW_PLACES = (1 << _LOW_BITS) - 1
_IN_KEY = 0xFFF << 64 | _LOW_PLACES << 40
_places = itertools.count(secrets.randbits(_PLACE_BITS))


def letter_row(
    desk: Desk, letter: Letter | Draft, petition: UUID | None, at: datetime, mailing: UUID | None = None
) -> dict[str, Any]:
    """To be sent `at` a time. It belongs to nobody's signature, so that nothing takes it back."""
    letter_id = _beside_the_last(desk)
    return {
        "id": letter_id,
        "petition_id": petition,
        "mailing_id": mailing,
        "kind": letter.kind,
        "sealed": seal_letter(desk.keys.instance, letter.to_bytes(), binding=letter_id.bytes),
        "signer_key": None,
        "attempts": 0,
        "due_at": at,
        "delivered": False,
    }


def signer_letter_row(
    desk: Desk,
    letter: Letter | Draft,
    petition: UUID,
    at: datetime,
    pepper: bytes,
    signature: UUID,
    mailing: UUID | None = None,
) -> dict[str, Any]:
    """The same to the signer of `signature`: it can be taken back, and is known again when it comes back."""
    known = replace(letter, reference=references.letter_reference_with(pepper, signature))
    key = references.signer_key_with(pepper, signature)
    return letter_row(desk, known, petition, at, mailing) | {"signer_key": key}


def _beside_the_last(desk: Desk) -> UUID:
    """A key beside that of the letter that this process wrote before, so that those of one transaction change few
    pages. It tells the day and no hour; that letters of a day have an order tells nothing, as they lead to nobody."""
    place = next(_places)
    high, low = place >> _LOW_BITS & 0xFFF, place & _LOW_PLACES
    return UUID(int=desk.new_id().int & ~_IN_KEY | high << 64 | low << 40)
