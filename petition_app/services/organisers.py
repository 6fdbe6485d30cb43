"""Organisers: who they are, their passwords, and their roles in petitions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from petition_app.domain.access import Role
from petition_app.domain.events import Action
from petition_app.domain.happening import Happening
from petition_app.domain.refusals import Refusal, TooManyTries
from petition_app.domain.said import said
from petition_app.domain.throttle import SIGN_IN_NETWORK, SIGN_IN_PAIR
from petition_app.models import Membership, Organiser, PasswordReset, Petition
from petition_app.security import passwords
from petition_app.services import audit, sessions, teamletters, throttling
from petition_app.services.work import Work


class OrganiserExists(Refusal):
    status = 409
    sentence = said("There is an organiser with this e-mail address already.")


class OrganiserIsUnknown(Refusal):
    status = 404
    sentence = said("No organiser has this e-mail address.")


class PasswordRefused(Refusal):
    """The sentence says what would do; it never repeats the password."""

    status = 422


def membership(work: Work, organiser: UUID, slug: str) -> tuple[Petition, Role] | None:
    """The petition and the organiser's role in it; None where they have none, or it is not there."""
    query = (
        select(Petition, Membership.role)
        .join(Membership, Membership.petition_id == Petition.id)
        .where(Petition.slug == slug, Membership.organiser_id == organiser)
    )
    found = work.session.execute(query).one_or_none()
    return (found[0], found[1]) if found else None


def petitions_of(work: Work, organiser: UUID) -> list[tuple[Petition, Role]]:
    """The petitions in which the organiser has a role, by title."""
    query = (
        select(Petition, Membership.role)
        .join(Membership, Membership.petition_id == Petition.id)
        .where(Membership.organiser_id == organiser)
        .order_by(Petition.title, Petition.id)
    )
    return [(row[0], row[1]) for row in work.session.execute(query)]


def add(work: Work, email: str, name: str, password: str, *, is_demo: bool = False, may_found: bool = True) -> UUID:
    """A new organiser without any role; `may_found`: they may begin petitions. Raises PasswordRefused and
    OrganiserExists."""
    hashed = hash_password(password, (address_of(email), name, work.settings.site_name))
    return add_hashed(work, email, name, hashed, is_demo=is_demo, may_found=may_found)


def add_hashed(
    work: Work, email: str, name: str, hashed: str, *, is_demo: bool = False, may_found: bool = False
) -> UUID:
    """A new organiser whose password was hashed by `hash_password` before. Raises OrganiserExists."""
    organiser = Organiser(
        id=work.new_id(), email=address_of(email), name=name, password_hash=hashed, is_demo=is_demo,
        may_found=may_found, created_at=work.now,
    )  # fmt: skip
    try:
        with work.session.begin_nested():
            work.session.add(organiser)
    except IntegrityError as error:
        raise OrganiserExists from error
    audit.record(work, Action.ORGANISER_ADDED, organiser=organiser.id)
    return organiser.id


def give_role(work: Work, organiser: UUID, petition: UUID, role: Role) -> None:
    """Give the organiser this role in the petition, instead of the one they had there."""
    known = work.session.get(Membership, (organiser, petition), with_for_update=True)
    before = known.role if known else None
    if known:
        known.role = role
    else:
        work.session.add(Membership(organiser_id=organiser, petition_id=petition, role=role))
    work.session.flush()
    audit.record(work, Action.ROLE_GIVEN, petition, organiser=organiser, role=role, before=before)


def by_email(work: Work, email: str) -> Organiser | None:
    return work.session.scalars(select(Organiser).where(Organiser.email == address_of(email))).one_or_none()


def id_of(work: Work, email: str) -> UUID:
    """Raises OrganiserIsUnknown. For the operator: to everybody else nobody says who has an account."""
    found = by_email(work, email)
    if found is None:
        raise OrganiserIsUnknown
    return found.id


def address_by_id(work: Work, organiser: UUID) -> str:
    """For the operator."""
    return work.session.get_one(Organiser, organiser).email


def names(work: Work, actors: Iterable[str]) -> dict[str, str]:
    """The name of each organiser among these actors, by what the log calls them; for organisers' eyes only."""
    ids = {actor: UUID(actor.partition(":")[2]) for actor in actors if ":" in actor}
    query = select(Organiser.id, Organiser.name).where(Organiser.id.in_(ids.values()))
    found = {row.id: row.name for row in work.session.execute(query)}
    return {actor: found[id] for actor, id in ids.items() if id in found}


def name_of(work: Work, actor: str) -> str | None:
    """The same for one; None for the operator, and for an organiser who has left."""
    return names(work, {actor}).get(actor)


def count_sign_in(work: Work, email: str, network: str) -> None:
    """Count one try, whether or not there is such an organiser. Raises TooManyTries."""
    pair = f"{address_of(email)}:{network}"
    if throttling.hit(work, SIGN_IN_NETWORK, network) > SIGN_IN_NETWORK.most:
        raise TooManyTries
    if throttling.hit(work, SIGN_IN_PAIR, pair) > SIGN_IN_PAIR.most:
        raise TooManyTries


def verify_password(work: Work, email: str, password: str) -> UUID | None:
    """The organiser with this address and password. An unknown address costs the same work as a wrong password.

    The hashing is slow on purpose: call it in a transaction that only reads, or everybody waits for the write lock.
    """
    organiser = by_email(work, email)
    known = organiser is not None and organiser.active
    right = passwords.verify_password(organiser.password_hash if organiser and known else None, password)
    return organiser.id if organiser and right else None


def is_password_of(work: Work, organiser: UUID, password: str) -> bool:
    """Whether a signed-in organiser typed their own password; as slow as `verify_password`."""
    return passwords.verify_password(work.session.get_one(Organiser, organiser).password_hash, password)


def renew_hash(work: Work, organiser: UUID, password: str) -> None:
    """After a good sign-in: where the stored hash was made at another cost than today's, make it anew."""
    found = work.session.get_one(Organiser, organiser)
    if passwords.needs_rehash(found.password_hash):
        found.password_hash = passwords.hash_password(password)


def hash_password(password: str, context: Iterable[str]) -> str:
    """What is stored of a new password. `context` are words a guesser would try. Raises PasswordRefused."""
    sentence = passwords.refusal(password, context)
    if sentence:
        raise PasswordRefused(sentence)
    return passwords.hash_password(password)


def new_password_hash(work: Work, organiser: UUID, password: str) -> str:
    """The hash of a password the organiser wants from now on. Raises PasswordRefused."""
    found = work.session.get_one(Organiser, organiser)
    titles = [petition.title for petition, _ in petitions_of(work, organiser)]
    return hash_password(password, (found.email, found.name, work.settings.site_name, *titles))


def change_password(work: Work, organiser: UUID, hashed: str) -> None:
    """Keep a new password, given as `new_password_hash` made it. A letter tells the organiser, and links for a
    forgotten password that are on their way are worth nothing any more."""
    work.session.get_one(Organiser, organiser).password_hash = hashed
    work.session.execute(delete(PasswordReset).where(PasswordReset.organiser_id == organiser))
    work.session.flush()
    audit.record(work, Action.PASSWORD_CHANGED, organiser=organiser)
    teamletters.tell(work, organiser, Happening.PASSWORD_CHANGED)


def switch(work: Work, organiser: UUID, *, active: bool) -> None:
    """Switch an account off or on again. Off, every browser is signed out and may do nothing from its next request on,
    invitations by its owner are worth nothing, and so is what they asked for. The roles stay."""
    work.session.get_one(Organiser, organiser).active = active
    sessions.end_all(work, organiser)
    work.session.execute(delete(PasswordReset).where(PasswordReset.organiser_id == organiser))
    work.session.flush()
    audit.record(work, Action.ORGANISER_SWITCHED, organiser=organiser, active=active)


def address_of(email: str) -> str:
    """The address as it is kept: one spelling for all that differ in case or width only."""
    return unicodedata.normalize("NFKC", email).strip().casefold()[:254]
