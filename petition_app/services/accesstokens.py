"""Tokens of the organiser API: made, listed, revoked, and asked for what they may do at this moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from petition_app.domain.access import Role, may
from petition_app.domain.accesstoken import (
    MOST_TOKENS,
    Scope,
    ScopeIsMissing,
    TokenIsUnknown,
    TooManyTokens,
    check_wanted,
    right_of,
)
from petition_app.domain.events import Action
from petition_app.domain.refusals import NotAllowed, NotFound
from petition_app.domain.throttle import TOKEN_REQUESTS, window_start
from petition_app.models import AccessToken, AskedOnce, Membership, Organiser, Petition
from petition_app.security.tokens import link_secret_hash, new_link_secret
from petition_app.services import audit, throttling
from petition_app.services.work import Work

#: What a token begins with, so that it is known for what it is where it was left by mistake.
_BEGINS = "petition_"
_PURPOSE = "access token"
_KEPT_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class TokenLine:
    """A token as the room shows it. `is_dead`: over, or its maker is not in the team any more."""

    id: UUID
    name: str
    scopes: tuple[Scope, ...]
    made_by: str
    created_on: date
    expires_at: datetime
    last_used_on: date | None
    is_dead: bool


@dataclass(frozen=True)
class Bearer:
    """A token in use: the petition it is for, who made it, and what is left of its requests for these seconds."""

    token: UUID
    petition: Petition
    organiser: UUID
    left: int
    seconds: int

    @property
    def is_over_limit(self) -> bool:
        return self.left < 0


def make(work: Work, petition: UUID, maker: UUID, name: str, scopes: Iterable[Scope], days: int) -> str:
    """A new token for `maker`, to be shown once. Raises TokenIsWrong, TooManyTokens and NotAllowed."""
    name, wanted = " ".join(name.split()), sorted(set(scopes))
    # Two at once must not pass the limit together.
    work.session.execute(select(Petition.id).where(Petition.id == petition).with_for_update()).one()
    role = _role(work, petition, maker)
    if role is None:
        raise NotAllowed
    check_wanted(name, wanted, days, role)
    count = select(func.count()).select_from(AccessToken).where(AccessToken.petition_id == petition)
    if (work.session.scalar(count) or 0) >= MOST_TOKENS:
        raise TooManyTokens
    secret = new_link_secret()
    made = AccessToken(
        id=work.new_id(), petition_id=petition, name=name, secret_hash=link_secret_hash(_PURPOSE, secret),
        scopes=" ".join(wanted), made_by=maker, created_at=work.now, expires_at=work.now + timedelta(days=days),
    )  # fmt: skip
    work.session.add(made)
    work.session.flush()
    audit.record(work, Action.TOKEN_MADE, petition, token=made.id, scopes=made.scopes, days=days, maker=maker)
    return _BEGINS + secret


def every(work: Work, petition: UUID) -> tuple[TokenLine, ...]:
    """The newest first."""
    query = select(AccessToken, Organiser.name).join(Organiser, Organiser.id == AccessToken.made_by)
    query = query.where(AccessToken.petition_id == petition).order_by(AccessToken.created_at.desc(), AccessToken.id)
    return tuple(_line(work, token, name) for token, name in work.session.execute(query))


def revoke(work: Work, petition: UUID, token: UUID) -> None:
    """From now on it is worth nothing. Raises NotFound."""
    gone = delete(AccessToken).where(AccessToken.id == token, AccessToken.petition_id == petition)
    if not work.session.scalar(gone.returning(AccessToken.id)):
        raise NotFound
    audit.record(work, Action.TOKEN_REVOKED, petition, token=token)


def admit(work: Work, slug: str, brought: str, scope: Scope) -> Bearer:
    """Whoever brings this token, for this use of it in the petition `slug`; the request is counted.

    Raises TokenIsUnknown, also for a token of another petition; ScopeIsMissing; and NotAllowed where whoever made it
    may not do this any more."""
    found = _by_secret(work, brought)
    petition = work.session.get_one(Petition, found.petition_id)
    role = _role(work, petition.id, found.made_by)
    if role is None or petition.slug != slug:
        raise TokenIsUnknown
    if scope not in found.scopes.split():
        raise ScopeIsMissing
    if not may(role, right_of(scope)):
        raise NotAllowed
    _note_use(work, found)
    left = TOKEN_REQUESTS.most - throttling.hit(work, TOKEN_REQUESTS, str(found.id))
    now = int(work.now.timestamp())
    seconds = window_start(TOKEN_REQUESTS, now) + TOKEN_REQUESTS.seconds - now
    return Bearer(found.id, petition, found.made_by, left, seconds)


def forget_over(work: Work) -> None:
    """Tokens a month after their end, and what was asked more than a day ago."""
    work.session.execute(delete(AskedOnce).where(AskedOnce.asked_at < work.now - timedelta(days=1)))
    work.session.execute(delete(AccessToken).where(AccessToken.expires_at < work.now - _KEPT_AFTER))


def _by_secret(work: Work, brought: str) -> AccessToken:
    hashed = link_secret_hash(_PURPOSE, brought.removeprefix(_BEGINS)) if brought.startswith(_BEGINS) else None
    query = select(AccessToken).where(AccessToken.secret_hash == hashed, AccessToken.expires_at > work.now)
    found = work.session.scalars(query).one_or_none() if hashed else None
    if found is None:
        raise TokenIsUnknown
    return found


def _role(work: Work, petition: UUID, organiser: UUID) -> Role | None:
    """The role as it is now; none for an account that is switched off."""
    query = select(Membership.role).join(Organiser, Organiser.id == Membership.organiser_id)
    query = query.where(Membership.petition_id == petition, Organiser.id == organiser, Organiser.active.is_(True))
    return work.session.scalar(query)


def _note_use(work: Work, token: AccessToken) -> None:
    if token.last_used_on != work.today:
        token.last_used_on = work.today
        audit.record(work, Action.TOKEN_USED, token.petition_id, token=token.id)


def _line(work: Work, token: AccessToken, maker: str) -> TokenLine:
    role = _role(work, token.petition_id, token.made_by)
    scopes = tuple(Scope(each) for each in token.scopes.split())
    dead = role is None or token.expires_at <= work.now
    return TokenLine(
        token.id, token.name, scopes, maker, token.created_at.date(), token.expires_at, token.last_used_on, dead
    )
