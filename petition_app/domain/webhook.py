"""Webhooks: what they may tell of, where they may lead, and when they are sent again."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from petition_app.domain.events import Action
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said

MOST_WEBHOOKS = 10
LONGEST_ADDRESS = 500
PORTS = (443, 8443)
#: Without an answer for so long, a webhook is switched off.
GIVEN_UP_AFTER = timedelta(days=5)
KEPT = timedelta(days=30)
_WAITS = [timedelta(seconds=each) for each in (5, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400)]


class Happened(StrEnum):
    """What a webhook may be told of. All of it is in public at that moment."""

    RELEASE_PUBLISHED = "release.published"
    OPENED = "petition.opened"
    LAUNCHED = "petition.launched"
    PAUSED = "petition.paused"
    CLOSED = "petition.closed"
    DELIVERED = "petition.delivered"
    UPDATE_PUBLISHED = "update.published"
    RESPONSE_CHANGED = "response.changed"
    HANDOVER_RECORDED = "handover.recorded"
    PING = "ping"


CHOICES = tuple(each for each in Happened if each is not Happened.PING)
_ACTIONS = {
    Action.RELEASE_PUBLISHED: Happened.RELEASE_PUBLISHED,
    Action.LAUNCHED: Happened.LAUNCHED,
    Action.UPDATE_PUBLISHED: Happened.UPDATE_PUBLISHED,
    Action.RESPONSE_ADDED: Happened.RESPONSE_CHANGED,
    Action.RESPONSE_CHANGED: Happened.RESPONSE_CHANGED,
    Action.RESPONSE_REMOVED: Happened.RESPONSE_CHANGED,
    Action.RESPONSE_RESTORED: Happened.RESPONSE_CHANGED,
}
_STATES = {
    "open": Happened.OPENED,
    "paused": Happened.PAUSED,
    "closed": Happened.CLOSED,
    "delivered": Happened.DELIVERED,
}


class WebhookIsWrong(Refusal):
    status = 422


class WebhooksAreOff(Refusal):
    status = 409
    sentence = said("Webhooks are switched off on this site. Its operator can switch them on.")


class TooManyWebhooks(Refusal):
    status = 409
    sentence = said("A petition has at most %(most)s webhooks.", most=MOST_WEBHOOKS)


def told_of(action: str, details: str) -> Happened | None:
    """What a line of the audit log is to those outside; None where it is nothing of theirs."""
    if action == Action.STATE_CHANGED:
        return _STATES.get(json.loads(details).get("after", ""))
    if action == Action.HANDOVER_RECORDED:
        # A line of the ledger that is the organisers' own stays theirs.
        return Happened.HANDOVER_RECORDED if json.loads(details).get("public") is True else None
    return next((happened for known, happened in _ACTIONS.items() if known == action), None)


def check_address(address: str) -> None:
    """Raises WebhookIsWrong for what nothing may be sent to. Where its name leads is checked each time it is sent."""
    if not 0 < len(address) <= LONGEST_ADDRESS or not address.isascii() or not address.isprintable():
        raise WebhookIsWrong(said("Please give an address of at most %(most)s characters.", most=LONGEST_ADDRESS))
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", PORTS[0] if parts.port is None else parts.port
    except ValueError as error:
        raise WebhookIsWrong(said("This is no web address.")) from error
    if parts.scheme != "https" or " " in address or "\\" in address or "#" in address:
        raise WebhookIsWrong(said("The address must begin with https:// and have no # in it."))
    if "@" in parts.netloc:
        raise WebhookIsWrong(said("A name or password must not be in the address."))
    if port not in PORTS:
        raise WebhookIsWrong(said("The port must be 443 or 8443."))
    if not _is_name(host):
        raise WebhookIsWrong(said("The address must have the name of a site that everybody can reach."))


def _is_name(host: str) -> bool:
    """Whether it is a full name, and not a number in one of its many spellings."""
    labels = host.rstrip(".").split(".")
    if len(labels) < 2 or not all(0 < len(each) <= 63 for each in labels):
        return False
    if not all(each.replace("-", "").replace("_", "").isalnum() for each in labels):
        return False
    # No top-level name begins with a digit: 127.1 and 0x7f.1 are numbers.
    return labels[-1][0].isalpha() and labels[-1].lower() not in ("local", "localhost", "internal", "onion", "arpa")


def may_be_reached(address: str) -> bool:
    """Whether an IP address is of the open internet: no private, loopback, link-local, shared or reserved one, and none
    that carries an IPv4 address within it, which could be any of these."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if ip.is_multicast or not ip.is_global or ip.is_reserved:
        return False
    return isinstance(ip, ipaddress.IPv4Address) or not any(ip in each for each in _CARRIERS)


_CARRIERS = [
    ipaddress.IPv6Network(each)
    for each in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10")
]


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many tries that failed."""
    return _WAITS[min(attempts, len(_WAITS)) - 1]


def check_events(events: Iterable[Happened]) -> None:
    """Raises WebhookIsWrong."""
    if not list(events):
        raise WebhookIsWrong(said("Please choose what it is to be told of."))
