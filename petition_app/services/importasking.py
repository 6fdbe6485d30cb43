"""Asking the people of a file by letter: each staged row becomes a signature that waits for its confirmation, as if it
had been typed into the form."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import delete, select

from petition_app.domain.importreasons import ON_RECORD
from petition_app.domain.said import kept
from petition_app.domain.signature import DisplayMode, Purpose, Relation, RoleBand
from petition_app.domain.throttle import LETTERS_AN_HOUR
from petition_app.models import ImportBatch, ImportFault, ImportRow, Petition
from petition_app.security.vault import unseal_with_secret
from petition_app.services import signing
from petition_app.services.signing import SigningRequest
from petition_app.services.work import Work

LETTERS = 200


def ask_some(work: Work, batch: ImportBatch, secret: bytes) -> tuple[int, int, bool]:
    """Ask the next of them, who are then staged no more. How many were asked, how many were on record by now, and
    whether that was the last. So many letters leave in an hour; the rest wait in the outbox."""
    petition = work.session.get_one(Petition, batch.petition_id)
    query = select(ImportRow).where(ImportRow.import_id == batch.id).order_by(ImportRow.line).limit(LETTERS)
    rows, asked, late = list(work.session.scalars(query)), 0, 0
    for row in rows:
        hours = (batch.counted + asked) // LETTERS_AN_HOUR
        if signing.invite(work, petition, _request(row, secret), batch.id, work.now + timedelta(hours=hours)):
            asked += 1
        else:
            late += 1
            work.session.add(ImportFault(import_id=batch.id, line=row.line, reason=kept(ON_RECORD)))
    lines = [row.line for row in rows]
    work.session.execute(delete(ImportRow).where(ImportRow.import_id == batch.id, ImportRow.line.in_(lines)))
    return asked, late, len(rows) < LETTERS


def _request(row: ImportRow, secret: bytes) -> SigningRequest:
    private = json.loads(unseal_with_secret(secret, row.sealed or b"", binding=row.id.bytes))
    return SigningRequest(
        email=private["email"], employer=row.employer or "", relation=Relation(row.relation),
        role_band=RoleBand(row.role_band), display=DisplayMode(row.display), name=row.public_name or "",
        title=row.public_title or "", consents=frozenset(map(Purpose, row.consents.split(","))), network="",
    )  # fmt: skip
