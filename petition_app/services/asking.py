"""Asking a signer by letter to confirm: the link and code, what they lead to, and the letter that carries them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from petition_app.mail import letters, links
from petition_app.models import Confirmation
from petition_app.security.tokens import ConfirmationSecret
from petition_app.services import custody, outbox
from petition_app.services.letterrows import signer_letter_row
from petition_app.services.statements import Statement
from petition_app.services.upsert import table
from petition_app.services.work import Desk, Work

CONFIRMATION_LIFETIME = timedelta(hours=72)

_CONFIRMATION = table(Confirmation)
_ADD = Statement(lambda insert: insert(_CONFIRMATION), "token_hash", "code_hash", "signature_id", "expires_at")
Row = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """What is asked of a signer, as the rows of the link and of the letter that carries it."""

    link: Row
    letter: Row


def question(
    desk: Desk,
    petition: UUID,
    pepper: bytes,
    signature: UUID,
    private: dict[str, str],
    secret: ConfirmationSecret,
    at: datetime,
    kind: str = "confirmation",
) -> Question:
    """The letter leaves `at` a time, to the address in `private` and in its language. The signer's own copy has been
    sealed under `secret`."""
    # To the full hour, so that the row does not tell the minute of signing.
    expires = (desk.now + CONFIRMATION_LIFETIME).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    link = {
        "token_hash": secret.token_hash,
        "code_hash": secret.code_hash,
        "signature_id": signature,
        "expires_at": expires + timedelta(hours=1),
    }
    language = private.get("language", letters.SOURCE)
    site = links.in_language(desk.settings.site_url, language)
    says = {"link": links.confirm_link(site, secret.link), "code": secret.code, "code_page": links.code_page(site)}
    letter = letters.Draft(kind, private["email"], language, says)
    return Question(link, signer_letter_row(desk, letter, petition, at, pepper, signature))


def ask(work: Work, questions: Sequence[Question]) -> None:
    """Write these letters to signers who have none yet."""
    _ADD.run(work, [each.link for each in questions])
    outbox.add(work, [each.letter for each in questions])


def ask_again(
    work: Work,
    petition: UUID,
    signature: UUID,
    private: dict[str, str],
    secret: ConfirmationSecret,
    at: datetime,
    kind: str = "confirmation",
) -> None:
    """Write to a signer in the place of the letter before, whose link is worth nothing from now on."""
    work.connection.execute(delete(_CONFIRMATION).where(_CONFIRMATION.c.signature_id == signature))
    outbox.drop(work, petition, signature)
    pepper = custody.pepper(work, petition)
    ask(work, [question(work.desk, petition, pepper, signature, private, secret, at, kind)])
