"""Whether an organiser has a second factor: an authenticator app, a passkey, or both."""

from __future__ import annotations

from sqlalchemy import Exists, exists

from petition_app.models import Organiser, Passkey
from petition_app.services.work import Work


def has_passkey() -> Exists:
    """For queries on organisers. One that is blocked counts: else whoever had it copied would be let in by a password
    alone, and asked to set up a second factor of their choice."""
    return exists().where(Passkey.organiser_id == Organiser.id)


def is_enrolled(work: Work, organiser: Organiser) -> bool:
    keys = exists().where(Passkey.organiser_id == organiser.id).select()
    return organiser.totp_confirmed or bool(work.session.scalar(keys))
