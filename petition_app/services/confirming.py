"""Confirming: what a letter's link or code leads to, and the moment a signature counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from petition_app.domain.events import Action
from petition_app.domain.refusals import LinkIsSpent
from petition_app.domain.signature import DisplayMode, Relation, RoleBand, Status
from petition_app.models import Confirmation, Petition, Signature
from petition_app.security.tokens import (
    CODE_BYTES,
    ConfirmationSecret,
    Receipt,
    hash_of_code,
    parse_code,
    parse_link,
    same,
)
from petition_app.security.vault import seal_with_secret, unseal_with_secret
from petition_app.services import audit, counting, outbox
from petition_app.services.signing import own_copy_binding
from petition_app.services.upsert import table
from petition_app.services.work import Work

# Letters on their way when a petition closes still count.
GRACE_AFTER_CLOSING = timedelta(hours=24)
# How long a second press of the button gets the same receipt.
AGAIN = timedelta(minutes=10)

_SIGNATURE, _CONFIRMATION, _PETITION = table(Signature), table(Confirmation), table(Petition)
# Made once: to put a statement together takes as long as to run it.
_FOUND = (
    select(
        _SIGNATURE,
        *(_CONFIRMATION.c[name] for name in ("code_hash", "token_hash", "expires_at")),
        *(_PETITION.c[name] for name in ("title", "slug", "closes_at", "closed_at")),
    )
    .join(_CONFIRMATION, _CONFIRMATION.c.signature_id == _SIGNATURE.c.id)
    .join(_PETITION, _PETITION.c.id == _SIGNATURE.c.petition_id)
    # A link begins with what its code says.
    .where(_CONFIRMATION.c.code_hash == bindparam("of_code"))
)
_OURS = _FOUND.with_for_update(of=_SIGNATURE)
_IS_OF_CODE = _CONFIRMATION.c.code_hash == bindparam("of_code")
_KEPT = select(_CONFIRMATION.c.receipt).where(_IS_OF_CODE)
_KEEP = update(_CONFIRMATION).where(_IS_OF_CODE).values(receipt=bindparam("sealed"), expires_at=bindparam("until"))
_CONFIRM = (
    update(_SIGNATURE)
    .where(_SIGNATURE.c.id == bindparam("signature"))
    .values({name: bindparam(name) for name in ("status", "confirmed_on", "receipt_hash", "own_copy")})
)


@dataclass(frozen=True)
class Waiting:
    """What a confirmation link leads to, to be shown before the button is pressed. `is_held`: very many signed from the
    same network, and the organisers look at it before it counts."""

    petition: str
    slug: str
    employer: str
    relation: Relation
    role_band: RoleBand
    display: DisplayMode
    name: str
    title: str
    is_held: bool


@dataclass(frozen=True)
class Confirmed:
    """The receipt, to be shown once, and what was confirmed."""

    receipt: Receipt
    signature: Waiting


def awaiting(work: Work, secret: str) -> Waiting:
    """What the link or code in `secret` would confirm; changes nothing. Raises LinkIsSpent."""
    row, _ = _found(work, secret)
    if row.status is not Status.PENDING:
        raise LinkIsSpent
    return _shown(row)


def confirm(work: Work, secret: str) -> Confirmed:
    """Count the signature that waits for this link or code, and return the receipt that manages it from now on.

    The signer's own copy moves from the letter's secret to the receipt's, so that a stolen mailbox opens nothing. For
    ten minutes the same receipt is given again: a button pressed twice, or an answer lost on the way, must not cost
    the signer the only key they have. Raises LinkIsSpent.
    """
    row, copy_key = _found(work, secret, lock=True)
    # Read only now that the signature is ours: another request may have confirmed it while we waited.
    kept = work.connection.execute(_KEPT, {"of_code": row.code_hash}).one_or_none()
    if kept is None:
        raise LinkIsSpent
    if kept.receipt is not None and row.status in (Status.CONFIRMED, Status.HELD):
        return Confirmed(Receipt(unseal_with_secret(copy_key, kept.receipt, binding=_again(row.id))), _shown(row))
    if row.status is not Status.PENDING:
        raise LinkIsSpent
    receipt = Receipt.new()
    _count(work, row, receipt, unseal_with_secret(copy_key, row.own_copy, binding=own_copy_binding(row.id)))
    outbox.drop(work, row.petition_id, row.id)
    sealed = seal_with_secret(copy_key, receipt.secret, binding=_again(row.id))
    work.connection.execute(_KEEP, {"of_code": row.code_hash, "sealed": sealed, "until": work.now + AGAIN})
    audit.record(work, Action.SIGNATURE_CONFIRMED, row.petition_id)
    return Confirmed(receipt, _shown(row))


def confirm_all(work: Work, secrets: Sequence[str]) -> list[Confirmed | LinkIsSpent]:
    """As `confirm`, for each of these in one transaction; a link that is spent spoils none of the others."""
    outcomes: dict[int, Confirmed | LinkIsSpent] = {}
    # In the order of the links, so that no two transactions wait for each other.
    for at, secret in sorted(enumerate(secrets), key=itemgetter(1)):
        try:
            outcomes[at] = confirm(work, secret)
        except LinkIsSpent as refusal:
            # It is known before anything is written.
            outcomes[at] = refusal
    return [outcomes[at] for at in range(len(secrets))]


def _count(work: Work, row: Any, receipt: Receipt, private: bytes) -> None:
    status = Status.HELD if row.over_limit else Status.CONFIRMED
    own_copy = seal_with_secret(receipt.key, private, binding=own_copy_binding(row.id))
    values = {"status": status, "confirmed_on": work.today, "receipt_hash": receipt.hash, "own_copy": own_copy}
    work.connection.execute(_CONFIRM, {"signature": row.id, **values})
    old = counting.cell_of(row)
    counting.count(work, old, -1)
    counting.count(work, old._replace(status=status), +1, work.today)


def _again(signature: UUID) -> bytes:
    return b"signature:" + signature.bytes + b":receipt"


def _shown(row: Any) -> Waiting:
    return Waiting(
        row.title,
        row.slug,
        # As typed: what it is taken for tells what others have typed, and what organisers have decided about it.
        row.employer_raw or "",
        row.relation,
        row.role_band,
        row.display,
        row.public_name or "",
        row.public_title or "",
        row.over_limit and row.status in (Status.PENDING, Status.HELD),
    )


def _found(work: Work, secret: str, *, lock: bool = False) -> tuple[Any, bytes]:
    """The signature a link or code leads to, and the key of its own copy. Raises LinkIsSpent."""
    whole, code = parse_link(secret), parse_code(secret)
    copy_key = whole[:CODE_BYTES] if whole else code
    if copy_key is None:
        raise LinkIsSpent
    asked = {"of_code": hash_of_code(copy_key)}
    row = work.connection.execute(_OURS if lock else _FOUND, asked).one_or_none()
    if row is not None and whole and not same(row.token_hash, ConfirmationSecret(whole).token_hash):
        raise LinkIsSpent
    if row is None or row.expires_at <= work.now or _too_late(row, work.now):
        raise LinkIsSpent
    return row, copy_key


def _too_late(row: Any, now: datetime) -> bool:
    ends = [each for each in (row.closes_at, row.closed_at) if each is not None]
    return bool(ends) and now > min(ends) + GRACE_AFTER_CLOSING
