"""Signing: one signature at a time. Where many come at once they are taken together, by `signinggroup`."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.refusals import NotFound
from petition_app.models import Petition
from petition_app.services import employers, signinggroup
from petition_app.services.sealing import Sealing, sealing
from petition_app.services.signinggroup import Admitted
from petition_app.services.signingrequest import (
    SigningRequest,
    make_ready,
    of_employer,
    own_copy_binding,
    private_binding,
    private_binding_of,
)
from petition_app.services.trycounts import TryCounts
from petition_app.services.work import Work

__all__ = [
    "SigningRequest", "invite", "own_copy_binding", "private_binding", "private_binding_of", "sealing_of", "sign",
]  # fmt: skip


def sign(work: Work, slug: str, request: SigningRequest) -> None:
    """Take a signature and write the confirmation letter. Raises what `signinggroup.sign_all` refuses with: what is
    known of the address already never shows."""
    (refusal,) = signinggroup.sign_all(work, [make_ready(work.desk, sealing_of(work, slug), slug, request)])
    if refusal:
        raise refusal


def sealing_of(work: Work, slug: str) -> Sealing:
    """What seals the signatures of the petition that has this short name now. Raises NotFound."""
    petition = work.session.scalar(select(Petition.id).where(Petition.slug == slug))
    if petition is None:
        raise NotFound
    return sealing(work, petition)


def invite(work: Work, petition: Petition, request: SigningRequest, batch: UUID, letter_at: datetime) -> bool:
    """Take a signature that organisers have entered for somebody, and ask its owner by letter to confirm it: it counts
    only then. False where the address is on record already; that mailbox gets no letter."""
    ready = make_ready(work.desk, sealing(work, petition.id), petition.slug, request, letter_at)
    employer = employers.resolve(work, petition.id, request.employer, ready.typed.domain)
    counts = TryCounts(work, ready.mailbox)
    may_write = counts.are_within(ready.mailbox)
    known = signinggroup.of_petition(petition, over_limit=False, batch=batch)
    row = {**ready.columns, **of_employer(request, employer), **known}
    new, _ = signinggroup.store(work, [Admitted(ready, row, may_write)])
    if new:
        # Somebody who is on record already gets no letter, and none is counted.
        counts.write()
    return bool(new)
