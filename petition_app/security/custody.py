"""Who can open a petition's private key: the instance (its key file) or the organisers (their passphrase)."""

from __future__ import annotations

import secrets
import struct

from petition_app.security.boxes import Kind, VaultError, close_box, derive, open_box, require_kind
from petition_app.security.stretching import DEFAULT_COST, Cost, stretch

_KEY_HEADER = bytes((Kind.WRAPPED_BY_KEY,))

# kind, memory in KiB, passes, lanes, salt
_PASSPHRASE_HEADER = struct.Struct(">BIHB16s")
_SALT_BYTES = 16

# A changed blob must not be able to ask for more work than the machine can do.
_MOST = Cost(memory_kib=1024 * 1024, passes=32, lanes=8)


def wrap_with_key(private: bytes, instance_key: bytes, *, context: bytes) -> bytes:
    """Instance custody: opens under the same instance key and context only."""
    key = derive(instance_key, b"custody", context)
    return close_box(key, private, header=_KEY_HEADER, place=context)


def unwrap_with_key(wrapped: bytes, instance_key: bytes, *, context: bytes) -> bytes:
    """The private key. Raises VaultError for any other key, context or bytes."""
    require_kind(wrapped, Kind.WRAPPED_BY_KEY)
    key = derive(instance_key, b"custody", context)
    return open_box(key, wrapped, header_length=len(_KEY_HEADER), place=context)


def wrap_with_passphrase(private: bytes, passphrase: str, *, cost: Cost = DEFAULT_COST) -> bytes:
    """Organiser custody: only the passphrase opens it. The salt and the cost travel with it."""
    if not passphrase:
        raise VaultError("A passphrase is needed.")
    salt = secrets.token_bytes(_SALT_BYTES)
    header = _PASSPHRASE_HEADER.pack(Kind.WRAPPED_BY_PASSPHRASE, cost.memory_kib, cost.passes, cost.lanes, salt)
    return close_box(stretch(passphrase, salt=salt, cost=cost), private, header=header, place=b"")


def unwrap_with_passphrase(wrapped: bytes, passphrase: str) -> bytes:
    """The private key. Raises VaultError for any other passphrase or bytes. Costs what wrapping cost."""
    require_kind(wrapped, Kind.WRAPPED_BY_PASSPHRASE)
    if len(wrapped) < _PASSPHRASE_HEADER.size:
        raise VaultError("This cannot be opened: a part of it is missing.")
    _, memory_kib, passes, lanes, salt = _PASSPHRASE_HEADER.unpack_from(wrapped)
    cost = Cost(memory_kib, passes, lanes)
    if not _is_reasonable(cost):
        raise VaultError("This cannot be opened: what is stored was changed.")
    key = stretch(passphrase, salt=salt, cost=cost)
    return open_box(key, wrapped, header_length=_PASSPHRASE_HEADER.size, place=b"")


def _is_reasonable(cost: Cost) -> bool:
    # RFC 9106, 3.1: at least 8 KiB for each lane.
    return (
        1 <= cost.lanes <= _MOST.lanes
        and 1 <= cost.passes <= _MOST.passes
        and 8 * cost.lanes <= cost.memory_kib <= _MOST.memory_kib
    )
