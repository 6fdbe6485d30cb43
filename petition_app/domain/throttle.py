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

    @property
    def family(self) -> str:
        """The first word of the name."""
        return self.name.partition("-")[0]


# Signing from one network, by petition. An office shares one address behind a VPN: first the browser is asked for a
# proof of work, then signatures are set aside for the organisers to look at; only a thousand in an hour are too many.
# The last two count the same hour, so they share its name.
SIGN_SOON = Limit("sign-soon", 30, 10 * MINUTE)
SIGN_HELD = Limit("sign-hour", 300, HOUR)
SIGN_AGAIN = Limit("sign-hour", 1_000, HOUR)
# Letters that an import asks for.
LETTERS_AN_HOUR = 1_000

# A letter to one address: otherwise the form could be used to fill somebody's mailbox.
LETTER_SOON = Limit("letter-soon", 1, 10 * MINUTE)
LETTER_DAY = Limit("letter-day", 3, DAY)
LETTER_EVER = Limit("letter-ever", 5, 365 * DAY)
LETTERS = (LETTER_SOON, LETTER_DAY, LETTER_EVER)
# The same of all petitions together.
LETTERS_ANYWHERE = Limit("letters-anywhere", 20, DAY)

# Guessing codes and receipts.
SECRET_TRIES = Limit("secret-tries", 20, 10 * MINUTE)

# New addresses at one mail domain: owners are told.
NEW_AT_DOMAIN = Limit("new-at-domain", 200, HOUR)

# Pages of the public list of signatories, beyond the first, by network.
LIST_PAGES = Limit("list-pages", 60, MINUTE)

# Organisers' sign-in: by account and network, and by network alone; failures in a row are in domain/signintries.py.
SIGN_IN_PAIR = Limit("sign-in-pair", 10, 15 * MINUTE)
SIGN_IN_NETWORK = Limit("sign-in-network", 20, 15 * MINUTE)
EXPORTS = Limit("exports", 10, DAY)
IMPORTS = Limit("imports", 10, HOUR)
PREVIEWS = Limit("previews", 20, DAY)

# Proving the set-up: letters to oneself, and codes or ends of keys typed wrong, by account.
TEST_LETTERS = Limit("test-letters", 10, DAY)
PROOF_TRIES = Limit("proof-tries", 10, HOUR)

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


def seconds_left(limit: Limit, epoch_seconds: int) -> int:
    """How long until the next window begins."""
    return limit.seconds - epoch_seconds % limit.seconds
