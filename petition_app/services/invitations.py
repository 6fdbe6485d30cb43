"""Invitations to a team: a letter with a link that works once, within 72 hours. What is said to the owner is the same
whether or not the address has an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from petition_app.domain.access import Right, Role
from petition_app.domain.address import canonical_address
from petition_app.domain.events import Action
from petition_app.domain.refusals import NotAllowed, NotFound, Refusal
from petition_app.domain.said import said
from petition_app.domain.team import MOST_INVITATIONS, OwnerByInvitation
from petition_app.domain.throttle import INVITATIONS, INVITATIONS_TO
from petition_app.mail import links, team_letters
from petition_app.mail.letters import SOURCE
from petition_app.models import Invitation, Organiser, Petition
from petition_app.security.custody import unwrap_with_key, wrap_with_key
from petition_app.security.tokens import link_secret_hash, new_link_secret, one_way
from petition_app.services import approvals, audit, organisers, outbox, roles, throttling
from petition_app.services.custody import invitation_context
from petition_app.services.work import Work

LASTS = timedelta(hours=72)
PURPOSE = "invitation"


class InvitedAlready(Refusal):
    status = 409
    sentence = said("An invitation to this mailbox waits already. You can send it again or revoke it.")


class TooManyInvitations(Refusal):
    status = 429
    sentence = said(
        "At most %(waiting)s invitations can wait at a time, %(letters)s letters can go out a day, and %(one)s to one "
        "address. Revoke one that nobody needs, or come back tomorrow.",
        waiting=MOST_INVITATIONS,
        letters=INVITATIONS.most,
        one=INVITATIONS_TO.most,
    )


@dataclass(frozen=True)
class Waiting:
    """An invitation as the team's owners see it."""

    id: UUID
    address: str
    role: Role
    may_found: bool
    invited_by: str
    expires_at: datetime


def invite(work: Work, petition: UUID, email: str, role: Role, *, may_found: bool = False) -> UUID:
    """Write to an address. `may_found` lets who comes begin petitions of their own, where the inviting owner may too.

    Raises NotAllowed, OwnerByInvitation, InvitedAlready and TooManyInvitations.
    """
    address = organisers.address_of(email)
    _hold(work, petition)
    if role is Role.OWNER and approvals.needs_second_owner(work, petition):
        raise OwnerByInvitation
    if may_found and not may_let_found(work):
        raise NotAllowed
    if _by_address(work, petition, address):
        raise InvitedAlready
    _count(work, petition, address)
    secret, key = new_link_secret(), work.new_id()
    invitation = Invitation(
        id=key,
        petition_id=petition,
        role=role,
        may_found=may_found,
        secret_hash=link_secret_hash(PURPOSE, secret),
        sealed_address=wrap_with_key(address.encode(), work.keys.instance, context=invitation_context(key)),
        address_key=_address_key(work, petition, address),
        invited_by=work.actor.id,
        created_at=work.now,
        expires_at=work.now + LASTS,
    )
    work.session.add(invitation)
    work.session.flush()
    audit.record(work, Action.INVITATION_SENT, petition, invitation=key, role=role, may_found=may_found)
    _write(work, address, secret)
    return key


def send_again(work: Work, petition: UUID, invitation: UUID) -> None:
    """A new letter with a new link and a new term; the link of the earlier one is worth nothing any more.

    Raises NotAllowed, NotFound and TooManyInvitations.
    """
    _hold(work, petition)
    found = _found(work, petition, invitation)
    address = address_in(work, found)
    _count(work, petition, address, new=False)
    secret = new_link_secret()
    hashed = link_secret_hash(PURPOSE, secret)
    assert hashed
    found.secret_hash, found.expires_at, found.invited_by = hashed, work.now + LASTS, work.actor.id
    work.session.flush()
    audit.record(work, Action.INVITATION_SENT, petition, invitation=found.id, role=found.role, again=True)
    _write(work, address, secret)


def revoke(work: Work, petition: UUID, invitation: UUID) -> None:
    """The link is worth nothing from now on, and the address is forgotten. Raises NotAllowed and NotFound."""
    _hold(work, petition)
    work.session.delete(_found(work, petition, invitation))
    audit.record(work, Action.INVITATION_REVOKED, petition, invitation=invitation)


def waiting(work: Work, petition: UUID) -> list[Waiting]:
    """Those whose link still works, the newest first."""
    query = (
        select(Invitation, Organiser.name)
        .outerjoin(Organiser, Organiser.id == Invitation.invited_by)
        .where(Invitation.petition_id == petition, Invitation.expires_at > work.now)
        .order_by(Invitation.created_at.desc(), Invitation.id)
    )
    return [
        Waiting(row.id, address_in(work, row), row.role, row.may_found, name or "", row.expires_at)
        for row, name in work.session.execute(query)
    ]


def may_let_found(work: Work) -> bool:
    """Whether this actor may let others begin petitions of their own: who may it themselves."""
    if work.actor.id is None:
        return True
    return work.session.get_one(Organiser, work.actor.id).may_found


def address_in(work: Work, invitation: Invitation) -> str:
    """Opened for the owners of the team, who typed it, and for the account that comes of it."""
    context = invitation_context(invitation.id)
    return unwrap_with_key(invitation.sealed_address, work.keys.instance, context=context).decode()


def forget_over(work: Work) -> None:
    """Delete the invitations whose link has run out, with their addresses."""
    work.session.execute(delete(Invitation).where(Invitation.expires_at <= work.now))


def _hold(work: Work, petition: UUID) -> None:
    roles.lock(work, petition)
    if not roles.actor_may(work, petition, Right.MANAGE_TEAM):
        raise NotAllowed


def _found(work: Work, petition: UUID, invitation: UUID) -> Invitation:
    query = select(Invitation).where(Invitation.id == invitation, Invitation.petition_id == petition)
    found = work.session.scalars(query.where(Invitation.expires_at > work.now).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def _by_address(work: Work, petition: UUID, address: str) -> Invitation | None:
    """One to the same mailbox, however it is spelled. One that has run out makes room."""
    over = delete(Invitation).where(Invitation.petition_id == petition, Invitation.expires_at <= work.now)
    work.session.execute(over)
    key = _address_key(work, petition, address)
    query = select(Invitation).where(Invitation.petition_id == petition, Invitation.address_key == key)
    return work.session.scalars(query).one_or_none()


def _address_key(work: Work, petition: UUID, address: str) -> bytes:
    return one_way(work.keys.form, f"invitation:{petition}:{canonical_address(address)}")


def _count(work: Work, petition: UUID, address: str, *, new: bool = True) -> None:
    query = select(func.count()).select_from(Invitation).where(Invitation.petition_id == petition)
    if new and (work.session.scalar(query) or 0) >= MOST_INVITATIONS:
        raise TooManyInvitations
    if throttling.hit(work, INVITATIONS_TO, canonical_address(address)) > INVITATIONS_TO.most:
        raise TooManyInvitations
    if throttling.hit(work, INVITATIONS, str(petition)) > INVITATIONS.most:
        raise TooManyInvitations


def _write(work: Work, address: str, secret: str) -> None:
    """In the language of whoever invites; who has no account yet has told us none."""
    language = work.session.get_one(Organiser, work.actor.id).language if work.actor.id else SOURCE
    link = links.join_link(links.in_language(work.settings.site_url, language), secret)
    outbox.enqueue(work, team_letters.invitation(address, language, link=link), None)


def petition_of(work: Work, invitation: Invitation) -> Petition:
    """What somebody is invited to."""
    return work.session.get_one(Petition, invitation.petition_id)
