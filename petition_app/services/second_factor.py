"""The second factor: setting up an authenticator app, its codes, and the recovery codes for a lost phone."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from petition_app.domain.events import Action
from petition_app.domain.happening import Happening
from petition_app.domain.refusals import FormIsStale, NotAllowed, TooManyTries
from petition_app.domain.throttle import SIGN_IN_PAIR
from petition_app.models import Organiser, Passkey, RecoveryCode
from petition_app.security import totp
from petition_app.security.boxes import VaultError
from petition_app.security.custody import unwrap_with_key, wrap_with_key
from petition_app.services import audit, enrolment, sessions, teamletters, throttling
from petition_app.services.custody import totp_context
from petition_app.services.sessions import OpenSession
from petition_app.services.work import Work


@dataclass(frozen=True)
class Offer:
    """A secret that is not stored yet: as text, as the address of the QR code, and sealed for the form that brings
    it back with the first code."""

    secret: str
    address: str
    sealed: str


@dataclass(frozen=True)
class Enrolled:
    """The session's new cookie, and the recovery codes, which are shown this once."""

    cookie: str
    recovery_codes: tuple[str, ...]


def offer(work: Work, session: OpenSession) -> Offer:
    """A new secret for an authenticator app. Nothing changes until a code of it comes back."""
    secret = totp.new_secret()
    sealed = wrap_with_key(secret.encode(), work.keys.instance, context=_offer_context(session))
    return _offer(work, session, secret, base64.urlsafe_b64encode(sealed).decode())


def reopen(work: Work, session: OpenSession, sealed: str) -> Offer:
    """The offer a form brought back. Raises FormIsStale unless it was made in this session."""
    try:
        wrapped = base64.urlsafe_b64decode(sealed.encode())
        secret = unwrap_with_key(wrapped, work.keys.instance, context=_offer_context(session)).decode()
    except (VaultError, ValueError) as error:
        raise FormIsStale from error
    return _offer(work, session, secret, sealed)


def accept(work: Work, session: OpenSession, offered: Offer, code: str) -> Enrolled | None:
    """Make the offered secret the organiser's second factor, if the code is one of its. Earlier secrets and recovery
    codes end. Raises TooManyTries, and NotAllowed where a second factor is set and this session has not given it."""
    _count_try(work, session.id)
    organiser = _locked(work, session.id)
    is_first = not enrolment.is_enrolled(work, organiser)
    if not is_first and not session.is_authenticated:
        raise NotAllowed
    step = totp.verify(offered.secret, code, work.now, None)
    if step is None:
        return None
    organiser.totp_wrapped = wrap_with_key(
        offered.secret.encode(), work.keys.instance, context=totp_context(organiser.id)
    )
    organiser.totp_confirmed = True
    organiser.totp_last_step = step
    codes = new_recovery_codes(work, organiser.id)
    audit.record(work, Action.SECOND_FACTOR_SET, organiser=organiser.id)
    if not is_first:
        teamletters.tell(work, organiser.id, Happening.SECOND_FACTOR_CHANGED)
    return Enrolled(sessions.pass_second_factor(work, session), codes)


def give_code(work: Work, session: OpenSession, code: str) -> str | None:
    """The session's new cookie if the code is the app's present one or an unused recovery code, else None; each works
    once. Raises TooManyTries."""
    return sessions.pass_second_factor(work, session) if is_right(work, session.id, code) else None


def is_right(work: Work, organiser: UUID, code: str) -> bool:
    """Whether the code is the app's present one or an unused recovery code of this organiser; each works once. Raises
    TooManyTries."""
    _count_try(work, organiser)
    found = _locked(work, organiser)
    if _is_code_of_app(work, found, code) or _is_recovery_code(work, found, code):
        return True
    audit.record(work, Action.SIGN_IN_FAILED, organiser=organiser)
    return False


def codes_left(work: Work, organiser: UUID) -> int:
    """How many recovery codes have not been used."""
    query = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.organiser_id == organiser)
    return work.session.scalar(query) or 0


def renew_recovery_codes(work: Work, session: OpenSession) -> tuple[str, ...]:
    """Ten new codes, shown this once; the earlier ones end. Raises NotAllowed where no second factor is set."""
    organiser = _locked(work, session.id)
    if not enrolment.is_enrolled(work, organiser):
        raise NotAllowed
    codes = new_recovery_codes(work, organiser.id)
    audit.record(work, Action.RECOVERY_CODES_MADE, organiser=organiser.id)
    teamletters.tell(work, organiser.id, Happening.RECOVERY_CODES_MADE)
    return codes


def remove_all(work: Work, organiser: UUID) -> None:
    """For the operator, when somebody has lost everything: app, passkeys and recovery codes end, every browser is
    signed out, and the next sign-in with the password sets up a new second factor."""
    found = _locked(work, organiser)
    found.totp_wrapped, found.totp_confirmed, found.totp_last_step = None, False, None
    for model in (RecoveryCode, Passkey):
        work.session.execute(delete(model).where(model.organiser_id == organiser))
    sessions.end_all(work, organiser)
    audit.record(work, Action.SECOND_FACTOR_REMOVED, organiser=organiser)
    teamletters.tell(work, organiser, Happening.SECOND_FACTOR_REMOVED)


def new_recovery_codes(work: Work, organiser: UUID) -> tuple[str, ...]:
    """Ten codes in the place of all earlier ones."""
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.organiser_id == organiser))
    codes = totp.new_recovery_codes()
    for code in codes:
        hashed = totp.recovery_hash(code)
        assert hashed is not None
        work.session.add(RecoveryCode(organiser_id=organiser, code_hash=hashed))
    work.session.flush()
    return codes


def _is_code_of_app(work: Work, organiser: Organiser, code: str) -> bool:
    if organiser.totp_wrapped is None:
        return False
    secret = unwrap_with_key(organiser.totp_wrapped, work.keys.instance, context=totp_context(organiser.id)).decode()
    step = totp.verify(secret, code, work.now, organiser.totp_last_step)
    if step is None:
        return False
    organiser.totp_last_step = step
    return True


def _is_recovery_code(work: Work, organiser: Organiser, code: str) -> bool:
    hashed = totp.recovery_hash(code)
    if hashed is None:
        return False
    used: Any = work.session.execute(
        delete(RecoveryCode).where(RecoveryCode.organiser_id == organiser.id, RecoveryCode.code_hash == hashed)
    )
    if used.rowcount != 1:
        return False
    audit.record(work, Action.RECOVERY_CODE_USED, organiser=organiser.id)
    teamletters.tell(work, organiser.id, Happening.RECOVERY_CODE_USED)
    return True


def _count_try(work: Work, organiser: UUID) -> None:
    # By account alone: who comes this far has the password, and could guess from many networks.
    if throttling.hit(work, SIGN_IN_PAIR, f"code:{organiser}") > SIGN_IN_PAIR.most:
        raise TooManyTries


def _locked(work: Work, organiser: UUID) -> Organiser:
    """Two tries at once must not both use one code."""
    return work.session.scalars(select(Organiser).where(Organiser.id == organiser).with_for_update()).one()


def _offer(work: Work, session: OpenSession, secret: str, sealed: str) -> Offer:
    address = totp.provisioning_uri(secret, account=session.email, issuer=work.settings.site_name)
    return Offer(secret, address, sealed)


def _offer_context(session: OpenSession) -> bytes:
    return b"organiser:" + session.id.bytes + b":offered second factor:" + session.id_hash
