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
    BULK_CHANGE_BEGUN = "bulk change begun"
    BULK_CHANGE_STOPPED = "bulk change stopped"
    BULK_CHANGE_DONE = "bulk change done"
    BULK_CHANGE_UNDONE = "bulk change undone"
    SEARCH_SAVED = "search saved"
    SEARCH_REMOVED = "search removed"
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
    PACKAGE_MADE = "hand-over package made"
    HANDOVER_TEXT_CHANGED = "hand-over text changed"
    HANDOVER_RECORDED = "hand-over recorded"
    HANDOVER_CHANGED = "hand-over changed"
    HANDOVER_REMOVED = "hand-over removed"
    HANDOVER_UNDONE = "hand-over undone"
    HANDOVER_LETTER_SENT = "hand-over letter sent"
    TEXT_CHANGED = "text changed"
    ADDRESSEES_CHANGED = "addressees changed"
    CONSENTS_CHANGED = "consent texts changed"
    SETTINGS_CHANGED = "settings changed"
    UPDATE_WRITTEN = "update written"
    UPDATE_CHANGED = "update changed"
    UPDATE_PUBLISHED = "update published"
    UPDATE_UNPUBLISHED = "update taken off the page"
    UPDATE_DISCARDED = "update thrown away"
    MAILING_STARTED = "mailing started"
    MAILING_PAUSED = "mailing paused"
    MAILING_RESUMED = "mailing resumed"
    MAILING_ENDED = "mailing ended"
    PREVIEW_SENT = "preview sent"
    REMINDERS_WRITTEN = "reminders written"
    REMINDERS_SWITCHED = "reminders switched on or off"
    UPDATES_DECLINED = "updates declined"
    LETTERS_CAME_BACK = "letters came back"
    IMPORT_UPLOADED = "import uploaded"
    IMPORT_CHECKED = "import checked"
    IMPORT_COUNTED = "import counted"
    IMPORT_DISCARDED = "import discarded"
    IMPORT_UNDONE = "import undone"
    REJECTED_ROWS_TAKEN = "rejected rows taken"
    MANY_AT_ONE_DOMAIN = "many at one mail domain"
    LETTERS_WAIT = "letters wait for the next hour"
    EXPORT_STARTED = "export started"
    EXPORT_FINISHED = "export finished"
    ORGANISER_ADDED = "organiser added"
    ORGANISER_SWITCHED = "organiser switched off or on"
    ROLE_GIVEN = "role given"
    ROLE_TAKEN = "role taken"
    INVITATION_SENT = "invitation sent"
    INVITATION_ACCEPTED = "invitation accepted"
    INVITATION_REVOKED = "invitation revoked"
    TWO_OWNERS_SWITCHED = "rule of two owners switched"
    APPROVAL_ASKED = "approval asked for"
    APPROVAL_GIVEN = "approval given"
    APPROVAL_REFUSED = "approval refused"
    APPROVAL_WITHDRAWN = "request for approval withdrawn"
    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGNED_OUT = "signed out"
    SECOND_FACTOR_SET = "second factor set"
    SECOND_FACTOR_REMOVED = "second factor removed"
    SECOND_FACTOR_CONFIRMED = "second factor confirmed"
    RECOVERY_CODE_USED = "recovery code used"
    RECOVERY_CODES_MADE = "recovery codes made"
    PASSKEY_ADDED = "passkey added"
    PASSKEY_REMOVED = "passkey removed"
    PASSKEY_BLOCKED = "passkey blocked"
    PASSWORD_CHANGED = "password changed"  # noqa: S105 — the name of an event
    PASSWORD_RESET_ASKED = "password reset asked for"  # noqa: S105 — likewise
    SESSION_REVOKED = "session revoked"
    TOKEN_MADE = "token made"  # noqa: S105 — likewise
    TOKEN_REVOKED = "token revoked"  # noqa: S105 — likewise
    TOKEN_USED = "token used"  # noqa: S105 — likewise
    WEBHOOK_ADDED = "webhook added"
    WEBHOOK_REMOVED = "webhook removed"
    WEBHOOK_SWITCHED_OFF = "webhook switched off"
    WIDGET_SITE_ADDED = "widget site added"
    WIDGET_SITE_REMOVED = "widget site removed"
    KEYS_ROTATED = "keys rotated"
    DATABASE_UPGRADED = "database upgraded"
    DATABASE_MOVED = "database moved"
    SET_UP_LINK_MADE = "set-up link made"
    SITE_SET_UP = "site set up"
    TEST_LETTER_SENT = "test letter sent"
    INSTANCE_KEY_SHOWN = "instance key shown"
    CHECKLIST_MARKED = "checklist marked"
    PETITION_FOUNDED = "petition founded"
    DRAFT_BEGUN = "draft begun"
    STATE_CHANGED = "state changed"
    REVIEWED = "petition reviewed"
    TIMES_SET = "opening and closing set"
    LAUNCH_SET = "launch threshold set"
    LAUNCHED = "petition launched"
    ADDRESS_CHANGED = "address changed"
    KEEPING_SET = "days of keeping set"
    PRIVATE_DATA_ERASED = "private data erased"
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
        Action.UPDATES_DECLINED,
    }
)

FIRST_HASH = bytes(32)
_written = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str).encode


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
        text = _written(
            [
                self.number,
                self.at.isoformat(timespec="milliseconds"),
                self.actor,
                self.action,
                str(self.petition) if self.petition else None,
                self.details,
            ]
        )
        return hashlib.sha256(before + text.encode()).digest()


def details_text(details: Mapping[str, object]) -> str:
    return _written(details)
