"""Founding a petition: everything it has before its first signature."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from petition_app.domain.access import Role
from petition_app.domain.drafting import line
from petition_app.domain.events import Action
from petition_app.domain.petition import Custody, State
from petition_app.domain.refusals import NotAllowed, PassphraseIsWeak
from petition_app.domain.slug import is_slug, slug_of
from petition_app.models import Organiser, Petition, Response, Update
from petition_app.security.passwords import refusal
from petition_app.services import (
    addressees,
    addresses,
    audit,
    choosing,
    companies,
    consenting,
    custody,
    drafting,
    organisers,
)
from petition_app.services.addresses import SlugIsTaken, SlugIsWrong
from petition_app.services.petition_files import PetitionFile
from petition_app.services.work import Work

MAY_NOT = "Your account does not include beginning petitions. Please ask whoever runs this site."


def found(
    work: Work,
    file: PetitionFile,
    opened: datetime,
    kept_by: Custody = Custody.INSTANCE,
    passphrase: str | None = None,
    *,
    is_demo: bool = False,
) -> Petition:
    """A petition that is open from `opened` on. Raises SlugIsTaken, and where the organisers keep the keys
    PassphraseIsNeeded and PassphraseIsWeak."""
    petition = _made(work, file, State.OPEN, opened, kept_by, passphrase, is_demo=is_demo)
    petition.opened_at = opened
    _fill(work, petition, file, opened)
    audit.record(work, Action.PETITION_FOUNDED, petition.id, custody=kept_by)
    return petition


def begin(
    work: Work, file: PetitionFile, owner: UUID | None, kept_by: Custody = Custody.INSTANCE,
    passphrase: str | None = None,
) -> Petition:  # fmt: skip
    """A draft, which nobody but its organisers sees. `owner` is the organiser whose it is; none, where the operator
    gives it to somebody later. Raises NotAllowed, SlugIsWrong, SlugIsTaken, PassphraseIsNeeded and
    PassphraseIsWeak."""
    if owner and not may_found(work, owner):
        raise NotAllowed(MAY_NOT)
    petition = _made(work, file, State.DRAFT, work.now, kept_by, passphrase)
    _fill(work, petition, file, work.now)
    audit.record(work, Action.DRAFT_BEGUN, petition.id, custody=kept_by)
    if owner:
        organisers.give_role(work, owner, petition.id, Role.OWNER)
    return petition


def may_found(work: Work, organiser: UUID) -> bool:
    return work.session.get_one(Organiser, organiser).may_found


def free_slug(work: Work, title: str) -> str:
    """A short name made of a title that no petition has."""
    made = slug_of(title)
    return next(each for each in (made, *(f"{made}-{n}" for n in range(2, 1000))) if not _is_taken(work, each))


def _is_taken(work: Work, slug: str) -> bool:
    try:
        addresses.refuse_taken(work, slug)
    except SlugIsTaken:
        return True
    return False


def _made(
    work: Work, file: PetitionFile, state: State, created: datetime, kept_by: Custody, passphrase: str | None,
    *, is_demo: bool = False,
) -> Petition:  # fmt: skip
    """The petition itself, with its keys and the employers it knows."""
    if passphrase and refusal(passphrase, (file.slug, file.text.title)):
        raise PassphraseIsWeak
    if not is_slug(file.slug):
        raise SlugIsWrong
    addresses.refuse_taken(work, file.slug)
    settings = file.settings
    petition = Petition(
        id=work.new_id(), slug=file.slug, title=line(file.text.title), state=state, custody=kept_by,
        threshold=settings.threshold, employment_proof=settings.employment_proof, live_total=settings.live_total,
        goal=settings.goal, contact=settings.contact,
        text_version=1, consent_version=1, created_at=created, is_demo=is_demo,
    )  # fmt: skip
    try:
        with work.session.begin_nested():
            work.session.add(petition)
    except IntegrityError as error:
        raise SlugIsTaken from error
    addresses.reserve(work, petition.id, petition.slug)
    custody.create_keys(work, petition, passphrase, os.urandom(32))
    companies.adopt(work, petition.id)
    return petition


def _fill(work: Work, petition: Petition, file: PetitionFile, opened: datetime) -> None:
    drafting.write(work, petition, file.text)
    consenting.write(work, petition, file.consents)
    keys = addressees.write(work, petition.id, file.offices)
    for key, responses in zip(keys, file.responses, strict=False):
        for response in responses:
            at = _on(opened, response.day)
            work.session.add(Response(id=work.new_id(), target_id=key, kind=response.kind, on=at.date(),
                                      summary=response.summary, quotation=response.quotation,
                                      source_url=response.source_url, recorded_at=at))  # fmt: skip
    for number, (day, title, body) in enumerate(sorted(file.updates), 1):
        at = _on(opened, day)
        work.session.add(Update(id=work.new_id(), petition_id=petition.id, number=number, title=title, body=body,
                                created_at=at, published_at=at))  # fmt: skip
    drafting.keep_first(work, petition, file.text)
    addressees.keep_first(work, petition)
    consenting.keep_first(work, petition)
    choosing.keep_first(work, petition)


def _on(opened: datetime, day: int) -> datetime:
    """Noon of a day of the petition, which opened on day 1."""
    return opened + timedelta(days=day - 1, hours=12)
