"""The delivery ledger: how the petition reached each addressee. Every wording of a line stays, removed ones too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.handover import Delivery, problems
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.said import said
from petition_app.models import HandoverLine, HandoverPackage
from petition_app.services import audit
from petition_app.services.handover_history import Line, line, versions
from petition_app.services.response_history import addressee
from petition_app.services.work import Work


class DeliveryIsWrong(Refusal):
    status = 422


class LineChangedMeanwhile(Refusal):
    status = 409
    sentence = said(
        "Somebody else has changed this line in the meantime, so nothing was done. Please look at it again."
    )


def record(work: Work, petition: UUID, target: UUID, delivery: Delivery) -> UUID:
    """A new line; one that is there already, word for word, is left as it is, so a form sent twice adds one.

    Raises NotFound and DeliveryIsWrong."""
    about = addressee(work, petition, target, lock=True)
    delivery = _checked(work, petition, delivery)
    for other in versions(work, [about.id]).values():
        if other[-1].delivery == delivery and not other[-1].is_removed:
            return other[-1].id
    made = Line(work.new_id(), about, 1, delivery)
    _keep(work, petition, made, Action.HANDOVER_RECORDED)
    return made.id


def change(work: Work, petition: UUID, key: UUID, number: int, delivery: Delivery) -> None:
    """Write a line anew instead of its wording number `number`; a removed one stands there again with it. What was
    sent stays as it was. Raises NotFound, LineChangedMeanwhile and DeliveryIsWrong."""

    def written(old: Line) -> Line:
        checked = _checked(work, petition, delivery)
        kept = replace(checked, sent_to=old.delivery.sent_to, letter=old.delivery.letter)
        return replace(old, delivery=kept, is_removed=False)

    _step(work, petition, key, number, Action.HANDOVER_CHANGED, written)


def remove(work: Work, petition: UUID, key: UUID, number: int) -> None:
    """Take a line out; its history stays. Raises NotFound and LineChangedMeanwhile."""
    _step(work, petition, key, number, Action.HANDOVER_REMOVED, lambda old: replace(old, is_removed=True))


def undo(work: Work, petition: UUID, key: UUID, number: int) -> None:
    """Take back the last change, whatever it was: the line stands as before, and a new one is taken out.

    Raises NotFound and LineChangedMeanwhile."""

    def before(old: Line) -> Line:
        known = versions(work, [old.target.id])[key]
        if len(known) == 1:
            return replace(old, is_removed=True)
        return replace(old, delivery=known[-2].delivery, is_removed=known[-2].is_removed)

    _step(work, petition, key, number, Action.HANDOVER_UNDONE, before)


def _step(
    work: Work, petition: UUID, key: UUID, number: int, action: Action, new: Callable[[Line], Line]
) -> None:  # fmt: skip
    old = line(work, petition, key, lock=True)
    if old.number != number:
        raise LineChangedMeanwhile
    now = new(old)
    if now != old:
        _keep(work, petition, replace(now, number=number + 1), action)


def _checked(work: Work, petition: UUID, delivery: Delivery) -> Delivery:
    tidied = delivery.tidied()
    found = problems(tidied, work.today)
    if found:
        raise DeliveryIsWrong(" ".join(each.sentence for each in found))
    if tidied.package:
        query = select(HandoverPackage.id).where(
            HandoverPackage.id == tidied.package, HandoverPackage.petition_id == petition
        )
        if work.session.scalar(query) is None:
            raise NotFound
    return tidied


def _keep(work: Work, petition: UUID, now: Line, action: Action) -> None:
    made = now.delivery
    work.session.add(HandoverLine(
        line_id=now.id, number=now.number, target_id=now.target.id, on=made.on, way=made.way, by_whom=made.by_whom,
        note=made.note, evidence_url=made.evidence_url, package_id=made.package, is_public=made.is_public,
        sent_to=made.sent_to, letter=made.letter, is_removed=now.is_removed, actor=str(work.actor), at=work.now,
    ))  # fmt: skip
    work.session.flush()
    details = {"line": now.id, "target": now.target.id, "way": made.way, "on": made.on, "public": made.is_public}
    audit.record(work, action, petition, number=now.number, **details)
