"""A sealed box: AES-256-GCM with a fresh nonce, whose header and place are authenticated with its content."""

from __future__ import annotations

import hmac
import secrets
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
SHORTEST_SECRET_BYTES = 10
_NONCE_BYTES = 12
_TAG_BYTES = 16
_NO_SALT = bytes(32)

WILL_NOT_OPEN = "This cannot be opened: the key is not the one it was sealed with, or what is stored was changed."


class VaultError(ValueError):
    """Something could not be sealed or opened. The sentence says why, and never what is or was inside."""


class Kind(IntEnum):
    """The first byte of everything the vault stores: the high half says what it is, the low half its version."""

    WRAPPED_BY_KEY = 0x11
    WRAPPED_BY_PASSPHRASE = 0x21
    FIELD = 0x31
    OWN_COPY = 0x41
    LETTER = 0x51
    EPOCH_X25519 = 0x61
    EPOCH_HYBRID = 0x62
    KEY_X25519 = 0x71
    KEY_HYBRID = 0x72
    PIECE = 0x91
    PARCEL = 0x81


def derive(secret: bytes, purpose: bytes, place: bytes) -> bytes:
    """A 32-byte key for one purpose and place. Keys for different purposes or places tell nothing of each other."""
    if len(secret) < SHORTEST_SECRET_BYTES:
        raise VaultError("The secret is missing or too short.")
    info = b"petition/1/" + purpose + b"\0" + place
    # HKDF (RFC 5869) without a salt, for one block: what `cryptography` gives, in a third of the time.
    return hmac.digest(hmac.digest(_NO_SALT, secret, "sha256"), info + b"\x01", "sha256")


def close_box(key: bytes | AESGCM, content: bytes, *, header: bytes, place: bytes) -> bytes:
    """header | nonce | ciphertext. It opens only under the same key, with the same header, in the same place."""
    # Random nonces are safe for 2**32 boxes under one key (NIST SP 800-38D, 8.3); no key here comes near that.
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return header + nonce + _cipher(key).encrypt(nonce, content, header + place)


def open_box(key: bytes | AESGCM, box: bytes, *, header_length: int, place: bytes) -> bytes:
    """The content. Raises VaultError for a wrong key or place and for a box that was changed or cut short."""
    start = header_length + _NONCE_BYTES
    if len(box) < start + _TAG_BYTES:
        raise VaultError("This cannot be opened: a part of it is missing.")
    try:
        return _cipher(key).decrypt(box[header_length:start], box[start:], box[:header_length] + place)
    except InvalidTag:
        raise VaultError(WILL_NOT_OPEN) from None


def require_kind(box: bytes, *kinds: Kind) -> Kind:
    """Which of these kinds the box is. Raises VaultError when it is none of them."""
    for kind in kinds:
        if box[:1] == bytes((kind,)):
            return kind
    raise VaultError("This is not something that can be opened here, or a newer version of this program made it.")


def _cipher(key: bytes | AESGCM) -> AESGCM:
    """Setting a key up takes longer than using it: whoever uses one often keeps it set up."""
    return AESGCM(key) if isinstance(key, bytes) else key
