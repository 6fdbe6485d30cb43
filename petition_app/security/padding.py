"""Padding to size classes, so that the length of a sealed text does not tell whose it is."""

from __future__ import annotations

from petition_app.security.boxes import VaultError

#: Bytes. Every class is twice the one before it.
SMALLEST_CLASS = 128
LARGEST_CLASS = 1024 * 1024

_MARKER = b"\x80"


def size_class(length: int) -> int:
    """The padded length, in bytes, of a text of `length` bytes. Raises VaultError when no class holds it."""
    size = SMALLEST_CLASS
    while size < length + len(_MARKER):
        size *= 2
    if size > LARGEST_CLASS:
        raise VaultError("This is too long to be sealed.")
    return size


def pad(text: bytes) -> bytes:
    """The text, a marker and zeros up to its size class (ISO/IEC 7816-4)."""
    return (text + _MARKER).ljust(size_class(len(text)), b"\0")


def unpad(padded: bytes) -> bytes:
    """The text that was padded. Raises VaultError when the bytes are not a padded text."""
    text = padded.rstrip(b"\0")
    if not text.endswith(_MARKER):
        raise VaultError("This is not a padded text.")
    return text[: -len(_MARKER)]
