"""Signing where very many do from one network: counting them, asking for a proof of work, holding for review. Nothing
here depends on the address that signs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from petition_app.domain.burst import Kind
from petition_app.domain.crowd import ChallengeIsNeeded, ChallengeIsOver, NetworkIsUsedUp, Passage, passage
from petition_app.domain.throttle import SIGN_HELD, SIGN_SOON, seconds_left
from petition_app.security.challenge import Challenge, new_challenge, solved
from petition_app.services import hourcounts, petitions, throttling
from petition_app.services.work import Work


@dataclass(frozen=True)
class Effort:
    """What a signer's browser did about a challenge: its `solution`, or that the signer would rather be reviewed."""

    solution: str = ""
    is_declined: bool = False


def admit(work: Work, petition: UUID, network: str, effort: Effort) -> bool:
    """Count one more who signs from this network; whether the signature is to be held. Raises ChallengeIsNeeded and
    NetworkIsUsedUp: then nothing is counted either."""
    met = passage(*throttling.hits(work, (SIGN_SOON, SIGN_HELD), f"{petition}:{network}"))
    if met is Passage.TURNED_AWAY:
        raise NetworkIsUsedUp(seconds_left(SIGN_HELD, int(work.now.timestamp())))
    if met is Passage.CHALLENGED and not effort.is_declined:
        _check(work, petition, effort.solution)
        return False
    if met is Passage.FREE:
        return False
    hourcounts.count(work, petition, Kind.HELD)
    return True


def note(work: Work, slug: str, kind: Kind) -> None:
    """Count that somebody was challenged or turned away; nothing is kept of whom."""
    hourcounts.count(work, petitions.reachable_by_slug(work, slug).id, kind)


def challenge(work: Work, slug: str) -> Challenge:
    """A new challenge for whoever signs this petition."""
    petition = petitions.reachable_by_slug(work, slug).id
    return new_challenge(work.keys.form, petition, work.settings.challenge_tries, work.now)


def _check(work: Work, petition: UUID, solution: str) -> None:
    """Accept a solution once; of two that bring the same one at the same moment, one gets through."""
    if not solution:
        raise ChallengeIsNeeded
    found = solved(work.keys.form, solution, petition, work.now)
    if found is None or not throttling.is_first(work, f"challenge:{found.nonce}", found.until):
        raise ChallengeIsOver
