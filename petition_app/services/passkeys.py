"""An organiser's own passkeys: listing, adding and removing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from petition_app.domain.events import Action
from petition_app.domain.happening import Happening
from petition_app.domain.passkey import (
    MOST,
    Ceremony,
    LastSecondFactor,
    PasskeysAreTooMany,
    PasskeySite,
    PasskeysNotOffered,
    passkey_site,
)
from petition_app.domain.refusals import NotAllowed, NotFound
from petition_app.models import Organiser, Passkey
from petition_app.security import passkeys
from petition_app.security.passkeys import AnswerRefused, NewKey, Owner
from petition_app.services import audit, enrolment, passkeychallenges, second_factor, sessions, teamletters
from petition_app.services.sessions import OpenSession
from petition_app.services.work import Work


@dataclass(frozen=True)
class Added:
    """`cookie` and `recovery_codes` where this was the first second factor: the session's new cookie, and the codes,
    which are shown this once."""

    cookie: str = ""
    recovery_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """One line of an organiser's passkeys. `is_needed`: without it no second factor would be left."""

    id: UUID
    name: str
    created_on: date
    last_used_on: date | None
    is_blocked: bool
    is_needed: bool


def of_organiser(work: Work, organiser: UUID) -> list[Listed]:
    """In the order they were added."""
    can_do_without = _can_do_without(work, organiser)
    rows = _rows(work, organiser)
    return [
        Listed(
            id=row.id,
            name=row.name,
            created_on=row.created_on,
            last_used_on=row.last_used_on,
            is_blocked=row.blocked_on is not None,
            is_needed=not (can_do_without or _is_left(rows, row)),
        )
        for row in rows
    ]


def one(work: Work, organiser: UUID, passkey: UUID) -> Listed:
    """Raises NotFound for anybody else's."""
    found = [each for each in of_organiser(work, organiser) if each.id == passkey]
    if not found:
        raise NotFound
    return found[0]


def site_of(work: Work) -> PasskeySite:
    """Raises PasskeysNotOffered."""
    site = passkey_site(work.settings.site_url)
    if site is None:
        raise PasskeysNotOffered
    return site


def ask_for_new(work: Work, session: OpenSession) -> str:
    """What the browser needs to make a passkey, as JSON. Raises NotAllowed where a second factor is set and this
    session has not given it, PasskeysAreTooMany and PasskeysNotOffered."""
    site = site_of(work)
    _may_add(work, session)
    challenge = passkeychallenges.new(work, Ceremony.ADD, session.id_hash)
    owner = Owner(session.id.bytes, session.email, session.name)
    known = [each.credential_id for each in _rows(work, session.id)]
    return passkeys.options_to_add(site, work.settings.site_name, owner, challenge, known)


def add(work: Work, session: OpenSession, name: str, answer: str) -> Added | None:
    """Keep the passkey a browser made; None if the answer is not right. As the first second factor it also signs in,
    and brings recovery codes. Raises NotAllowed, PasskeysAreTooMany and PasskeysNotOffered."""
    site = site_of(work)
    is_enrolled = _may_add(work, session)
    challenge = passkeychallenges.spend(work, Ceremony.ADD, session.id_hash, answer)
    if challenge is None:
        return None
    try:
        key = passkeys.check_new(answer, challenge, site)
    except AnswerRefused:
        return None
    if not _keep(work, session.id, name, key):
        return None
    if is_enrolled:
        teamletters.tell(work, session.id, Happening.PASSKEY_ADDED)
        return Added()
    codes = second_factor.new_recovery_codes(work, session.id)
    return Added(sessions.pass_second_factor(work, session), codes)


def remove(work: Work, organiser: UUID, passkey: UUID) -> None:
    """It opens nothing any more, from the next request on. Raises NotFound, and LastSecondFactor where a password alone
    would be left."""
    _lock(work, organiser)
    if one(work, organiser, passkey).is_needed:
        raise LastSecondFactor
    work.session.delete(work.session.get_one(Passkey, passkey))
    work.session.flush()
    audit.record(work, Action.PASSKEY_REMOVED, organiser=organiser, passkey=passkey)
    teamletters.tell(work, organiser, Happening.PASSKEY_REMOVED)


def _may_add(work: Work, session: OpenSession) -> bool:
    """Whether the organiser has a second factor already; held still, so that two requests do not both add the first."""
    organiser = _lock(work, session.id)
    is_enrolled = enrolment.is_enrolled(work, organiser)
    if is_enrolled and not session.is_authenticated:
        raise NotAllowed
    query = select(func.count()).select_from(Passkey).where(Passkey.organiser_id == session.id)
    if (work.session.scalar(query) or 0) >= MOST:
        raise PasskeysAreTooMany
    return is_enrolled


def _keep(work: Work, organiser: UUID, name: str, key: NewKey) -> bool:
    """False for a key that is there already, whoever has it."""
    row = Passkey(
        id=work.new_id(), organiser_id=organiser, name=name, credential_id=key.credential_id,
        public_key=key.public_key, sign_count=key.sign_count, created_on=work.today,
    )  # fmt: skip
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        return False
    audit.record(work, Action.PASSKEY_ADDED, organiser=organiser, passkey=row.id)
    return True


def _rows(work: Work, organiser: UUID) -> list[Passkey]:
    query = select(Passkey).where(Passkey.organiser_id == organiser).order_by(Passkey.created_on, Passkey.id)
    return list(work.session.scalars(query))


def _is_left(rows: list[Passkey], without: Passkey) -> bool:
    """Whether a passkey that works is left without this one."""
    return any(row.blocked_on is None for row in rows if row.id != without.id)


def _can_do_without(work: Work, organiser: UUID) -> bool:
    """Whether no passkey is needed: there is an app, or this is the demo's own organiser, whom a password lets in."""
    found = work.session.get_one(Organiser, organiser)
    return found.totp_confirmed or (found.is_demo and work.settings.demo)


def _lock(work: Work, organiser: UUID) -> Organiser:
    return work.session.scalars(select(Organiser).where(Organiser.id == organiser).with_for_update()).one()
