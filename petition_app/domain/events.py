"""What the audit log tells of: one name per kind of event, and how lines are bound to each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Action(StrEnum):
    SIGNATURE_RECEIVED = "signature received"
    SIGNATURE_CONFIRMED = "signature confirmed"
    SIGNATURE_EDITED = "signature edited"
    SIGNATURE_WITHDRAWN = "signature withdrawn"
    SIGNATURE_ERASED = "signature erased"
    SIGNATURE_HELD = "signature held"
    SIGNATURE_RESTORED = "signature restored"
    SIGNATURE_REMOVED = "signature removed"
    OWN_COPY_OPENED = "own copy opened"
    PRIVATE_FIELDS_OPENED = "private fields opened"
    RELEASE_PUBLISHED = "release published"
    RELEASES_PLANNED = "releases planned"
    EMPLOYER_RULE_MADE = "employer rule made"
    EMPLOYER_RULE_UNDONE = "employer rule undone"
    HEADCOUNT_ENTERED = "headcount entered"
    HEADCOUNT_REMOVED = "headcount removed"
    RESPONSE_ADDED = "response added"
    RESPONSE_CHANGED = "response changed"
    RESPONSE_REMOVED = "response removed"
    RESPONSE_RESTORED = "response restored"
    EXPORT_STARTED = "export started"
    EXPORT_FINISHED = "export finished"
    ORGANISER_ADDED = "organiser added"
    ROLE_GIVEN = "role given"
    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGNED_OUT = "signed out"
    SECOND_FACTOR_SET = "second factor set"
    SECOND_FACTOR_CONFIRMED = "second factor confirmed"
    RECOVERY_CODE_USED = "recovery code used"
    PASSWORD_CHANGED = "password changed"  # noqa: S105 — the name of an event
    SESSION_REVOKED = "session revoked"
    KEYS_ROTATED = "keys rotated"
    DATABASE_UPGRADED = "database upgraded"
    PETITION_FOUNDED = "petition founded"
    SEEDED = "seeded"
    FORGOTTEN = "data past its time deleted"


#: Lines about signers carry no signature and only the day: the log must not tell when somebody signed.
OF_SIGNERS = frozenset(
    {
        Action.SIGNATURE_RECEIVED,
        Action.SIGNATURE_CONFIRMED,
        Action.SIGNATURE_EDITED,
        Action.SIGNATURE_WITHDRAWN,
        Action.SIGNATURE_ERASED,
        Action.OWN_COPY_OPENED,
    }
)

FIRST_HASH = bytes(32)


@dataclass(frozen=True)
class Line:
    """One line of the log; `details` holds counts, ids and settings, never a name, address or token."""

    number: int
    at: datetime
    actor: str
    action: Action
    petition: UUID | None
    details: str

    def hash_after(self, before: bytes) -> bytes:
        """SHA-256 over the line and the hash of the line before it: an edited or missing line breaks the chain."""
        text = json.dumps(
            [
                self.number,
                self.at.isoformat(timespec="milliseconds"),
                self.actor,
                self.action,
                str(self.petition) if self.petition else None,
                self.details,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return hashlib.sha256(before + text.encode()).digest()


def details_text(details: Mapping[str, object]) -> str:
    return json.dumps(details, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
