"""Erasing a petition's private data once their time is over: nobody can be written to or recognised by an address from
then on. Counts, published tables and what signers chose to publish stay."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, or_, select, update

from petition_app.domain.events import Action
from petition_app.domain.lifecycle import ENDED
from petition_app.models import Petition, PetitionSecret, Signature, WorkProof
from petition_app.services import audit
from petition_app.services.upsert import table
from petition_app.services.work import Work

#: Emptying so many rows takes a fraction of a second.
BATCH = 2_000
_SIGNATURE = table(Signature)
_NOTHING = dict.fromkeys(("email_key", "domain_key", "sealed", "own_copy"))
_HOLDS_PRIVATE = or_(*(_SIGNATURE.c[name].is_not(None) for name in _NOTHING))


def erase_what_is_due(work: Work) -> int:
    """Empty up to a batch of signatures of a petition whose day has come; returns how many. Broken off anywhere, it
    goes on where it was: only the last batch notes the petition as done."""
    # Nobody reopens it meanwhile: on the day itself that is refused.
    due = select(Petition).where(
        Petition.erase_on <= work.today, Petition.erased_on.is_(None), Petition.state.in_(ENDED)
    )
    petition = work.session.scalars(due.order_by(Petition.id).limit(1).with_for_update(skip_locked=True)).one_or_none()
    if petition is None:
        return 0
    _destroy_secrets(work, petition)
    # The index of address keys finds nearly all of them; what came without an address is looked for afterwards.
    emptied = _empty(work, petition, _SIGNATURE.c.email_key.is_not(None)) or _empty(work, petition, _HOLDS_PRIVATE)
    if emptied < BATCH and not work.connection.scalar(_some(petition, _HOLDS_PRIVATE).limit(1)):
        _note_done(work, petition)
    return emptied


def _destroy_secrets(work: Work, petition: Petition) -> None:
    # First of all: whatever is left of keyed hashes, in backups too, leads to nobody from now on.
    work.session.execute(delete(PetitionSecret).where(PetitionSecret.petition_id == petition.id))
    work.session.execute(delete(WorkProof).where(WorkProof.petition_id == petition.id))
    work.after_commit.append(lambda: work.keys.drop_petition(petition.id))


def _some(petition: Petition, which: Any) -> Any:
    return select(_SIGNATURE.c.id).where(_SIGNATURE.c.petition_id == petition.id, which)


def _empty(work: Work, petition: Petition, which: Any) -> int:
    ids = work.connection.scalars(_some(petition, which).limit(BATCH)).all()
    if ids:
        work.connection.execute(update(_SIGNATURE).where(_SIGNATURE.c.id.in_(ids)).values(_NOTHING))
    return len(ids)


def _note_done(work: Work, petition: Petition) -> None:
    petition.erased_on = work.today
    count = select(func.count()).select_from(Signature).where(Signature.petition_id == petition.id)
    signatures = work.session.scalar(count) or 0
    audit.record(work, Action.PRIVATE_DATA_ERASED, petition.id, signatures=signatures, erase_on=petition.erase_on)
