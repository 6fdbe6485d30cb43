"""Passkeys in tests: organisers who have one, and what their browsers ask and answer."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.models import AuditLine, Passkey
from petition_app.services import passkeys, passkeyuse, sessions
from petition_app.services.passkeys import Added
from petition_app.services.passkeyuse import Verdict
from petition_app.services.sessions import OpenSession
from petition_app.services.work import OPERATOR, VISITOR, Actor, ActorKind
from tests.authenticator import Authenticator
from tests.cast import found


def session_of(cookie: str) -> OpenSession:
    with begin_reading(OPERATOR) as work:
        return found(sessions.find(work, cookie))


def half_session(organiser: UUID) -> OpenSession:
    """Of a browser that has given the password alone."""
    with begin_work(OPERATOR) as work:
        cookie = sessions.start(work, organiser)
    return session_of(cookie)


def options_to_add(session: OpenSession) -> str:
    with begin_work(Actor(ActorKind.ORGANISER, session.id)) as work:
        return passkeys.ask_for_new(work, session)


def add(session: OpenSession, answer: str, name: str = "Phone") -> Added | None:
    with begin_work(Actor(ActorKind.ORGANISER, session.id)) as work:
        return passkeys.add(work, session, name, answer)


def give_passkey(organiser: UUID, device: Authenticator | None = None) -> Authenticator:
    """The organiser's first passkey, which is their second factor."""
    device = device or Authenticator()
    session = half_session(organiser)
    assert add(session, device.make(options_to_add(session)))
    return device


def ask_anybody() -> tuple[str, str]:
    """The options and the cookie of a browser that wants to sign in."""
    with begin_work(VISITOR) as work:
        asked = passkeyuse.ask_anybody(work, "192.0.2.1")
    return asked.options, asked.cookie


def who_signs_in(cookie: str, answer: str) -> Verdict:
    with begin_work(VISITOR) as work:
        return passkeyuse.who_signs_in(work, cookie, answer)


def sign_in(device: Authenticator) -> Verdict:
    options, cookie = ask_anybody()
    return who_signs_in(cookie, device.use(options))


def options_to_confirm(session: OpenSession) -> str:
    with begin_work(Actor(ActorKind.ORGANISER, session.id)) as work:
        return passkeyuse.ask_session(work, session)


def confirm(session: OpenSession, answer: str) -> Verdict:
    with begin_work(Actor(ActorKind.ORGANISER, session.id)) as work:
        return passkeyuse.confirm(work, session, answer)


def stored() -> list[Passkey]:
    with begin_reading(OPERATOR) as work:
        return list(work.session.scalars(select(Passkey).order_by(Passkey.created_on, Passkey.id)))


def actions() -> list[str]:
    """What the audit log tells, oldest first."""
    with begin_reading(OPERATOR) as work:
        return [str(each) for each in work.session.scalars(select(AuditLine.action).order_by(AuditLine.number))]
