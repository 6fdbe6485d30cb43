"""A forgotten password: a link by letter, for half an hour and once, that is worth something only together with the
second factor."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from petition_app.domain.events import Action
from petition_app.domain.refusals import LinkIsSpent
from petition_app.domain.throttle import RESETS_TO
from petition_app.mail import links, team_letters
from petition_app.mail.letters import SOURCE
from petition_app.models import Organiser, PasswordReset
from petition_app.security.tokens import link_secret_hash, new_link_secret
from petition_app.services import audit, enrolment, organisers, outbox, second_factor, sessions, signintries, throttling
from petition_app.services.work import Work

LASTS = timedelta(minutes=30)
_PURPOSE = "password reset"
_SPENT = (
    "This link is not valid any more. It may have been used, replaced by a newer letter, or be older than 30 minutes. "
    "You can ask for a new one."
)


def ask(work: Work, email: str, network: str) -> None:
    """Send a link where the address has an account; say the same where it has none, or has had enough letters.

    Raises TooManyTries for the network.
    """
    address = organisers.address_of(email)
    organisers.count_sign_in(work, address, network)
    is_within = throttling.within(work, RESETS_TO, address)
    found = organisers.by_email(work, address)
    secret = new_link_secret()
    # Written in any case: the work that takes time is the same for an address that nobody has.
    language = found.language if found else SOURCE
    site = links.in_language(work.settings.site_url, language)
    letter = team_letters.password_reset(address, language, link=links.reset_link(site, secret))
    audit.record(work, Action.PASSWORD_RESET_ASKED)
    if found and found.active and not found.is_demo and is_within:
        hashed = link_secret_hash(_PURPOSE, secret)
        assert hashed
        work.session.merge(PasswordReset(organiser_id=found.id, secret_hash=hashed, expires_at=work.now + LASTS))
        outbox.enqueue(work, letter, None)


def needs_code(work: Work, secret: str) -> bool:
    """Whether the organiser of this link has a second factor. Changes nothing. Raises LinkIsSpent."""
    return enrolment.is_enrolled(work, _organiser(work, secret))


def new_hash(work: Work, secret: str, password: str) -> str:
    """The hash of the new password; slow on purpose, so to be called before the transaction that writes.

    Raises LinkIsSpent and PasswordRefused.
    """
    return organisers.new_password_hash(work, _organiser(work, secret).id, password)


def carry_out(work: Work, secret: str, code: str, hashed: str) -> bool:
    """The new password, if the code is right too: every browser is signed out and the link is spent. A wrong code
    leaves everything as it is. Raises LinkIsSpent and TooManyTries."""
    organiser = _organiser(work, secret)
    if enrolment.is_enrolled(work, organiser) and not second_factor.is_right(work, organiser.id, code):
        return False
    _spend(work, secret, organiser.id)
    organisers.change_password(work, organiser.id, hashed)
    signintries.open_again(work, organiser.email)
    sessions.end_all(work, organiser.id)
    return True


def forget_over(work: Work) -> None:
    """Delete the links that have run out."""
    work.session.execute(delete(PasswordReset).where(PasswordReset.expires_at <= work.now))


def _organiser(work: Work, secret: str) -> Organiser:
    hashed = link_secret_hash(_PURPOSE, secret)
    query = (
        select(Organiser)
        .join(PasswordReset, PasswordReset.organiser_id == Organiser.id)
        .where(PasswordReset.secret_hash == hashed, PasswordReset.expires_at > work.now, Organiser.active)
    )
    found = work.session.scalars(query).one_or_none() if hashed else None
    if found is None:
        raise LinkIsSpent(_SPENT)
    return found


def _spend(work: Work, secret: str, organiser: UUID) -> None:
    """Of two that use the link at once, one gets here."""
    spent = delete(PasswordReset).where(
        PasswordReset.organiser_id == organiser, PasswordReset.secret_hash == link_secret_hash(_PURPOSE, secret)
    )
    if work.session.scalar(spent.returning(PasswordReset.organiser_id)) is None:
        raise LinkIsSpent(_SPENT)
