"""Founding a petition from its file: everything it has before its first signature."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.petition import Custody, State
from petition_app.domain.refusals import PassphraseIsWeak, Refusal
from petition_app.models import (
    ConsentText,
    Demand,
    Employer,
    Petition,
    PetitionText,
    Precedent,
    Response,
    Target,
    Update,
)
from petition_app.security.passwords import refusal
from petition_app.services import audit, companies, custody
from petition_app.services.petition_files import PetitionFile
from petition_app.services.work import Work


class SlugIsTaken(Refusal):
    status = 409
    sentence = "There is a petition of that short name already."


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
    if passphrase and refusal(passphrase, (file.slug, file.title)):
        raise PassphraseIsWeak
    if work.session.scalar(select(Petition.id).where(Petition.slug == file.slug)):
        raise SlugIsTaken
    petition = Petition(
        id=work.new_id(), slug=file.slug, title=file.title, state=State.OPEN, custody=kept_by,
        threshold=file.threshold, employment_proof=file.employment_proof, live_total=file.live_total, goal=file.goal,
        text_version=1, consent_version=1, created_at=opened, opened_at=opened, is_demo=is_demo,
    )  # fmt: skip
    work.session.add(petition)
    work.session.flush()
    custody.create_keys(work, petition, passphrase, os.urandom(32))
    companies.adopt(work, petition.id)
    work.session.add_all(_texts(work, petition, file, opened))
    _add_addressees(work, file, petition.id, opened)
    audit.record(work, Action.PETITION_FOUNDED, petition.id, custody=kept_by)
    return petition


def _texts(work: Work, petition: Petition, file: PetitionFile, opened: datetime) -> Iterator[Any]:
    at = petition.id
    yield PetitionText(petition_id=at, version=1, title=file.title, summary=file.summary, body=file.body,
                       digest=_digest(file), created_at=opened)  # fmt: skip
    for n, text in enumerate(file.demands, 1):
        yield Demand(petition_id=at, text_version=1, position=n, text=text)
    for n, (title, summary) in enumerate(file.precedents, 1):
        yield Precedent(petition_id=at, position=n, title=title, summary=summary)
    for purpose, text in file.consents.items():
        yield ConsentText(petition_id=at, version=1, purpose=purpose, text=text)
    for day, title, body in file.updates:
        yield Update(id=work.new_id(), petition_id=at, title=title, body=body, published_at=_on(opened, day))


def _add_addressees(work: Work, file: PetitionFile, petition: UUID, opened: datetime) -> None:
    slugs = [addressee.employer for addressee in file.addressees]
    query = select(Employer.slug, Employer.id).where(Employer.slug.in_(slugs), Employer.petition_id == petition)
    employers = {row.slug: row.id for row in work.session.execute(query)}
    for position, each in enumerate(file.addressees, 1):
        target = Target(id=work.new_id(), petition_id=petition, position=position, name=each.office,
                        organisation=each.organisation, employer_id=employers.get(each.employer))  # fmt: skip
        work.session.add(target)
        work.session.flush()
        for response in each.responses:
            at = _on(opened, response.day)
            work.session.add(Response(id=work.new_id(), target_id=target.id, kind=response.kind, on=at.date(),
                                      summary=response.summary, quotation=response.quotation,
                                      source_url=response.source_url, recorded_at=at))  # fmt: skip
    work.session.flush()


def _on(opened: datetime, day: int) -> datetime:
    """Noon of a day of the petition, which opened on day 1."""
    return opened + timedelta(days=day - 1, hours=12)


def _digest(file: PetitionFile) -> str:
    """SHA-256 over what signers agree with."""
    text = json.dumps([file.title, file.summary, file.body, *file.demands], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
