"""What organisers are told by letter after it happened, or when something waits for them."""

from __future__ import annotations

from enum import StrEnum


class Happening(StrEnum):
    PASSWORD_CHANGED = "password changed"  # noqa: S105 - the name of an event
    SECOND_FACTOR_CHANGED = "second factor changed"
    SECOND_FACTOR_REMOVED = "second factor removed"
    RECOVERY_CODE_USED = "recovery code used"
    RECOVERY_CODES_MADE = "recovery codes made"
    PASSKEY_ADDED = "passkey added"
    PASSKEY_REMOVED = "passkey removed"
    PASSKEY_COPIED = "passkey copied"
    ROLE_GIVEN = "role given"
    ROLE_TAKEN = "role taken"
    OWNERS_CHANGED = "owners changed"
    APPROVAL_ASKED = "approval asked"
    APPROVAL_DECIDED = "approval decided"
    TWO_OWNERS_SWITCHED = "two owners switched"
    MANY_AT_ONE_DOMAIN = "many at one mail domain"
