"""The set-up link: how the first organiser comes into an empty site. It works once, for three days, and only while
there is no organiser at all."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from petition_app.domain.events import Action
from petition_app.domain.refusals import LinkIsSpent, Refusal
from petition_app.domain.said import said
from petition_app.mail import links
from petition_app.models import Instance, Organiser
from petition_app.security.tokens import link_from, one_way, same
from petition_app.services import audit, organisers
from petition_app.services.work import Work

LASTS = timedelta(hours=72)
_SPENT = said(
    "This set-up link is not valid any more. It may have been used, replaced by a newer one, or be older than three "
    "days. Whoever runs the server can make a new one with the command petition setup-link."
)


class SiteIsSetUp(Refusal):
    status = 409
    sentence = said("This site has organisers already. More are added with the command petition organiser add.")


def is_empty(work: Work) -> bool:
    """Whether nobody looks after this site yet."""
    return work.session.scalar(select(Organiser.id).limit(1)) is None


def link(work: Work) -> str:
    """The link that waits, or a new one where none does: every start of an empty site prints the same. Raises
    SiteIsSetUp."""
    row = _locked(work)
    if row.set_up_nonce is None or row.set_up_until is None or row.set_up_until <= work.now:
        return _renew(work, row)
    return links.set_up_link(work.settings.site_url, _secret(work, row.set_up_nonce))


def new_link(work: Work) -> str:
    """A new link; an older one is worth nothing from now on. Raises SiteIsSetUp."""
    return _renew(work, _locked(work))


def check(work: Work, secret: str) -> None:
    """Raises LinkIsSpent unless this is the link that waits. Changes nothing."""
    _nonce_of(work, secret)


def new_password_hash(work: Work, secret: str, email: str, name: str, password: str) -> str:
    """The hash for the first account; slow on purpose, so to be called before the transaction that writes.

    Raises LinkIsSpent and PasswordRefused.
    """
    check(work, secret)
    return organisers.hash_password(password, (organisers.address_of(email), name, work.settings.site_name))


def set_up(work: Work, secret: str, email: str, name: str, hashed: str) -> UUID:
    """The first account, which may begin petitions; the link is spent. Raises LinkIsSpent."""
    nonce = _nonce_of(work, secret)
    organiser = organisers.add_hashed(work, email, name, hashed, may_found=True)
    spent = update(Instance).where(Instance.set_up_nonce == nonce)
    # Of two that use the link at once, one finds it still there.
    done = spent.values(set_up_nonce=None, set_up_until=None, set_up_by=organiser).returning(Instance.id)
    if work.session.scalar(done) is None:
        raise LinkIsSpent(_SPENT)
    audit.record(work, Action.SITE_SET_UP, organiser=organiser)
    return organiser


def _renew(work: Work, row: Instance) -> str:
    row.set_up_nonce, row.set_up_until = secrets.token_bytes(32), work.now + LASTS
    audit.record(work, Action.SET_UP_LINK_MADE)
    return links.set_up_link(work.settings.site_url, _secret(work, row.set_up_nonce))


def _locked(work: Work) -> Instance:
    if not is_empty(work):
        raise SiteIsSetUp
    return work.session.scalars(select(Instance).with_for_update()).one()


def _nonce_of(work: Work, secret: str) -> bytes:
    row = work.session.scalars(select(Instance)).one()
    nonce, until = row.set_up_nonce, row.set_up_until
    if nonce is None or until is None or until <= work.now or not is_empty(work):
        raise LinkIsSpent(_SPENT)
    if not same(_secret(work, nonce).encode(), secret.encode("utf-8", "surrogatepass")):
        raise LinkIsSpent(_SPENT)
    return nonce


def _secret(work: Work, nonce: bytes) -> str:
    """256 bits that follow from the nonce and the form key: whoever has the database alone does not know the link."""
    return link_from(one_way(work.keys.form, f"set-up link:{nonce.hex()}"))
