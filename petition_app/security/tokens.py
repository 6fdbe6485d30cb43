"""Secrets we hand out and keep only as hashes: the confirmation link and its typed code, the receipt, the session."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from petition_app.security import crockford

Random = Callable[[int], bytes]

SECRET_BYTES = 32
CODE_BYTES = 10
_LINK_LENGTH = 43


@dataclass(frozen=True, eq=False)
class _Secret:
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES:
            raise ValueError("A secret has 32 bytes.")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, _Secret) and same(self.secret, other.secret)

    def __hash__(self) -> int:
        return hash(self.secret)


class ConfirmationSecret(_Secret):
    """What a confirmation letter carries: a link, and the start of the same secret as a code that can be typed."""

    @classmethod
    def new(cls, random: Random = secrets.token_bytes) -> ConfirmationSecret:
        return cls(random(SECRET_BYTES))

    @property
    def link(self) -> str:
        """43 characters that need no escaping in an address."""
        return _as_link(self.secret)

    @property
    def code(self) -> str:
        """80 bits, written as "K7QM-3XVD-9RTA-2WHE"."""
        return crockford.write(self.copy_key)

    @property
    def copy_key(self) -> bytes:
        """Seals the signer's own copy. The code must open it as well as the link, so it is what both carry."""
        return self.secret[:CODE_BYTES]

    @property
    def token_hash(self) -> bytes:
        return hash_of_link(self.secret)

    @property
    def code_hash(self) -> bytes:
        return hash_of_code(self.copy_key)


class Receipt(_Secret):
    """Shown once; lets its holder see, change, download, withdraw and erase the signature."""

    @classmethod
    def new(cls, random: Random = secrets.token_bytes) -> Receipt:
        return cls(random(SECRET_BYTES))

    @classmethod
    def parse(cls, text: str) -> Receipt:
        """The receipt a person typed or pasted. Raises ValueError with a sentence for them."""
        secret = crockford.read(text, SECRET_BYTES)
        if secret is None:
            raise ValueError("This is not a whole receipt. It has 13 groups of four letters and digits.")
        return cls(secret)

    @property
    def text(self) -> str:
        """13 groups of four capitals and digits, to be written down or pasted."""
        return crockford.write(self.secret)

    @property
    def hash(self) -> bytes:
        return _hashed("receipt", self.secret)

    @property
    def key(self) -> bytes:
        """Seals the signer's own copy once the signature is confirmed. Tells nothing of `hash`, nor `hash` of it."""
        return one_way(self.secret, "receipt key")


def parse_link(text: str) -> bytes | None:
    """The 32 bytes a confirmation link carries, or None."""
    link = text.strip()
    if len(link) != _LINK_LENGTH:
        return None
    try:
        secret = base64.b64decode(link + "=", altchars=b"-_", validate=True)
    except ValueError:
        return None
    # One secret has one spelling: base64 would let the last character vary.
    return secret if _as_link(secret) == link else None


def parse_code(text: str) -> bytes | None:
    """The 10 bytes a typed code carries (the `copy_key`), or None. Tolerant of how people type."""
    return crockford.read(text, CODE_BYTES)


def hash_of_link(secret: bytes) -> bytes:
    """The `token_hash` to look up for what `parse_link` gave."""
    return _hashed("confirmation link", secret)


def hash_of_code(code: bytes) -> bytes:
    """The `code_hash` to look up for what `parse_code` gave."""
    return _hashed("confirmation code", code)


def new_link_secret(random: Random = secrets.token_bytes) -> str:
    """256 bits for the address of a page; a table keeps `link_secret_hash` of it."""
    return _as_link(random(SECRET_BYTES))


def link_from(secret: bytes) -> str:
    """The spelling of 32 bytes that were made otherwise, for the address of a page."""
    return _as_link(secret)


def link_secret_hash(purpose: str, text: str) -> bytes | None:
    """What to store and look up for a link of this purpose, such as "invitation"; None where the text is no link."""
    secret = parse_link(text)
    return None if secret is None else _hashed(f"{purpose} link", secret)


def one_way(secret: bytes, text: str) -> bytes:
    """HMAC-SHA256 of the text: the same text gives the same 32 bytes, and only the secret's holder can try texts."""
    return hmac.digest(secret, text.encode("utf-8", "surrogatepass"), "sha256")


def new_session_id(random: Random = secrets.token_bytes) -> str:
    """256 bits for a cookie; the table keeps `session_hash` of it."""
    return _as_link(random(SECRET_BYTES))


def session_hash(session_id: str) -> bytes:
    return _hashed("session", session_id.encode("utf-8", "surrogatepass"))


def same(left: bytes, right: bytes) -> bool:
    """Whether two secrets or hashes are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(left, right)


def _as_link(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode("ascii")


def _hashed(purpose: str, secret: bytes) -> bytes:
    # The purpose keeps a hash of one kind from being looked up as another.
    return hashlib.sha256(purpose.encode("ascii") + b"\0" + secret).digest()
