"""Telling organisers by letter what happened to their account or team; the letter enters the outbox with the deed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from petition_app.domain.access import Role
from petition_app.domain.happening import Happening
from petition_app.mail import links, team_letters
from petition_app.models import Membership, Organiser
from petition_app.services import outbox
from petition_app.services.work import Work

_OF_ACCOUNT = frozenset(
    {
        Happening.PASSWORD_CHANGED,
        Happening.SECOND_FACTOR_CHANGED,
        Happening.SECOND_FACTOR_REMOVED,
        Happening.RECOVERY_CODE_USED,
        Happening.RECOVERY_CODES_MADE,
        Happening.PASSKEY_ADDED,
        Happening.PASSKEY_REMOVED,
        Happening.PASSKEY_COPIED,
    }
)


def tell(work: Work, organiser: UUID, what: Happening) -> None:
    """A letter to one organiser."""
    found = work.session.get_one(Organiser, organiser)
    _send(work, found.email, found.language, what)


def tell_owners(work: Work, petition: UUID, what: Happening, *, but: UUID | None = None) -> None:
    """A letter to every owner of the petition, except to the one who knows already."""
    query = (
        select(Organiser.id, Organiser.email, Organiser.language)
        .join(Membership, Membership.organiser_id == Organiser.id)
        .where(Membership.petition_id == petition, Membership.role == Role.OWNER, Organiser.active)
        .order_by(Organiser.id)
    )
    for owner, email, language in work.session.execute(query).all():
        if owner != but:
            _send(work, email, language, what)


def _send(work: Work, to: str, language: str, what: Happening) -> None:
    page = links.account_page if what in _OF_ACCOUNT else links.workshop
    # Of no petition: nothing but the address leads from the letter to a team.
    site = links.in_language(work.settings.site_url, language)
    outbox.enqueue(work, team_letters.happened(to, what, language, page=page(site)), None)
