"""Changing a petition's keys and passphrase, each with its line in the audit log."""

from __future__ import annotations

from petition_app.domain.events import Action
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import PassphraseIsWeak, Refusal
from petition_app.domain.said import said
from petition_app.security.passwords import refusal
from petition_app.services import audit, custody, petitions, rewrapping
from petition_app.services.work import Work


class HasNoPassphrase(Refusal):
    status = 409
    sentence = said("This petition's keys are kept by the instance, so it has no passphrase.")


def needs_passphrase(work: Work, slug: str) -> bool:
    """Whether the organisers keep the keys. Raises NotFound."""
    return petitions.by_slug(work, slug).custody is Custody.ORGANISERS


def rotate(work: Work, slug: str, passphrase: str | None) -> None:
    """A new key pair from now on; the old one stays, for what it sealed. Raises NotFound, PassphraseIsNeeded and
    PassphraseIsWrong."""
    petition = petitions.by_slug(work, slug)
    custody.rotate_keys(work, petition, passphrase)
    audit.record(work, Action.KEYS_ROTATED, petition.id, passphrase=False)


def rotate_instance_key(work: Work, new: bytes) -> int:
    """Wrap anew all that the instance key wraps; returns how much that was."""
    wrapped = rewrapping.rewrap(work, new)
    audit.record(work, Action.KEYS_ROTATED, instance=True, wrapped=wrapped)
    return wrapped


def change_passphrase(work: Work, slug: str, old: str, new: str) -> None:
    """Raises NotFound, HasNoPassphrase, PassphraseIsWeak and PassphraseIsWrong."""
    petition = petitions.by_slug(work, slug)
    if petition.custody is not Custody.ORGANISERS:
        raise HasNoPassphrase
    if refusal(new, (petition.slug, petition.title)):
        raise PassphraseIsWeak
    custody.change_passphrase(work, petition, old, new)
    audit.record(work, Action.KEYS_ROTATED, petition.id, passphrase=True)
