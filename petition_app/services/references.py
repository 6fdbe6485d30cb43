"""What letters carry that leads back to a signature: nothing of it is stored, and only the petition's own secret for
addresses reads it. With that secret all of it ends."""

from __future__ import annotations

import secrets
from uuid import UUID

from sqlalchemy import select

from petition_app.models import PetitionSecret
from petition_app.security import references
from petition_app.security.tokens import one_way, parse_link
from petition_app.services import custody
from petition_app.services.work import Work

_LETTER, _UNSUBSCRIBE = "letter", "unsubscribe"


def signer_key(work: Work, petition: UUID, signature: UUID) -> bytes:
    """Finds the letters that wait for one signer."""
    return signer_key_with(custody.pepper(work, petition), signature)


def signer_key_with(pepper: bytes, signature: UUID) -> bytes:
    return one_way(pepper, f"letters of:{signature}")


def receipt_key(work: Work, petition: UUID, update: UUID, email_key: bytes) -> bytes:
    """That one mailbox was written to about one update: another key for each update, so that no two lead together."""
    return one_way(custody.pepper(work, petition), f"update:{update}:{email_key.hex()}")


def letter_reference_with(pepper: bytes, signature: UUID) -> str:
    """What a letter comes back with: it leads to the signature, and the end is another one for each letter."""
    reference = references.refer(pepper, _LETTER, signature)
    return f"{references.as_label(reference)}.{secrets.token_hex(8)}"


def signature_of_letter(work: Work, label: str) -> tuple[UUID, UUID] | None:
    """The petition and the signature of a label in a letter that came back."""
    return _find(work, _LETTER, references.parse_label(label))


def unsubscribe_secret(work: Work, petition: UUID, signature: UUID) -> str:
    """43 characters that take one signer off the list, and do nothing else."""
    return references.as_link(references.refer(custody.pepper(work, petition), _UNSUBSCRIBE, signature))


def signature_of_unsubscriber(work: Work, secret: str) -> tuple[UUID, UUID] | None:
    return _find(work, _UNSUBSCRIBE, parse_link(secret))


def _find(work: Work, purpose: str, reference: bytes | None) -> tuple[UUID, UUID] | None:
    if reference is None:
        return None
    kept = select(PetitionSecret.petition_id).where(PetitionSecret.purpose == custody.PEPPER)
    # Every secret is tried, also after one has fitted: how long it takes tells nothing.
    tried = {
        each: references.read(custody.pepper(work, each), purpose, reference) for each in work.session.scalars(kept)
    }
    return next(((petition, found) for petition, found in tried.items() if found), None)
