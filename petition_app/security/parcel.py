"""Parcels: files of any length that wait on the server to be fetched, sealed under the instance key."""

from __future__ import annotations

from petition_app.security.boxes import Kind, close_box, derive, open_box, require_kind

_PURPOSE = b"parcel"


def seal_parcel(instance_key: bytes, content: bytes, *, binding: bytes) -> bytes:
    """Opens under the same instance key and in the same place only. Its length is that of the content."""
    return close_box(derive(instance_key, _PURPOSE, binding), content, header=bytes((Kind.PARCEL,)), place=binding)


def open_parcel(instance_key: bytes, parcel: bytes, *, binding: bytes) -> bytes:
    """What was sealed. Raises VaultError for any other key, place or bytes."""
    require_kind(parcel, Kind.PARCEL)
    return open_box(derive(instance_key, _PURPOSE, binding), parcel, header_length=1, place=binding)
