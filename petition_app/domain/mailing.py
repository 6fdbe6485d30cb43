"""Sending to many: how fast, when too much comes back, and what a returned letter means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

#: A mailing pauses once this many letters have an outcome and more than this share of them came back.
LEAST_SENT = 20
MOST_BOUNCED_PERCENT = 10
#: How long we know whom an update has gone to, after its mailing.
RECEIPTS_KEPT = timedelta(days=30)
#: A mailing that stands still this long is ended.
LONGEST_PAUSE = timedelta(days=7)
#: Between these ages a signature that waits for its confirmation is reminded.
REMIND_FROM = timedelta(hours=24)
REMIND_UNTIL = timedelta(hours=60)


class Returned(StrEnum):
    """Why a letter came back, or was complained of."""

    GONE = "gone"
    REFUSED = "refused"
    LATER = "later"
    COMPLAINT = "complaint"

    @property
    def ends_mail(self) -> bool:
        """Whether nothing more is written to that address."""
        return self in (Returned.GONE, Returned.COMPLAINT)


@dataclass(frozen=True)
class Pace:
    """So many letters, then so long nothing."""

    letters: int
    then_wait: timedelta


def pace(letters_an_hour: int, mailings: int = 1) -> Pace:
    """About a minute's worth at a time; several mailings at once share the hour."""
    batch = max(1, letters_an_hour // 60)
    return Pace(batch, timedelta(seconds=3600 * batch * max(mailings, 1) / letters_an_hour))


def too_many_bounce(delivered: int, bounced: int) -> bool:
    outcomes = delivered + bounced
    return outcomes >= LEAST_SENT and bounced * 100 > outcomes * MOST_BOUNCED_PERCENT


def meaning_of(status: str, code: int = 0) -> Returned:
    """What an enhanced status (RFC 3463, such as 5.1.1) or, without one, an SMTP code says.

    Only "there is no such mailbox" ends the mail to it: a refusal for policy or size says something of the letter or
    of us, and would be wrong to hold against the signer."""
    if not status or status == "5.0.0":
        return _of_code(code)
    kind, _, rest = status.partition(".")
    if kind == "4":
        return Returned.LATER
    return Returned.GONE if kind == "5" and rest in _NO_SUCH_MAILBOX else Returned.REFUSED


# Bad destination, mailbox disabled, no route to its host; Exchange Online says 5.4.1 of recipients it does not know.
_NO_SUCH_MAILBOX = frozenset({"1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.0", "2.1", "4.1", "4.4"})


def _of_code(code: int) -> Returned:
    if 400 <= code < 500:
        return Returned.LATER
    return Returned.GONE if code in (550, 551, 553) else Returned.REFUSED
