"""Secrets as a person can write them down: base32 in groups of four, without the letters I, L, O and U (Crockford)."""

from __future__ import annotations

import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_GROUP = 4

# Room for a break after every character, and nothing near the size at which normalising costs time.
_LONGEST_TEXT = 400


def write(secret: bytes) -> str:
    """The secret in capitals and digits: 10 bytes give "K7QM-3XVD-9RTA-2WHE"."""
    spare = -len(secret) * 8 % 5
    number = int.from_bytes(secret, "big") << spare
    length = (len(secret) * 8 + spare) // 5
    letters = "".join([_ALPHABET[number >> 5 * place & 31] for place in range(length - 1, -1, -1)])
    return "-".join([letters[start : start + _GROUP] for start in range(0, length, _GROUP)])


def read(text: str, length: int) -> bytes | None:
    """The `length` bytes that were written, or None. Case, spaces and dashes do not matter; O is 0, I and L are 1."""
    if len(text) > _LONGEST_TEXT:
        return None
    values = [_VALUES.get(letter, -1) for letter in _letters(text)]
    spare = -length * 8 % 5
    if len(values) * 5 != length * 8 + spare or -1 in values:
        return None
    number = 0
    for value in values:
        number = number << 5 | value
    # One secret has one spelling: the spare bits are zero.
    return None if number & ((1 << spare) - 1) else (number >> spare).to_bytes(length, "big")


def _letters(text: str) -> str:
    # Mail programs and word processors turn spaces and dashes into their typographic kin.
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in ("Pd", "Cf"))
