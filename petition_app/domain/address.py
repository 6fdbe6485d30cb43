"""E-mail addresses as keys: the canonical form under which one mailbox is one signer."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NewType

CanonicalAddress = NewType("CanonicalAddress", str)

# Providers that deliver every spelling of these to one mailbox.
_DOTLESS = frozenset({"gmail.com"})
_SAME_PROVIDER = {"googlemail.com": "gmail.com", "pm.me": "proton.me",
                  "protonmail.com": "proton.me", "me.com": "icloud.com", "mac.com": "icloud.com"}  # fmt: skip


def domain_of(address: str) -> str:
    """The domain in lower-case ASCII (IDNA); the text after the last @ where it cannot be encoded."""
    return _encoded(address.rpartition("@")[2].strip().rstrip(".").lower())


@lru_cache(maxsize=1_024)
def _encoded(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def canonical_address(address: str) -> CanonicalAddress:
    """One form for all spellings that reach one mailbox: NFKC, casefolded, IDNA domain, no +tag, no dots at Gmail.

    `address` has passed a syntax check. The result is only ever hashed, never mailed to.
    """
    text = unicodedata.normalize("NFKC", address).strip()
    local, _, _ = text.rpartition("@")
    domain = domain_of(text)
    domain = _SAME_PROVIDER.get(domain, domain)
    local = local.casefold().split("+", 1)[0] or local.casefold()
    if domain in _DOTLESS:
        local = local.replace(".", "")
    return CanonicalAddress(f"{local}@{domain}")
