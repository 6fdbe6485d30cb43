"""References: a row's key as a secret that can be handed out. Nothing of it is stored, and only its maker's key tells
what it refers to.

A synthetic IV in the manner of RFC 5297, of HMAC-SHA256: `tag` authenticates purpose and row, and `tag` masks the row.
"""

from __future__ import annotations

import base64
import hmac
from uuid import UUID

from petition_app.security.tokens import same

BYTES = 32
_HALF = 16


def refer(key: bytes, purpose: str, row: UUID) -> bytes:
    """32 bytes for this row and purpose, the same each time. Unlinkable with those of other keys and purposes."""
    tag = _tag(key, purpose, row.bytes)
    return tag + _masked(key, purpose, tag, row.bytes)


def read(key: bytes, purpose: str, reference: bytes) -> UUID | None:
    """The row, or None for whatever `refer` did not make with this key for this purpose."""
    if len(reference) != BYTES:
        return None
    tag, masked = reference[:_HALF], reference[_HALF:]
    row = _masked(key, purpose, tag, masked)
    return UUID(bytes=row) if same(_tag(key, purpose, row), tag) else None


def as_link(reference: bytes) -> str:
    """43 characters that need no escaping in an address; `tokens.parse_link` reads them."""
    return base64.urlsafe_b64encode(reference).rstrip(b"=").decode("ascii")


def as_label(reference: bytes) -> str:
    """52 lower-case letters and digits, for where capitals may get lost: mail addresses and message ids."""
    return base64.b32encode(reference).rstrip(b"=").decode("ascii").lower()


def parse_label(text: str) -> bytes | None:
    """What `as_label` wrote, or None."""
    try:
        return base64.b32decode(text.upper() + "====")
    except ValueError:
        return None


def _tag(key: bytes, purpose: str, row: bytes) -> bytes:
    return hmac.digest(key, b"reference tag\0" + purpose.encode() + b"\0" + row, "sha256")[:_HALF]


def _masked(key: bytes, purpose: str, tag: bytes, row: bytes) -> bytes:
    mask = hmac.digest(key, b"reference mask\0" + purpose.encode() + b"\0" + tag, "sha256")
    return (int.from_bytes(row) ^ int.from_bytes(mask[:_HALF])).to_bytes(_HALF)
