"""Passkeys: for which site they can be made, what a signature counter tells, and what is refused."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said

MOST = 10
LONGEST_NAME = 60
CHALLENGE_LASTS = timedelta(minutes=5)
_USUAL_PORTS = {"http": 80, "https": 443}


class Ceremony(StrEnum):
    """What a challenge was made for; it is worth nothing for anything else."""

    ADD = "add"
    CONFIRM = "confirm"
    SIGN_IN = "sign in"


@dataclass(frozen=True)
class PasskeySite:
    """What a passkey belongs to: `id` is the name it is bound to for good, `origin` where its pages are."""

    id: str
    origin: str


class LastSecondFactor(Refusal):
    status = 409
    sentence = said(
        "This is your only second factor. Add another passkey or set up an authenticator app first; without one, a "
        "password alone would open your account."
    )


class PasskeysAreTooMany(Refusal):
    status = 409
    sentence = said("An account has at most %(most)s passkeys. Remove one you do not use first.", most=MOST)


class PasskeyIsCopied(Refusal):
    status = 403
    sentence = said(
        "This passkey may have been copied, so it is blocked, and you were signed out everywhere. Sign in another "
        "way, and remove it in “My account”."
    )


class PasskeysNotOffered(Refusal):
    status = 409
    sentence = said("Passkeys do not work at the address of this site.")


def passkey_site(site_url: str) -> PasskeySite | None:
    """None where browsers make no passkeys: without https, or where a number stands in the place of a name. On this
    machine alone they belong to "localhost", whichever of its names the site was given."""
    parts = urlsplit(site_url)
    host = parts.hostname or ""
    if is_this_machine(host):
        return PasskeySite("localhost", _origin(parts.scheme, "localhost", parts.port))
    if parts.scheme != "https" or _is_number(host) or not host:
        return None
    return PasskeySite(host, _origin("https", host, parts.port))


def is_this_machine(host: str) -> bool:
    """Whether a host is a name or number that every machine has for itself."""
    return host == "localhost" or (_is_number(host) and ipaddress.ip_address(host.strip("[]")).is_loopback)


def is_copy(kept: int, given: int) -> bool:
    """Whether a counter that never goes back went back or stood still: then a second device has the same key
    (WebAuthn 7.2, step 22). Passkeys that are meant to be on several devices do not count: always zero."""
    return (kept, given) != (0, 0) and given <= kept


def _origin(scheme: str, host: str, port: int | None) -> str:
    return f"{scheme}://{host}" + ("" if port in (None, _USUAL_PORTS.get(scheme)) else f":{port}")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
