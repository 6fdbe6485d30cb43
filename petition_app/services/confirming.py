"""Confirming: what a letter's link or code leads to, and the moment a signature counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from petition_app.domain.events import Action
from petition_app.domain.refusals import LinkIsSpent
from petition_app.domain.signature import DisplayMode, Relation, RoleBand, Status
from petition_app.models import Confirmation, Employer, Petition, Signature
from petition_app.security.tokens import CODE_BYTES, ConfirmationSecret, Receipt, hash_of_code, parse_code, parse_link
from petition_app.security.vault import seal_with_secret, unseal_with_secret
from petition_app.services import audit, tallies
from petition_app.services.signing import own_copy_binding
from petition_app.services.upsert import table
from petition_app.services.work import Work

# Letters on their way when a petition closes still count.
GRACE_AFTER_CLOSING = timedelta(hours=24)

_SIGNATURE, _CONFIRMATION, _PETITION = table(Signature), table(Confirmation), table(Petition)


@dataclass(frozen=True)
class Waiting:
    """What a confirmation link leads to, to be shown before the button is pressed."""

    petition: str
    slug: str
    employer: str
    relation: Relation
    role_band: RoleBand
    display: DisplayMode
    name: str
    title: str


def awaiting(work: Work, secret: str) -> Waiting:
    """What the link or code in `secret` would confirm; changes nothing. Raises LinkIsSpent."""
    row, _ = _waiting(work, secret)
    petition = work.session.get_one(Petition, row.petition_id)
    employer = work.session.get(Employer, row.employer_id) if row.employer_id else None
    return Waiting(
        petition.title,
        petition.slug,
        employer.name if employer else "",
        row.relation,
        row.role_band,
        row.display,
        row.public_name or "",
        row.public_title or "",
    )


def confirm(work: Work, secret: str) -> Receipt:
    """Count the signature that waits for this link or code, and return the receipt that manages it from now on.

    The signer's own copy moves from the letter's secret to the receipt's, so that a stolen mailbox opens nothing.
    Raises LinkIsSpent.
    """
    row, copy_key = _waiting(work, secret)
    receipt = Receipt.new()
    private = unseal_with_secret(copy_key, row.own_copy, binding=own_copy_binding(row.id))
    status = Status.HELD if row.over_limit else Status.CONFIRMED
    old = tallies.cell_of(row)
    work.connection.execute(
        update(_SIGNATURE)
        .where(_SIGNATURE.c.id == row.id)
        .values(
            status=status,
            confirmed_on=work.today,
            receipt_hash=receipt.hash,
            own_copy=seal_with_secret(receipt.key, private, binding=own_copy_binding(row.id)),
        )
    )
    work.connection.execute(delete(_CONFIRMATION).where(_CONFIRMATION.c.signature_id == row.id))
    tallies.count(work, old, -1)
    tallies.count(work, old._replace(status=status), +1, work.today)
    audit.record(work, Action.SIGNATURE_CONFIRMED, row.petition_id)
    return receipt


def _waiting(work: Work, secret: str) -> tuple[Any, bytes]:
    """The pending signature of a link or code, and the key of its own copy. Raises LinkIsSpent."""
    whole, code = parse_link(secret), parse_code(secret)
    copy_key = whole[:CODE_BYTES] if whole else code
    if copy_key is None:
        raise LinkIsSpent
    at = (
        _CONFIRMATION.c.token_hash == ConfirmationSecret(whole).token_hash
        if whole
        else _CONFIRMATION.c.code_hash == hash_of_code(copy_key)
    )
    query = (
        select(_SIGNATURE, _CONFIRMATION.c.expires_at, _PETITION.c.closes_at, _PETITION.c.state)
        .join(_CONFIRMATION, _CONFIRMATION.c.signature_id == _SIGNATURE.c.id)
        .join(_PETITION, _PETITION.c.id == _SIGNATURE.c.petition_id)
        .where(at)
    )
    row = work.connection.execute(query.with_for_update(of=_SIGNATURE)).one_or_none()
    if row is None or row.status is not Status.PENDING or row.expires_at <= work.now or _too_late(row, work.now):
        raise LinkIsSpent
    return row, copy_key


def _too_late(row: Any, now: datetime) -> bool:
    return row.closes_at is not None and now > row.closes_at + GRACE_AFTER_CLOSING
