"""Wrong passwords in a row, counted in the database by account and place, and by account alone. An address without an
account is counted alike, so that nothing here tells whether there is one."""

from __future__ import annotations

from petition_app.domain.signintries import (
    ACCOUNT_KEPT,
    MOST_OF_ACCOUNT,
    PAIR_KEPT,
    PasswordsAreOff,
    TryLater,
    wait_after,
)
from petition_app.services import throttling
from petition_app.services.organisers import address_of
from petition_app.services.work import Work


def refuse_early(work: Work, email: str, place: str, *, is_known: bool) -> None:
    """Before a password is looked at. `place` is the network, or a browser that is known to this account: then what
    others tried does not matter. Raises TryLater and PasswordsAreOff."""
    if not is_known and throttling.streak(work, _account(email), ACCOUNT_KEPT).length >= MOST_OF_ACCOUNT:
        raise PasswordsAreOff
    found = throttling.streak(work, _pair(email, place), PAIR_KEPT)
    since = int(work.now.timestamp()) - found.last
    # A clock that was put back makes nobody wait for the hour to come again.
    if 0 <= since < wait_after(found.length):
        raise TryLater(wait_after(found.length) - since)


def note_failure(work: Work, email: str, place: str) -> None:
    throttling.lengthen(work, _pair(email, place), PAIR_KEPT)
    throttling.lengthen(work, _account(email), ACCOUNT_KEPT)


def note_success(work: Work, email: str, place: str) -> None:
    """The password was right: what went before was the owner's own mistyping."""
    throttling.end_streak(work, _pair(email, place))
    throttling.end_streak(work, _account(email))


def open_again(work: Work, email: str) -> None:
    """A new password was set with a letter and the second factor."""
    throttling.end_streak(work, _account(email))


def _account(email: str) -> str:
    return f"sign-in:{address_of(email)}"


def _pair(email: str, place: str) -> str:
    return f"sign-in:{address_of(email)}:{place}"
