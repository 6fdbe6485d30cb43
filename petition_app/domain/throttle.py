"""The limits, as data: how many of what in which window, and what happens beyond. Kept in the database by
`services/throttling.py`, so that all processes share them. Source of the values: docs/threat-model.md."""

from __future__ import annotations

from dataclasses import dataclass

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True)
class Limit:
    """At most `most` hits in each window of `seconds`."""

    name: str
    most: int
    seconds: int


# An office shares one address behind a VPN: beyond the first limit signatures are set aside for the organisers
# to look at, never dropped.
SIGN_HELD = Limit("sign-held", 300, HOUR)
LETTERS_AN_HOUR = 1_000

# A letter to one address: otherwise the form could be used to fill somebody's mailbox.
LETTER_SOON = Limit("letter-soon", 1, 10 * MINUTE)
LETTER_DAY = Limit("letter-day", 3, DAY)
LETTER_EVER = Limit("letter-ever", 5, 365 * DAY)
LETTERS = (LETTER_SOON, LETTER_DAY, LETTER_EVER)

# Guessing codes and receipts.
SECRET_TRIES = Limit("secret-tries", 20, 10 * MINUTE)

# Organisers' sign-in: by account and network, and by network alone.
SIGN_IN_PAIR = Limit("sign-in-pair", 10, 15 * MINUTE)
SIGN_IN_NETWORK = Limit("sign-in-network", 20, 15 * MINUTE)
EXPORTS = Limit("exports", 10, DAY)
IMPORTS = Limit("imports", 10, HOUR)
PREVIEWS = Limit("previews", 20, DAY)

# The organiser API, by token.
TOKEN_REQUESTS = Limit("token-requests", 120, MINUTE)
# By petition, whatever it has of them.
WEBHOOKS = Limit("webhooks", 60, MINUTE)

# Letters that organisers cause: invitations by petition and by address, links for a forgotten password by address.
INVITATIONS = Limit("invitations", 20, DAY)
INVITATIONS_TO = Limit("invitations-to", 3, DAY)
RESETS_TO = (Limit("resets-soon", 1, 10 * MINUTE), Limit("resets-day", 3, DAY))


def window_start(limit: Limit, epoch_seconds: int) -> int:
    return epoch_seconds - epoch_seconds % limit.seconds
