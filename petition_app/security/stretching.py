"""Argon2id: what a password or passphrase costs to try, and how many may be tried at once."""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

#: Each hash takes tens of MiB: a rush of sign-ins must queue here rather than exhaust the machine's memory.
HASHES_AT_ONCE = 2
SLOTS = threading.BoundedSemaphore(HASHES_AT_ONCE)


@dataclass(frozen=True)
class Cost:
    """Argon2id parameters. The defaults are one of the choices of equal strength in OWASP's password storage advice."""

    memory_kib: int = 47104
    passes: int = 1
    lanes: int = 1


DEFAULT_COST = Cost()


def as_bytes(text: str) -> bytes:
    """The text as it is hashed: NFKC once, so that keyboards which spell a letter differently agree."""
    # Lone surrogates must be hashed rather than raise: the error would carry the password in its message.
    return unicodedata.normalize("NFKC", text).encode("utf-8", "surrogatepass")


def stretch(text: str, *, salt: bytes, cost: Cost) -> bytes:
    """A 32-byte key from a passphrase. Waits while HASHES_AT_ONCE others are being computed."""
    with SLOTS:
        return hash_secret_raw(
            as_bytes(text), salt, cost.passes, cost.memory_kib, cost.lanes, hash_len=32, type=Type.ID
        )
