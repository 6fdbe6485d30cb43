"""Signed-in browsers: sessions kept on the server, found by the hash of their cookie, ended by deleting their row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from petition_app.domain.events import Action
from petition_app.domain.refusals import SignInFailed
from petition_app.models import Organiser, OrganiserSession
from petition_app.security.tokens import new_session_id, session_hash
from petition_app.services import audit, enrolment
from petition_app.services.upsert import table
from petition_app.services.work import Work

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
#: How long a password alone is worth anything: time to find the phone, or to set up an app.
HALF = timedelta(minutes=15)
FRESH = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)
MOST = 5


@dataclass(frozen=True)
class OpenSession:
    """The organiser of a browser that has given the password, with what Flask-Login asks of a user. They are
    authenticated once the second factor was given too; in the demo there is none. It can be an app, a passkey or
    both."""

    id: UUID
    name: str
    email: str
    is_demo: bool
    has_app: bool
    id_hash: bytes
    started_at: datetime
    seen_at: datetime
    second_factor_at: datetime | None
    has_passkey: bool = False

    is_active = True
    is_anonymous = False

    @property
    def is_enrolled(self) -> bool:
        return self.has_app or self.has_passkey

    @property
    def is_authenticated(self) -> bool:
        return self.second_factor_at is not None

    @property
    def binding(self) -> str:
        """What the forms of this session are bound to."""
        return self.id_hash.hex()

    def get_id(self) -> str:
        return str(self.id)

    def is_fresh(self, now: datetime) -> bool:
        """Whether the second factor was given within the last ten minutes."""
        return self.second_factor_at is not None and now - self.second_factor_at < FRESH


def start(
    work: Work,
    organiser: UUID,
    replaces: str | None = None,
    browser: str = "",
    *,
    language: str | None = None,
    by_passkey: bool = False,
) -> str:
    """A session for an organiser whose password was right, or whose passkey is worth both factors; returns its cookie.
    The session of the cookie that the browser brought along, if any, ends: an id somebody planted is worth nothing
    after sign-in. Letters to the organiser are in the `language` of the page from now on."""
    found = work.session.get_one(Organiser, organiser)
    found.language = language or found.language
    if replaces:
        work.session.execute(delete(OrganiserSession).where(OrganiserSession.id_hash == session_hash(replaces)))
    forget_over(work)
    if not by_passkey and not (found.is_demo and work.settings.demo):
        return _add(work, organiser, work.now, None, browser)
    audit.record(work, Action.SIGNED_IN, organiser=organiser)
    return _add(work, organiser, work.now, work.now, browser)


def note_failure(work: Work) -> None:
    """A wrong address or password: that it happened is kept, what was typed is not."""
    audit.record(work, Action.SIGN_IN_FAILED)


def pass_second_factor(work: Work, session: OpenSession) -> str:
    """The second factor was given: the session goes on under a new id. Returns the new cookie.

    Raises SignInFailed where the session was ended meanwhile."""
    browser = _end(work, session.id_hash)
    action = Action.SECOND_FACTOR_CONFIRMED if session.is_authenticated else Action.SIGNED_IN
    audit.record(work, action, organiser=session.id)
    return _add(work, session.id, session.started_at, work.now, browser)


def find(work: Work, cookie: str) -> OpenSession | None:
    """The session of a cookie, unless it is over."""
    query = (
        select(OrganiserSession, Organiser, enrolment.has_passkey())
        .join(Organiser, Organiser.id == OrganiserSession.organiser_id)
        .where(OrganiserSession.id_hash == session_hash(cookie), Organiser.active)
    )
    row = work.session.execute(query).one_or_none()
    if row is None or is_over(row[0], work.now):
        return None
    kept, organiser, has_passkey = row
    return OpenSession(
        organiser.id,
        organiser.name,
        organiser.email,
        organiser.is_demo and work.settings.demo,
        organiser.totp_confirmed,
        kept.id_hash,
        kept.created_at,
        kept.seen_at,
        kept.second_factor_at,
        has_passkey,
    )


def note_seen(work: Work, session: OpenSession) -> None:
    """The organiser is still there: the idle time starts anew."""
    work.session.execute(
        update(OrganiserSession).where(OrganiserSession.id_hash == session.id_hash).values(seen_at=work.now)
    )
    if session.is_authenticated:
        _seen_today(work, session.id)


def sign_out(work: Work, session: OpenSession) -> None:
    """End the session; a session that is over already is no error."""
    work.session.execute(delete(OrganiserSession).where(OrganiserSession.id_hash == session.id_hash))
    audit.record(work, Action.SIGNED_OUT, organiser=session.id)


def is_over(session: OrganiserSession, now: datetime) -> bool:
    """Whether a session is worth nothing any more, though its row is still there."""
    half_over = session.second_factor_at is None and now - session.created_at >= HALF
    return half_over or now - session.seen_at >= IDLE or now - session.created_at >= ABSOLUTE


def forget_over(work: Work) -> None:
    """Delete the sessions of all organisers that are over anyhow."""
    kept = OrganiserSession
    half_over = kept.second_factor_at.is_(None) & (kept.created_at <= work.now - HALF)
    over = (kept.seen_at <= work.now - IDLE) | (kept.created_at <= work.now - ABSOLUTE) | half_over
    work.session.execute(delete(kept).where(over))


def end_all(work: Work, organiser: UUID) -> int:
    """Sign the organiser out everywhere, half signed-in browsers included; returns how many sessions there were."""
    ended: Any = work.session.execute(delete(OrganiserSession).where(OrganiserSession.organiser_id == organiser))
    return int(ended.rowcount)


def _add(work: Work, organiser: UUID, started_at: datetime, second_factor_at: datetime | None, browser: str) -> str:
    _make_room(work, organiser, half=second_factor_at is None)
    if second_factor_at:
        _seen_today(work, organiser)
    cookie = new_session_id()
    values = {
        "id_hash": session_hash(cookie),
        "organiser_id": organiser,
        "created_at": started_at,
        "seen_at": work.now,
        "second_factor_at": second_factor_at,
        "browser": browser,
    }
    work.session.execute(insert(table(OrganiserSession)), values)
    return cookie


def _make_room(work: Work, organiser: UUID, *, half: bool) -> None:
    """The oldest go. Halves are counted by themselves: who has only the password must not sign the organiser out."""
    second = OrganiserSession.second_factor_at
    query = (
        select(OrganiserSession.id_hash)
        .where(OrganiserSession.organiser_id == organiser, second.is_(None) if half else second.is_not(None))
        .order_by(OrganiserSession.created_at.desc(), OrganiserSession.seen_at.desc())
        .offset(MOST - 1)
    )
    surplus = list(work.session.scalars(query))
    work.session.execute(delete(OrganiserSession).where(OrganiserSession.id_hash.in_(surplus)))


def _end(work: Work, session: bytes) -> str:
    """End the session and return the kind of its browser. Raises SignInFailed where it was over."""
    ended = delete(OrganiserSession).where(OrganiserSession.id_hash == session).returning(OrganiserSession.browser)
    browser = work.session.scalar(ended)
    if browser is None:
        raise SignInFailed
    return browser


def _seen_today(work: Work, organiser: UUID) -> None:
    """The day only: colleagues see who is still there, not when somebody works."""
    not_yet = Organiser.last_seen_on.is_(None) | (Organiser.last_seen_on < work.today)
    work.session.execute(update(Organiser).where(Organiser.id == organiser, not_yet).values(last_seen_on=work.today))
