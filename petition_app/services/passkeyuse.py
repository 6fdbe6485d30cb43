"""Using a passkey: as the second factor of a browser that gave the password, or instead of password and code."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.happening import Happening
from petition_app.domain.passkey import Ceremony, is_copy
from petition_app.domain.refusals import TooManyTries
from petition_app.domain.throttle import SIGN_IN_NETWORK, SIGN_IN_PAIR
from petition_app.models import Organiser, Passkey
from petition_app.security import passkeys
from petition_app.security.passkeys import AnswerRefused
from petition_app.security.tokens import new_session_id, session_hash
from petition_app.services import audit, passkeychallenges, sessions, teamletters, throttling
from petition_app.services.passkeys import site_of
from petition_app.services.sessions import OpenSession
from petition_app.services.work import Work


@dataclass(frozen=True)
class Asked:
    """What the browser needs to use a passkey, as JSON, and a cookie: the answer is worth something only with it."""

    options: str
    cookie: str


@dataclass(frozen=True)
class Verdict:
    """Whose passkey answered, or none; `is_copied`: it was blocked, because there seem to be two of it."""

    organiser: UUID | None
    is_copied: bool = False


_NOBODY = Verdict(None)


def ask_anybody(work: Work, network: str) -> Asked:
    """For signing in: no account is named, so nothing is told of any. Raises TooManyTries and PasskeysNotOffered."""
    site = site_of(work)
    if throttling.hit(work, SIGN_IN_NETWORK, network) > SIGN_IN_NETWORK.most:
        raise TooManyTries
    cookie = new_session_id()
    challenge = passkeychallenges.new(work, Ceremony.SIGN_IN, session_hash(cookie))
    return Asked(passkeys.options_to_use(site, challenge), cookie)


def who_signs_in(work: Work, cookie: str, answer: str) -> Verdict:
    """Whose passkey gave this answer in the browser with this cookie. Raises PasskeysNotOffered."""
    browser = session_hash(cookie)
    # Asking is limited, and answering is not: nobody shall fill the log with answers to nothing.
    was_asked = passkeychallenges.is_open(work, Ceremony.SIGN_IN, browser)
    verdict = _check(work, Ceremony.SIGN_IN, browser, answer, None)
    if verdict.organiser is None and was_asked:
        sessions.note_failure(work)
    return verdict


def ask_session(work: Work, session: OpenSession) -> str:
    """What the browser of this session needs to use one of the organiser's passkeys, as JSON. Raises TooManyTries and
    PasskeysNotOffered."""
    site = site_of(work)
    # By session: who has the password alone must not keep the organiser from their passkey.
    if throttling.hit(work, SIGN_IN_PAIR, f"passkey:{session.id_hash.hex()}") > SIGN_IN_PAIR.most:
        raise TooManyTries
    challenge = passkeychallenges.new(work, Ceremony.CONFIRM, session.id_hash)
    usable = select(Passkey.credential_id).where(Passkey.organiser_id == session.id, Passkey.blocked_on.is_(None))
    return passkeys.options_to_use(site, challenge, work.session.scalars(usable.order_by(Passkey.id)))


def confirm(work: Work, session: OpenSession, answer: str) -> Verdict:
    """Whether the organiser of this session answered with a passkey of theirs. Raises PasskeysNotOffered."""
    was_asked = passkeychallenges.is_open(work, Ceremony.CONFIRM, session.id_hash)
    verdict = _check(work, Ceremony.CONFIRM, session.id_hash, answer, session.id)
    if verdict.organiser is None and was_asked:
        audit.record(work, Action.SIGN_IN_FAILED, organiser=session.id)
    return verdict


def _check(work: Work, ceremony: Ceremony, browser: bytes, answer: str, wanted: UUID | None) -> Verdict:
    site = site_of(work)
    challenge = passkeychallenges.spend(work, ceremony, browser, answer)
    passkey = _presented(work, answer, wanted) if challenge else None
    if challenge is None or passkey is None:
        return _NOBODY
    try:
        count = passkeys.check_use(answer, challenge, site, passkey.public_key)
    except AnswerRefused:
        return _NOBODY
    if is_copy(passkey.sign_count, count):
        return _block(work, passkey)
    passkey.sign_count, passkey.last_used_on = count, work.today
    return Verdict(passkey.organiser_id)


def _presented(work: Work, answer: str, wanted: UUID | None) -> Passkey | None:
    """The passkey that answers, held still: of whom is `wanted`, or else of whom the device itself says."""
    said = passkeys.presented(answer)
    if said is None:
        return None
    query = (
        select(Passkey)
        .join(Organiser, Organiser.id == Passkey.organiser_id)
        .where(Passkey.credential_id == said.credential_id, Passkey.blocked_on.is_(None), Organiser.active)
    )
    found = work.session.scalars(query.with_for_update(of=Passkey)).one_or_none()
    if found is None or found.organiser_id.bytes != (said.handle or (wanted.bytes if wanted else None)):
        return None
    return found if wanted in (None, found.organiser_id) else None


def _block(work: Work, passkey: Passkey) -> Verdict:
    """Nobody can tell which of the two is the organiser's own, nor who of the signed-in browsers is."""
    passkey.blocked_on = work.today
    work.session.flush()
    sessions.end_all(work, passkey.organiser_id)
    audit.record(work, Action.PASSKEY_BLOCKED, organiser=passkey.organiser_id, passkey=passkey.id)
    teamletters.tell(work, passkey.organiser_id, Happening.PASSKEY_COPIED)
    return Verdict(None, is_copied=True)
