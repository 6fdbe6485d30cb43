"""Who can open private fields: a petition's keys and secrets, the epoch in use, and opening for a stated right."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from petition_app.domain.petition import Custody
from petition_app.domain.refusals import NotFound, PassphraseIsNeeded, PassphraseIsWrong
from petition_app.domain.said import said
from petition_app.models import Epoch, Petition, PetitionKey, PetitionSecret
from petition_app.security.boxes import VaultError
from petition_app.security.custody import unwrap_with_key, unwrap_with_passphrase, wrap_with_key, wrap_with_passphrase
from petition_app.security.keypair import KeyPair, new_key_pair
from petition_app.security.tokens import same
from petition_app.security.vault import FIELD_HEADER_BYTES, EpochKey, epoch_id_of, new_epoch, open_epoch, unseal
from petition_app.services.upsert import table
from petition_app.services.work import Work

PEPPER = "e-mail key"
KEY_CHECK = b"instance key check"


def create_keys(work: Work, petition: Petition, passphrase: str | None, pepper: bytes) -> None:
    """A key pair in the petition's custody, and the secret under which its addresses are hashed."""
    _add_key(work, petition, new_key_pair(), passphrase)
    wrapped = wrap_with_key(pepper, work.keys.instance, context=petition_context(petition.id, PEPPER))
    work.session.add(PetitionSecret(petition_id=petition.id, purpose=PEPPER, wrapped=wrapped))
    work.session.flush()


def pepper(work: Work, petition: UUID) -> bytes:
    """The secret under which this petition's addresses are hashed. Raises NotFound once it has been destroyed."""
    found = work.keys.secret(petition, PEPPER)
    if found is None:
        wrapped = work.session.scalar(
            select(PetitionSecret.wrapped).where(
                PetitionSecret.petition_id == petition, PetitionSecret.purpose == PEPPER
            )
        )
        if wrapped is None:
            raise NotFound(said("This petition's address key has been destroyed."))
        found = unwrap_with_key(wrapped, work.keys.instance, context=petition_context(petition, PEPPER))
        work.keys.keep_secret(petition, PEPPER, found, work.now)
    return found


def epoch_for(work: Work, petition: UUID) -> EpochKey:
    """The epoch key in use, or a new one: stored sealed in this transaction, kept in memory once that is durable.

    Raises VaultError rather than seal anything to a public key that this instance did not make.
    """
    found = work.keys.epoch(petition, work.now)
    if found is not None:
        return found
    key = _current_key(work, petition)
    _require_ours(work, petition, key)
    epoch, sealed = new_epoch(key.public, context=petition_context(petition, "epoch"))
    work.connection.execute(insert(table(Epoch)), {"id": epoch.id, "key_id": key.id, "sealed": sealed})
    work.after_commit.append(lambda: work.keys.keep_epoch(petition, epoch, work.now))
    return epoch


Opener = Callable[[bytes, bytes], bytes]


def opener(work: Work, petition: Petition, passphrase: str | None = None) -> Opener:
    """A function that opens sealed fields of this petition: (blob, binding) → plaintext.

    The caller has already written the audit line. Raises PassphraseIsNeeded or PassphraseIsWrong.
    """
    epochs: dict[bytes, EpochKey] = {}
    privates: dict[UUID, bytes] = {}

    def epoch_of(blob: bytes) -> EpochKey:
        epoch_id = epoch_id_of(blob)
        row = work.session.execute(select(Epoch.sealed, Epoch.key_id).where(Epoch.id == epoch_id)).one_or_none()
        if row is None:
            raise VaultError("The key of this field is not in the database.")
        if row.key_id not in privates:
            privates[row.key_id] = _private(work, petition, row.key_id, passphrase)
        context = petition_context(petition.id, "epoch")
        return open_epoch(row.sealed, privates[row.key_id], id=epoch_id, context=context)

    def open_one(blob: bytes, binding: bytes) -> bytes:
        # A field begins with what names its epoch: one look-up each, for there may be a million.
        start = blob[:FIELD_HEADER_BYTES]
        if start not in epochs:
            epochs[start] = epoch_of(blob)
        return unseal(epochs[start], blob, binding=binding)

    _private(work, petition, _current_key(work, petition.id).id, passphrase)
    return open_one


def epoch_keys(work: Work, petition: Petition, passphrase: str | None = None) -> dict[bytes, bytes]:
    """Every epoch key of the petition until now, by id: with them what was sealed so far can be opened, and nothing
    that is sealed later. Raises PassphraseIsNeeded or PassphraseIsWrong."""
    context, opened = petition_context(petition.id, "epoch"), {}
    for key in work.session.scalars(select(PetitionKey.id).where(PetitionKey.petition_id == petition.id)):
        private = _private(work, petition, key, passphrase)
        for epoch in work.session.scalars(select(Epoch).where(Epoch.key_id == key)):
            opened[epoch.id] = open_epoch(epoch.sealed, private, id=epoch.id, context=context).key
    return opened


def opener_with(epochs: dict[bytes, bytes]) -> Opener:
    """As `opener`, with the keys that `epoch_keys` gave. Raises VaultError for what was sealed in another epoch."""

    keys = {id: EpochKey(id, key) for id, key in epochs.items()}

    def open_one(blob: bytes, binding: bytes) -> bytes:
        key = keys.get(epoch_id_of(blob))
        if key is None:
            raise VaultError("The key of this field is not among these.")
        return unseal(key, blob, binding=binding)

    return open_one


def rotate_keys(work: Work, petition: Petition, passphrase: str | None = None) -> None:
    """A new key pair for what is sealed from now on. The old one stays, wrapped, to open what was sealed before."""
    old = _current_key(work, petition.id)
    _private(work, petition, old.id, passphrase)
    work.session.get_one(PetitionKey, old.id).retired_at = work.now
    _add_key(work, petition, new_key_pair(), passphrase)
    work.after_commit.append(lambda: work.keys.drop_epoch(petition.id))


def change_passphrase(work: Work, petition: Petition, old: str, new: str) -> None:
    """Wrap every key of the petition anew. Raises PassphraseIsWrong."""
    for key in work.session.scalars(select(PetitionKey).where(PetitionKey.petition_id == petition.id)):
        key.wrapped_private = wrap_with_passphrase(_private(work, petition, key.id, old), new)
    work.session.flush()


def _add_key(work: Work, petition: Petition, pair: KeyPair, passphrase: str | None) -> None:
    if petition.custody is Custody.ORGANISERS:
        if not passphrase:
            raise PassphraseIsNeeded
        wrapped = wrap_with_passphrase(pair.private, passphrase)
    else:
        wrapped = wrap_with_key(pair.private, work.keys.instance, context=petition_context(petition.id, "private key"))
    key_id = work.new_id()
    digest = hashlib.sha256(pair.public).digest()
    work.session.add(
        PetitionKey(
            id=key_id,
            petition_id=petition.id,
            public=pair.public,
            public_check=wrap_with_key(digest, work.keys.instance, context=check_context(petition.id, key_id)),
            wrapped_private=wrapped,
            created_at=work.now,
        )
    )
    work.session.flush()


def _current_key(work: Work, petition: UUID) -> Any:
    """Its id, its public half and what shows that it is ours."""
    query = select(PetitionKey.id, PetitionKey.public, PetitionKey.public_check).where(
        PetitionKey.petition_id == petition, PetitionKey.retired_at.is_(None)
    )
    return work.session.execute(query).one()


def _require_ours(work: Work, petition: UUID, key: Any) -> None:
    made = unwrap_with_key(key.public_check, work.keys.instance, context=check_context(petition, key.id))
    if not same(made, hashlib.sha256(key.public).digest()):
        raise VaultError("This petition's public key is not the one that was made here.")


def _private(work: Work, petition: Petition, key_id: UUID, passphrase: str | None) -> bytes:
    wrapped = work.session.scalar(select(PetitionKey.wrapped_private).where(PetitionKey.id == key_id))
    assert wrapped is not None
    if petition.custody is Custody.INSTANCE:
        return unwrap_with_key(wrapped, work.keys.instance, context=petition_context(petition.id, "private key"))
    if not passphrase:
        raise PassphraseIsNeeded
    try:
        return unwrap_with_passphrase(wrapped, passphrase)
    except VaultError as error:
        raise PassphraseIsWrong from error


def petition_context(petition: UUID, purpose: str) -> bytes:
    """To what place one of a petition's keys and secrets is wrapped."""
    return b"petition:" + petition.bytes + b":" + purpose.encode()


def check_context(petition: UUID, key: UUID) -> bytes:
    """To what place the proof is wrapped that a public key is ours."""
    return petition_context(petition, "public key") + key.bytes


def file_context(batch: UUID) -> bytes:
    """To what place the key of an imported file is wrapped."""
    return b"import:" + batch.bytes + b":file"


def totp_context(organiser: UUID) -> bytes:
    """To what place an organiser's second factor is wrapped."""
    return b"organiser:" + organiser.bytes + b":second factor"


def invitation_context(invitation: UUID) -> bytes:
    """What binds the address of an invitation to its row."""
    return b"invitation:" + invitation.bytes


def webhook_context(webhook: UUID) -> bytes:
    """To what place the secret of a webhook is wrapped."""
    return b"webhook:" + webhook.bytes


def mailing_context(mailing: UUID) -> bytes:
    """To what place the keys of a mailing are wrapped."""
    return b"mailing:" + mailing.bytes + b":epoch keys"
