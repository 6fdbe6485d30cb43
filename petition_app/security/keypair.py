"""A petition's key pair, and sealing a short secret to its public half by HPKE (RFC 9180)."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from petition_app.security.boxes import WILL_NOT_OPEN, Kind, VaultError, require_kind

_X25519_BYTES = 32
_EPOCH_KIND = {Kind.KEY_X25519: Kind.EPOCH_X25519, Kind.KEY_HYBRID: Kind.EPOCH_HYBRID}
_KEM = {Kind.KEY_X25519: KEM.X25519, Kind.KEY_HYBRID: KEM.MLKEM768_X25519}


@dataclass(frozen=True)
class KeyPair:
    """The first byte of each half names its suite. The private half must never be stored unwrapped."""

    public: bytes
    private: bytes = field(repr=False)


def new_key_pair() -> KeyPair:
    """A hybrid pair (ML-KEM-768 with X25519) where the installed library can make one, else X25519."""
    try:
        return hybrid_key_pair()
    except UnsupportedAlgorithm:
        return x25519_key_pair()


def hybrid_key_pair() -> KeyPair:
    """What is sealed to it stays sealed unless both ML-KEM-768 and X25519 fall."""
    lattice, curve = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    suite = bytes((Kind.KEY_HYBRID,))
    return KeyPair(
        suite + lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw(),
        suite + lattice.private_bytes_raw() + curve.private_bytes_raw(),
    )


def x25519_key_pair() -> KeyPair:
    curve = X25519PrivateKey.generate()
    suite = bytes((Kind.KEY_X25519,))
    return KeyPair(suite + curve.public_key().public_bytes_raw(), suite + curve.private_bytes_raw())


def seal_to(public: bytes, secret: bytes, *, info: bytes) -> bytes:
    """suite byte | HPKE ciphertext, which only the private half opens, and only with the same info."""
    kind = require_kind(public, *_KEM)
    try:
        sealed = _suite(kind).encrypt(secret, _public_key(kind, public[1:]), info=info)
    except (ValueError, UnsupportedAlgorithm):
        raise VaultError("This public key cannot be used.") from None
    return bytes((_EPOCH_KIND[kind],)) + sealed


def open_with(private: bytes, sealed: bytes, *, info: bytes) -> bytes:
    """The secret that `seal_to` sealed. Raises VaultError for any other key, info or bytes."""
    kind = require_kind(private, *_KEM)
    require_kind(sealed, _EPOCH_KIND[kind])
    try:
        return _suite(kind).decrypt(sealed[1:], _private_key(kind, private[1:]), info=info)
    except (InvalidTag, ValueError, UnsupportedAlgorithm):
        raise VaultError(WILL_NOT_OPEN) from None


def _suite(kind: Kind) -> Suite:
    return Suite(_KEM[kind], KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _public_key(kind: Kind, raw: bytes) -> X25519PublicKey | MLKEM768X25519PublicKey:
    if kind is Kind.KEY_X25519:
        return X25519PublicKey.from_public_bytes(raw)
    lattice = MLKEM768PublicKey.from_public_bytes(raw[:-_X25519_BYTES])
    return MLKEM768X25519PublicKey(lattice, X25519PublicKey.from_public_bytes(raw[-_X25519_BYTES:]))


def _private_key(kind: Kind, raw: bytes) -> X25519PrivateKey | MLKEM768X25519PrivateKey:
    if kind is Kind.KEY_X25519:
        return X25519PrivateKey.from_private_bytes(raw)
    lattice = MLKEM768PrivateKey.from_seed_bytes(raw[:-_X25519_BYTES])
    return MLKEM768X25519PrivateKey(lattice, X25519PrivateKey.from_private_bytes(raw[-_X25519_BYTES:]))
