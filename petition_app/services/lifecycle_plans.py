"""What is planned for a petition: when it opens and closes, when it comes into public, how long private data stay."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from petition_app.domain.events import Action
from petition_app.domain.lifecycle import (
    ENDED,
    LAUNCHABLE,
    Times,
    erased_after,
    problems_of_keeping,
    problems_of_launch,
    problems_of_times,
)
from petition_app.domain.petition import is_hidden
from petition_app.domain.refusals import Refusal
from petition_app.domain.response import Problem
from petition_app.domain.said import said
from petition_app.models import Petition
from petition_app.services import audit, tallies
from petition_app.services.lifecycle import PrivateDataIsGone, is_past_erasure, locked
from petition_app.services.work import Work


class PlanIsWrong(Refusal):
    """Each problem names the field it is about."""

    status = 422

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(each.sentence for each in self.problems))


class IsInPublic(Refusal):
    status = 409
    sentence = said("This petition is not hidden. What has been in public cannot be hidden again.")


class CannotBeLaunched(Refusal):
    status = 409
    sentence = said("Only a petition that has been opened, and is not archived, can be launched.")


def times_of(petition: Petition) -> Times:
    return Times(petition.opens_at, petition.closes_at)


def set_times(work: Work, petition: UUID, times: Times) -> Petition:
    """Plan when it opens and closes by itself, or that it does not. Raises PlanIsWrong."""
    found = locked(work, petition)
    _refuse(problems_of_times(times, times_of(found), found.state, work.now))
    if times == times_of(found):
        return found
    found.opens_at, found.closes_at = times.opens_at, times.closes_at
    audit.record(work, Action.TIMES_SET, petition, opens_at=times.opens_at, closes_at=times.closes_at)
    return found


def hide_until(work: Work, petition: UUID, signatures: int | None) -> Petition:
    """Hide it until so many have confirmed: before it opens as one likes, afterwards only fewer than it was. Raises
    PlanIsWrong, and IsInPublic once it is in public."""
    found = locked(work, petition)
    if found.launched_at is not None:
        raise IsInPublic
    _refuse(problems_of_launch(signatures, found.hidden_until, found.threshold, found.state))
    if signatures != found.hidden_until:
        audit.record(work, Action.LAUNCH_SET, petition, before=found.hidden_until, after=signatures)
        found.hidden_until = signatures
    return found


def launch(work: Work, petition: UUID) -> Petition:
    """Bring a hidden petition into public now, for good. Raises IsInPublic and CannotBeLaunched."""
    return launch_locked(work, locked(work, petition))


def launch_locked(work: Work, petition: Petition) -> Petition:
    if not is_hidden(petition.hidden_until, petition.launched_at):
        raise IsInPublic
    if petition.state not in LAUNCHABLE:
        raise CannotBeLaunched
    petition.launched_at = work.now
    work.session.flush()
    signatures = tallies.confirmed_total(work, petition.id)
    audit.record(work, Action.LAUNCHED, petition.id, signatures=signatures, hidden_until=petition.hidden_until)
    return petition


def keep_for(work: Work, petition: UUID, days: int) -> Petition:
    """Keep private data so many days after the closing. Raises PlanIsWrong and, once it is too late,
    PrivateDataIsGone."""
    found = locked(work, petition)
    if is_past_erasure(work, found):
        raise PrivateDataIsGone(said("It is too late for that: the private data of this petition are erased."))
    _refuse(problems_of_keeping(days))
    if days == found.kept_days:
        return found
    audit.record(work, Action.KEEPING_SET, petition, before=found.kept_days, after=days)
    found.kept_days = days
    if found.state in ENDED and found.closed_at:
        found.erase_on = erased_after(found.closed_at, days)
    return found


def _refuse(problems: Iterable[Problem]) -> None:
    found = tuple(problems)
    if found:
        raise PlanIsWrong(found)
