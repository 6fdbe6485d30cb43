"""What addressees answered, as organisers keep it: every wording ever shown stays, with who wrote it and when.

A `response` row is what the public reads now; `response_revision` has all of its wordings and its removal. Responses
that came with the petition's file have no revision until they are first changed: their first wording is kept then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.petition import ResponseKind
from petition_app.domain.refusals import Refusal
from petition_app.domain.response import Wording, contradicted_by, problems
from petition_app.domain.said import said
from petition_app.models import Response, ResponseRevision, Target
from petition_app.services import audit, petitions
from petition_app.services.response_history import Entry, addressee, entry, revisions, wording_of
from petition_app.services.work import OPERATOR, Work


class WordingIsWrong(Refusal):
    status = 422


class Contradiction(Refusal):
    """Beside another response of the same addressee this one would be false."""

    status = 422


class ChangedMeanwhile(Refusal):
    status = 409
    sentence = said(
        "Somebody else has changed this response in the meantime, so nothing was done. Please look at it again."
    )


class NotTheNewest(Refusal):
    status = 409
    sentence = said(
        "Only an addressee's newest response, and one that says there is no public statement, can be dated anew."
    )


def add(work: Work, petition: UUID, target: UUID, wording: Wording) -> UUID:
    """A new response; one that is there already, word for word, is left as it is, so a form sent twice adds one.

    Raises NotFound, WordingIsWrong and Contradiction."""
    about = addressee(work, petition, target, lock=True)
    wording = _checked(work, wording)
    for other in _others(work, about):
        if wording_of(other) == wording:
            return other.id
    _refuse_contradiction(work, about, wording)
    made = Entry(work.new_id(), about, 1, wording)
    _show(work, made)
    _keep(work, made, Action.RESPONSE_ADDED, petition)
    return made.id


def change(work: Work, petition: UUID, response: UUID, number: int, wording: Wording) -> None:
    """Show another wording instead of number `number`; a removed response is shown again with it.

    Raises NotFound, ChangedMeanwhile, WordingIsWrong and Contradiction."""
    _rewrite(work, petition, response, number, lambda old: _checked(work, wording))


def restore(work: Work, petition: UUID, response: UUID, number: int) -> None:
    """Show a removed response again as it was. Raises NotFound, ChangedMeanwhile and Contradiction."""
    _rewrite(work, petition, response, number, lambda old: old)


def confirm_silence(work: Work, petition: UUID, response: UUID, number: int) -> None:
    """Say “no public statement” as of today. Raises NotFound, ChangedMeanwhile and NotTheNewest."""
    old = _unchanged(work, petition, response, number)
    newest = next(each for each in petitions.addressees(work, petition) if each.target.id == old.target.id).responses
    if old.wording.kind is not ResponseKind.NONE or not newest or newest[0].id != response:
        raise NotTheNewest
    _rewrite(work, petition, response, number, lambda old: Wording(old.kind, work.today, old.summary))


def remove(work: Work, petition: UUID, response: UUID, number: int) -> None:
    """Show the response no longer; its history stays, and it can be restored. Raises NotFound and ChangedMeanwhile."""
    old = _unchanged(work, petition, response, number)
    if old.is_removed:
        return
    _keep_first(work, old)
    work.session.delete(work.session.get_one(Response, response))
    _keep(work, Entry(old.id, old.target, number + 1, old.wording, True), Action.RESPONSE_REMOVED, petition)


def _rewrite(work: Work, petition: UUID, response: UUID, number: int, new: Callable[[Wording], Wording]) -> None:
    old = _unchanged(work, petition, response, number)
    wording = new(old.wording)
    if wording == old.wording and not old.is_removed:
        return
    _refuse_contradiction(work, old.target, wording, but=response)
    _keep_first(work, old)
    now = Entry(old.id, old.target, number + 1, wording)
    _show(work, now)
    _keep(work, now, Action.RESPONSE_RESTORED if old.is_removed else Action.RESPONSE_CHANGED, petition)


def _unchanged(work: Work, petition: UUID, response: UUID, number: int) -> Entry:
    old = entry(work, petition, response, lock=True)
    if old.number != number:
        raise ChangedMeanwhile
    return old


def _checked(work: Work, wording: Wording) -> Wording:
    tidied = wording.tidied()
    found = problems(tidied, work.today)
    if found:
        raise WordingIsWrong(" ".join(each.sentence for each in found))
    return tidied


def _others(work: Work, target: Target) -> list[Response]:
    return list(work.session.scalars(select(Response).where(Response.target_id == target.id)))


def _refuse_contradiction(work: Work, target: Target, wording: Wording, but: UUID | None = None) -> None:
    others = [wording_of(each) for each in _others(work, target) if each.id != but]
    other = contradicted_by(wording, others)
    if other:
        silent, spoken = (wording, other) if wording.kind is ResponseKind.NONE else (other, wording)
        raise Contradiction(
            f"This addressee spoke in public on {spoken.on}, and another response says that there was no public "
            f"statement as of {silent.on}. Both cannot be true: please change one of the two days, or remove the "
            "other response."
        )


def _show(work: Work, made: Entry) -> None:
    shown = work.session.get(Response, made.id)
    if shown is None:
        shown = Response(id=made.id, target_id=made.target.id, recorded_at=work.now)
        work.session.add(shown)
    wording = made.wording
    shown.kind, shown.on, shown.summary = wording.kind, wording.on, wording.summary
    shown.quotation, shown.source_url, shown.number = wording.quotation, wording.source_url, made.number


def _keep_first(work: Work, old: Entry) -> None:
    """The first wording of a response from the petition's file, before it changes."""
    if not revisions(work, old.id):
        recorded_at = work.session.get_one(Response, old.id).recorded_at
        work.session.add(_revision(old, str(OPERATOR), recorded_at))


def _keep(work: Work, now: Entry, action: Action, petition: UUID) -> None:
    work.session.add(_revision(now, str(work.actor), work.now))
    work.session.flush()
    details = {"response": now.id, "target": now.target.id, "kind": now.wording.kind, "on": now.wording.on}
    audit.record(work, action, petition, number=now.number, **details)


def _revision(entry: Entry, actor: str, at: datetime) -> ResponseRevision:
    wording = entry.wording
    return ResponseRevision(
        response_id=entry.id, number=entry.number, target_id=entry.target.id, kind=wording.kind, on=wording.on,
        summary=wording.summary, quotation=wording.quotation, source_url=wording.source_url,
        is_removed=entry.is_removed, actor=actor, at=at,
    )  # fmt: skip
