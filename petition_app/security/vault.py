"""The vault: private fields sealed under a short-lived key that is itself sealed to the petition's public key.

Everything stored begins with a byte that names its kind and version (`boxes.Kind`). Every failure to seal or to open,
whatever its cause, is a VaultError.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from petition_app.security.boxes import (
    KEY_BYTES,
    Kind,
    VaultError,
    close_box,
    derive,
    open_box,
    require_kind,
)
from petition_app.security.keypair import open_with, seal_to
from petition_app.security.padding import pad, unpad

_EPOCH_ID_BYTES = 16
FIELD_HEADER_BYTES = 1 + _EPOCH_ID_BYTES


@dataclass(frozen=True)
class EpochKey:
    """Seals the private fields of one stretch of time. Kept in the process; stored only as `seal_epoch` gives it."""

    id: bytes
    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.id) != _EPOCH_ID_BYTES or len(self.key) != KEY_BYTES:
            raise VaultError("This is not an epoch key.")

    @cached_property
    def cipher(self) -> AESGCM:
        """Set up once, and gone with the key."""
        return AESGCM(self.key)

    @cached_property
    def header(self) -> bytes:
        """What every field begins with that was sealed under this key."""
        return bytes((Kind.FIELD,)) + self.id


def new_epoch(public: bytes, *, context: bytes) -> tuple[EpochKey, bytes]:
    """A fresh epoch key and its sealed form, the only one to be stored."""
    epoch = EpochKey(secrets.token_bytes(_EPOCH_ID_BYTES), secrets.token_bytes(KEY_BYTES))
    return epoch, seal_epoch(epoch, public, context=context)


def seal_epoch(epoch: EpochKey, public: bytes, *, context: bytes) -> bytes:
    """The epoch key sealed to a public key. Seal it to the new one before an old key pair is destroyed."""
    return seal_to(public, epoch.key, info=context + epoch.id)


def open_epoch(sealed: bytes, private: bytes, *, id: bytes, context: bytes) -> EpochKey:
    """The epoch key of this id. Raises VaultError for any other private key, id, context or bytes."""
    return EpochKey(id, open_with(private, sealed, info=context + id))


def seal(epoch: EpochKey, plaintext: bytes, *, binding: bytes) -> bytes:
    """A private field, padded and sealed to its place: `binding` names the row and the field."""
    return close_box(epoch.cipher, pad(plaintext), header=epoch.header, place=binding)


def unseal(epoch: EpochKey, blob: bytes, *, binding: bytes) -> bytes:
    """What was sealed. Raises VaultError for another epoch or place, and for a blob that was changed."""
    if not blob.startswith(epoch.header):
        require_kind(blob, Kind.FIELD)
        raise VaultError("This cannot be opened: it was sealed in another epoch.")
    return unpad(open_box(epoch.cipher, blob, header_length=FIELD_HEADER_BYTES, place=binding))


def epoch_id_of(blob: bytes) -> bytes:
    """The id of the epoch key that opens this blob."""
    require_kind(blob, Kind.FIELD)
    if len(blob) < FIELD_HEADER_BYTES:
        raise VaultError("This cannot be opened: a part of it is missing.")
    return blob[1:FIELD_HEADER_BYTES]


def seal_with_secret(secret: bytes, plaintext: bytes, *, binding: bytes) -> bytes:
    """The signer's own copy: opens for whoever holds the secret of the link or of the receipt, and for nobody else."""
    return _seal_derived(Kind.OWN_COPY, secret, plaintext, binding)


def unseal_with_secret(secret: bytes, blob: bytes, *, binding: bytes) -> bytes:
    """The signer's own copy in the clear. Raises VaultError for any other secret, place or bytes."""
    return _unseal_derived(Kind.OWN_COPY, secret, blob, binding)


def seal_letter(instance_key: bytes, plaintext: bytes, *, binding: bytes) -> bytes:
    """A letter that waits in the outbox, until its delivery erases it."""
    return _seal_derived(Kind.LETTER, instance_key, plaintext, binding)


def unseal_letter(instance_key: bytes, blob: bytes, *, binding: bytes) -> bytes:
    """The letter to send. Raises VaultError for any other instance key, place or bytes."""
    return _unseal_derived(Kind.LETTER, instance_key, blob, binding)


_PURPOSES = {Kind.OWN_COPY: b"own copy", Kind.LETTER: b"outbox"}


def _seal_derived(kind: Kind, secret: bytes, plaintext: bytes, binding: bytes) -> bytes:
    key = derive(secret, _PURPOSES[kind], binding)
    return close_box(key, pad(plaintext), header=bytes((kind,)), place=binding)


def _unseal_derived(kind: Kind, secret: bytes, blob: bytes, binding: bytes) -> bytes:
    require_kind(blob, kind)
    key = derive(secret, _PURPOSES[kind], binding)
    return unpad(open_box(key, blob, header_length=1, place=binding))
