"""The promises of `petition verify` about a petition's life: what waits is not in public, what is over is erased."""

from __future__ import annotations

from sqlalchemy import exists, or_, select

from petition_app.domain.lifecycle import ENDED
from petition_app.domain.petition import is_hidden
from petition_app.models import Petition, PetitionAddress, PetitionSecret, PublishedRelease, Signature, WorkProof
from petition_app.services.verifying_rows import Outcome, every_petition
from petition_app.services.work import Work


def hidden_is_hidden(work: Work) -> Outcome:
    faults, found = [], every_petition(work)
    for petition in found:
        if is_hidden(petition.hidden_until, petition.launched_at) and _any(work, PublishedRelease, petition):
            faults.append(f"{petition.slug}: a table is published, and it waits for its launch")
        if petition.launched_at is not None and petition.hidden_until is None:
            faults.append(f"{petition.slug}: it was launched without ever having been hidden")
    return f"petitions: {len(found):,}", faults


def addresses_are_kept(work: Work) -> Outcome:
    query = select(PetitionAddress.slug, PetitionAddress.petition_id).order_by(PetitionAddress.slug)
    rows = work.session.execute(query).all()
    now = {petition.slug: petition.id for petition in every_petition(work)}
    return f"addresses: {len(rows):,}", [
        f"{slug}: this address belongs to two petitions" for slug, owner in rows if now.get(slug, owner) != owner
    ]


def erased_in_time(work: Work) -> Outcome:
    faults, erased = [], 0
    for petition in every_petition(work):
        due = petition.erase_on is not None and petition.erase_on < work.today and petition.state in ENDED
        erased += petition.erased_on is not None
        if due and petition.erased_on is None:
            faults.append(f"{petition.slug}: its private data should have been erased on {petition.erase_on}")
        if petition.erased_on is not None and _holds_private(work, petition):
            faults.append(f"{petition.slug}: it still holds private data that were erased on {petition.erased_on}")
    return f"erased: {erased:,}", faults


def _any(work: Work, model: type[PublishedRelease | PetitionSecret | WorkProof], petition: Petition) -> bool:
    return bool(work.session.scalar(select(exists().where(model.petition_id == petition.id))))


def _holds_private(work: Work, petition: Petition) -> bool:
    fields = (Signature.email_key, Signature.domain_key, Signature.sealed, Signature.own_copy)
    held = or_(*(field.is_not(None) for field in fields))
    in_rows = work.session.scalar(select(exists().where(Signature.petition_id == petition.id, held)))
    return bool(in_rows) or _any(work, PetitionSecret, petition) or _any(work, WorkProof, petition)
