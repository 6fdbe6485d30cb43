"""Asking a signer by letter to confirm: the link and code, what they lead to, and the letter that carries them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert

from petition_app.mail import letters, links
from petition_app.mail.letters import Letter
from petition_app.models import Confirmation
from petition_app.security.tokens import ConfirmationSecret
from petition_app.services import outbox
from petition_app.services.upsert import table
from petition_app.services.work import Work

CONFIRMATION_LIFETIME = timedelta(hours=72)
LetterOf = Callable[..., Letter]

_CONFIRMATION = table(Confirmation)
_ADD = insert(_CONFIRMATION)


def ask_to_confirm(
    work: Work,
    petition: UUID,
    signature: UUID,
    private: dict[str, str],
    secret: ConfirmationSecret,
    at: datetime,
    letter_of: LetterOf = letters.confirmation,
) -> None:
    """The letter leaves `at` a time, to the address in `private` and in its language. The signer's own copy has been
    sealed under `secret`."""
    # To the full hour, so that the row does not tell the minute of signing.
    expires = (work.now + CONFIRMATION_LIFETIME).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    values = {
        "token_hash": secret.token_hash,
        "code_hash": secret.code_hash,
        "signature_id": signature,
        "expires_at": expires + timedelta(hours=1),
    }
    work.connection.execute(_ADD, values)
    language = private.get("language", letters.SOURCE)
    site = links.in_language(work.settings.site_url, language)
    letter = letter_of(
        private["email"],
        language,
        link=links.confirm_link(site, secret.link),
        code=secret.code,
        code_page=links.code_page(site),
    )
    outbox.enqueue(work, letter, petition, at, signature=signature)


def ask_again(
    work: Work,
    petition: UUID,
    signature: UUID,
    private: dict[str, str],
    secret: ConfirmationSecret,
    at: datetime,
    letter_of: LetterOf = letters.confirmation,
) -> None:
    """As `ask_to_confirm`, in the place of the letter before, whose link is worth nothing from now on."""
    work.connection.execute(delete(_CONFIRMATION).where(_CONFIRMATION.c.signature_id == signature))
    outbox.drop(work, petition, signature)
    ask_to_confirm(work, petition, signature, private, secret, at, letter_of)
