"""Wrong passwords in a row: how long to wait before the next try, and when only a letter helps any more."""

from __future__ import annotations

from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.domain.throttle import DAY, MINUTE

#: So many are free, at one account from one network; each after them doubles the wait, up to half a minute.
FREE = 5
LONGEST_WAIT = 30
#: Failures further apart than this are not in a row, by account and network.
PAIR_KEPT = 15 * MINUTE
#: So many in a row at one account, from wherever, and passwords are taken from its known browsers only.
MOST_OF_ACCOUNT = 100
ACCOUNT_KEPT = 30 * DAY


def wait_after(failures: int) -> int:
    """Seconds from the last of so many failures in a row to the next try."""
    if failures < FREE:
        return 0
    return min(1 << min(failures - FREE, 8), LONGEST_WAIT)


class TryLater(Refusal):
    status = 429

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(
            said("There were several wrong tries. Please wait %(seconds)s seconds, then try again.", seconds=wait)
        )


class PasswordsAreOff(Refusal):
    status = 403
    sentence = said(
        "There were so many wrong passwords for this address that none is taken any more from a browser it was not "
        "used in before. “I have forgotten my password” opens the account again, with a letter and your second factor."
    )
