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
from petition_app.services.throttling import Try
from petition_app.services.trycounts import TryCounts
from petition_app.services.work import Desk, Work


@dataclass(frozen=True)
class Effort:
    """What a signer's browser did about a challenge: its `solution`, or that the signer would rather be reviewed."""

    solution: str = ""
    is_declined: bool = False


def tries_of(desk: Desk, petition: UUID, network: str) -> tuple[Try, Try]:
    """Where those are counted who sign from this network."""
    who = f"{petition}:{network}"
    return Try.of(desk, SIGN_SOON, who), Try.of(desk, SIGN_HELD, who)


def admit(work: Work, petition: UUID, counts: TryCounts, tries: tuple[Try, Try], effort: Effort) -> bool:
    """Count one more who signs from a network; whether the signature is to be held. Raises ChallengeIsNeeded and
    NetworkIsUsedUp: then nothing is counted."""
    is_held = _is_held(work, petition, passage(*map(counts.next, tries)), effort)
    for each in tries:
        counts.count(each)
    return is_held


def _is_held(work: Work, petition: UUID, met: Passage, effort: Effort) -> bool:
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
