"""Accepting an invitation: by somebody new, who gets an account, or with an account that is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.access import Role
from petition_app.domain.address import canonical_address
from petition_app.domain.events import Action
from petition_app.domain.happening import Happening
from petition_app.domain.refusals import LinkIsSpent
from petition_app.models import Invitation, Organiser, Petition
from petition_app.security.tokens import link_secret_hash
from petition_app.services import audit, invitations, organisers, roles, teamletters
from petition_app.services.organisers import OrganiserExists
from petition_app.services.work import Work

_SPENT = (
    "This invitation is not valid any more. It may have been used, revoked, replaced by a newer letter, or expired "
    "after three days. Ask whoever invited you for a new one."
)


@dataclass(frozen=True)
class Invited:
    """What the page behind the link says. `is_for`: whether the invitation went to the mailbox of the account that
    looks at it; `has`: the role which that account has in the petition already, if any."""

    petition: Petition
    role: Role
    may_found: bool
    invited_by: str
    expires_at: datetime
    is_for: bool
    has: Role | None


def look(work: Work, secret: str, account: UUID | None = None) -> Invited:
    """Changes nothing: mail scanners open links. `account` is who is signed in, if anybody. Raises LinkIsSpent."""
    found = _by_secret(work, secret)
    inviter = work.session.get(Organiser, found.invited_by) if found.invited_by else None
    known = work.session.get(Organiser, account) if account else None
    return Invited(
        petition=invitations.petition_of(work, found),
        role=found.role,
        may_found=found.may_found,
        invited_by=inviter.name if inviter else "",
        expires_at=found.expires_at,
        is_for=bool(known and _same_mailbox(known.email, invitations.address_in(work, found))),
        has=roles.role_of(work, found.petition_id, known.id) if known else None,
    )


def new_password_hash(work: Work, secret: str, name: str, password: str) -> str:
    """The hash for a new account; slow on purpose, so to be called before the transaction that writes.

    Raises LinkIsSpent and PasswordRefused.
    """
    found = _by_secret(work, secret)
    title = invitations.petition_of(work, found).title
    context = (invitations.address_in(work, found), name, work.settings.site_name, title)
    return organisers.hash_password(password, context)


def accept_as_new(work: Work, secret: str, name: str, hashed: str) -> UUID:
    """An account for the invited address, with its role. Raises LinkIsSpent, and OrganiserExists where the mailbox has
    an account already, under whatever spelling."""
    found = _held(work, secret)
    address = invitations.address_in(work, found)
    if any(_same_mailbox(address, each) for each in work.session.scalars(select(Organiser.email))):
        raise OrganiserExists
    organiser = organisers.add_hashed(work, address, name, hashed)
    _join(work, found, organiser)
    return organiser


def accept(work: Work, secret: str, organiser: UUID) -> None:
    """With an account that is there. Who has a role in the petition keeps it: an old invitation must neither lower an
    owner nor raise anybody. Raises LinkIsSpent."""
    _join(work, _held(work, secret), organiser)


def _join(work: Work, found: Invitation, organiser: UUID) -> None:
    account, petition = work.session.get_one(Organiser, organiser), found.petition_id
    account.may_found = account.may_found or found.may_found
    is_new = roles.role_of(work, petition, organiser) is None
    if is_new:
        organisers.give_role(work, organiser, petition, found.role)
    # Whoever presses the button may not be signed in yet: the log says which account came of it.
    audit.record(work, Action.INVITATION_ACCEPTED, petition, invitation=found.id, organiser=organiser)
    role = found.role
    work.session.delete(found)
    work.session.flush()
    if is_new and role is Role.OWNER:
        teamletters.tell_owners(work, petition, Happening.OWNERS_CHANGED, but=organiser)


def _held(work: Work, secret: str) -> Invitation:
    """The invitation, with its team held still. Looked for again then: it may have been revoked just now."""
    petition = _by_secret(work, secret).petition_id
    roles.lock(work, petition)
    work.session.expire_all()
    return _by_secret(work, secret)


def _by_secret(work: Work, secret: str) -> Invitation:
    hashed = link_secret_hash(invitations.PURPOSE, secret)
    query = select(Invitation).where(Invitation.secret_hash == hashed, Invitation.expires_at > work.now)
    found = work.session.scalars(query).one_or_none() if hashed else None
    if found is None or not _is_still_meant(work, found):
        raise LinkIsSpent(_SPENT)
    return found


def _is_still_meant(work: Work, found: Invitation) -> bool:
    """Whether whoever invited is an owner still, the operator always."""
    return found.invited_by is None or roles.role_of(work, found.petition_id, found.invited_by) is Role.OWNER


def _same_mailbox(one: str, other: str) -> bool:
    return canonical_address(one) == canonical_address(other)
