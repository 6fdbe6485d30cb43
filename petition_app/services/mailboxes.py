"""E-mail addresses that can be written to: in a valid form, of a mailbox that will still be there tomorrow. No name
server is asked: that would tell others who signs."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

from petition_app.domain.address import domain_of
from petition_app.domain.entry import LONGEST_ADDRESS
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.later import Later

if TYPE_CHECKING:
    import disposable_email_domains
else:
    # A megabyte and a half, from the first address on.
    disposable_email_domains = Later("disposable_email_domains")

# What most addresses look like before the @: the full rules say the same of these, forty times more slowly.
_PLAIN = re.compile(r"[A-Za-z0-9_-]+(?:[.+][A-Za-z0-9_-]+)*")
_LONGEST_LOCAL = 64


class AddressIsWrong(Refusal):
    status = 422
    sentence = said("Please check the e-mail address. It should look like name@example.org.")


class AddressIsDisposable(Refusal):
    status = 422
    sentence = said("This is an address for one-time use. Please use one you will keep, so that we can reach you once.")


def reachable(text: str) -> str:
    """The address as it will be written to. Raises AddressIsWrong and AddressIsDisposable."""
    local, _, domain = text.rpartition("@")
    is_plain = _PLAIN.fullmatch(local) and len(local) <= _LONGEST_LOCAL and len(text) <= LONGEST_ADDRESS
    if not is_plain or not domain.isascii() or local.lower() in CASE_INSENSITIVE_MAILBOX_NAMES:
        return _checked(text)
    return f"{local}@{_domain(domain)}"


@lru_cache(maxsize=4_096)
def _domain(domain: str) -> str:
    """The domain as it is written in addresses."""
    return _checked(f"a@{domain}").rpartition("@")[2]


def _checked(text: str) -> str:
    try:
        found = validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise AddressIsWrong from error
    if _is_disposable(domain_of(found)):
        raise AddressIsDisposable
    return found


def _is_disposable(domain: str) -> bool:
    """Also below a listed domain: some of these services give everybody a domain of their own."""
    labels = domain.split(".")
    return any(".".join(labels[start:]) in one_time_domains() for start in range(len(labels) - 1))


def one_time_domains() -> Set[str]:
    """The listed domains whose addresses are for one-time use."""
    return disposable_email_domains.blocklist
