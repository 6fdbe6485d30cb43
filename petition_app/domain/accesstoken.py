"""Tokens of the organiser API: what one may be made for, and how long it may last.

There is no scope for private fields: those need a person with a second factor."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from petition_app.domain.access import Right, Role, may
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said

MOST_TOKENS = 20
LONGEST_NAME = 80
LONGEST_DAYS, USUAL_DAYS = 365, 90


class Scope(StrEnum):
    TALLIES_READ = "tallies:read"
    SIGNATORIES_READ = "signatories:read"
    EMPLOYERS_READ = "employers:read"
    RESPONSES_WRITE = "responses:write"
    UPDATES_WRITE = "updates:write"


_RIGHTS = {
    Scope.TALLIES_READ: Right.SEE_TALLIES,
    Scope.SIGNATORIES_READ: Right.SEE_SIGNATORIES,
    Scope.EMPLOYERS_READ: Right.SEE_TALLIES,
    Scope.RESPONSES_WRITE: Right.WRITE,
    Scope.UPDATES_WRITE: Right.WRITE,
}


class TokenIsWrong(Refusal):
    """What a new token was to be cannot be."""

    status = 422


class TooManyTokens(Refusal):
    status = 409
    sentence = said("A petition has at most %(most)s tokens. Revoke one that is not needed first.", most=MOST_TOKENS)


class TokenIsUnknown(Refusal):
    """Never made, revoked, over, or of somebody who is not in the team any more: all the same to its holder."""

    status = 401
    sentence = said("A token is needed here, and this one is not valid, or is not valid any more.")


class ScopeIsMissing(Refusal):
    status = 403
    sentence = said("This token was not made for that.")


def right_of(scope: Scope) -> Right:
    """What whoever made a token must be allowed at the moment it is used for this."""
    return _RIGHTS[scope]


def check_wanted(name: str, scopes: Iterable[Scope], days: int, role: Role) -> None:
    """Raises TokenIsWrong for what nobody of this role may make."""
    wanted = list(scopes)
    if not 0 < len(name) <= LONGEST_NAME:
        raise TokenIsWrong(said("Please give it a name of at most %(most)s characters.", most=LONGEST_NAME))
    if not wanted:
        raise TokenIsWrong(said("Please choose what it may do."))
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenIsWrong(said("It can last from 1 to %(most)s days.", most=LONGEST_DAYS))
    beyond = [str(each) for each in wanted if not may(role, right_of(each))]
    if beyond:
        raise TokenIsWrong(said("Their role does not include this: %(scopes)s.", scopes=", ".join(beyond)))
