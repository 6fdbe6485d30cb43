"""A new instance key: all that the old one wraps, in every table that holds such a thing."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from petition_app.domain.petition import Custody
from petition_app.models import (
    HandoverPackage,
    ImportBatch,
    Instance,
    Invitation,
    Mailing,
    Organiser,
    OutboxLetter,
    Petition,
    PetitionKey,
    PetitionSecret,
    Webhook,
)
from petition_app.security.custody import unwrap_with_key, wrap_with_key
from petition_app.security.parcel import open_parcel, seal_parcel
from petition_app.security.vault import seal_letter, unseal_letter
from petition_app.services.custody import (
    KEY_CHECK,
    check_context,
    file_context,
    invitation_context,
    mailing_context,
    petition_context,
    totp_context,
    webhook_context,
)
from petition_app.services.work import Work

Again = Callable[[bytes, bytes], bytes]


def rewrap(work: Work, new_instance_key: bytes) -> int:
    """Wrap all that the instance key wraps with a new one; returns how many. The key file is changed by the caller,
    and processes that still hold the old key are to be started anew."""
    old, wrapped = work.keys.instance, 0

    def again(blob: bytes, context: bytes) -> bytes:
        nonlocal wrapped
        wrapped += 1
        return wrap_with_key(unwrap_with_key(blob, old, context=context), new_instance_key, context=context)

    for instance in work.session.scalars(select(Instance)):
        instance.key_check = again(instance.key_check, KEY_CHECK)
    _of_petitions(work, again)
    _of_organisers(work, again)
    _of_what_runs(work, again)
    wrapped += _of_letters(work, old, new_instance_key) + _of_packages(work, old, new_instance_key)
    work.session.flush()
    return wrapped


def _of_petitions(work: Work, again: Again) -> None:
    for secret in work.session.scalars(select(PetitionSecret)):
        secret.wrapped = again(secret.wrapped, petition_context(secret.petition_id, secret.purpose))
    for key, kept_by in work.session.execute(select(PetitionKey, Petition.custody).join(Petition)):
        key.public_check = again(key.public_check, check_context(key.petition_id, key.id))
        if kept_by is Custody.INSTANCE:
            key.wrapped_private = again(key.wrapped_private, petition_context(key.petition_id, "private key"))


def _of_organisers(work: Work, again: Again) -> None:
    for organiser in work.session.scalars(select(Organiser).where(Organiser.totp_wrapped.is_not(None))):
        organiser.totp_wrapped = again(organiser.totp_wrapped or b"", totp_context(organiser.id))
    for invitation in work.session.scalars(select(Invitation)):
        invitation.sealed_address = again(invitation.sealed_address, invitation_context(invitation.id))


def _of_what_runs(work: Work, again: Again) -> None:
    for batch in work.session.scalars(select(ImportBatch).where(ImportBatch.file_key.is_not(None))):
        batch.file_key = again(batch.file_key or b"", file_context(batch.id))
    for mailing in work.session.scalars(select(Mailing).where(Mailing.access.is_not(None))):
        mailing.access = again(mailing.access or b"", mailing_context(mailing.id))
    for webhook in work.session.scalars(select(Webhook)):
        webhook.secret_wrapped = again(webhook.secret_wrapped, webhook_context(webhook.id))


def _of_letters(work: Work, old: bytes, new: bytes) -> int:
    letters = work.session.scalars(select(OutboxLetter).where(OutboxLetter.sealed.is_not(None))).all()
    for letter in letters:
        text = unseal_letter(old, letter.sealed or b"", binding=letter.id.bytes)
        letter.sealed = seal_letter(new, text, binding=letter.id.bytes)
    return len(letters)


def _of_packages(work: Work, old: bytes, new: bytes) -> int:
    packages = work.session.scalars(select(HandoverPackage).where(HandoverPackage.content.is_not(None))).all()
    for package in packages:
        content = open_parcel(old, package.content or b"", binding=package.id.bytes)
        package.content = seal_parcel(new, content, binding=package.id.bytes)
    return len(packages)
