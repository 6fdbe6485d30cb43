"""Putting the seeded petition into the database: all of it in one transaction, once."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import insert, select

from petition_app.domain.address import canonical_address
from petition_app.domain.employer import employer_key
from petition_app.domain.events import Action
from petition_app.domain.petition import Custody, State
from petition_app.domain.signature import Status
from petition_app.models import (
    ConsentText,
    Demand,
    Employer,
    EmployerAlias,
    Petition,
    PetitionText,
    Precedent,
    Response,
    Signature,
    Target,
    Update,
)
from petition_app.security.tokens import one_way
from petition_app.security.vault import seal
from petition_app.services import audit, custody, employers, releases, tallies
from petition_app.services.seeds import SeedPetition, SeedSigner, read_companies, read_seeds
from petition_app.services.signing import private_binding
from petition_app.services.upsert import table
from petition_app.services.work import Work


@dataclass(frozen=True)
class SeedReport:
    """What was added: nothing on the second time. `total` is the published one."""

    slug: str
    companies: int
    signatures: int
    total: int


def seed(work: Work, folder: Path) -> SeedReport:
    """Add the companies and the petition of a seeds folder, and publish its first table as of yesterday."""
    seeds = read_seeds(folder)
    companies = employers.add_companies(work, seeds.companies)
    slug = seeds.petition.slug
    if work.session.scalar(select(Petition.id).where(Petition.slug == slug)):
        return SeedReport(slug, companies, 0, 0)
    opened = _start_of_day(work.today) - timedelta(days=seeds.petition.days)
    petition = _add_petition(work, seeds.petition, opened)
    _add_signatures(work, petition, seeds.signers, opened.date())
    # The counters are written now, so that the release made of them is in the same transaction.
    work.finish()
    # As if made yesterday: one release a day is all there may be, and whoever tries the product wants to publish one.
    yesterday = replace(work, now=work.now - timedelta(days=1))
    release = releases.release(yesterday, petition)
    audit.record(work, Action.SEEDED, petition.id, companies=companies, signatures=len(seeds.signers))
    return SeedReport(slug, companies, len(seeds.signers), release.tally.total)


def add_known_companies(work: Work, folder: Path) -> int:
    """The companies every instance knows, without the petition; returns how many were new."""
    return employers.add_companies(work, read_companies(folder))


def has_invented_signers(work: Work) -> bool:
    """Whether the seeded petition is in this database."""
    return work.session.scalar(select(Petition.id).where(Petition.is_demo.is_(True)).limit(1)) is not None


def _start_of_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _add_petition(work: Work, seed: SeedPetition, opened: datetime) -> Petition:
    petition = Petition(
        id=work.new_id(), slug=seed.slug, title=seed.title, state=State.OPEN, custody=Custody.INSTANCE,
        threshold=seed.threshold, employment_proof=seed.employment_proof, live_total=seed.live_total, goal=seed.goal,
        text_version=1, consent_version=1, created_at=opened, opened_at=opened, is_demo=True,
    )  # fmt: skip
    work.session.add(petition)
    work.session.flush()
    custody.create_keys(work, petition, None, os.urandom(32))
    at = petition.id
    text = PetitionText(petition_id=at, version=1, title=seed.title, summary=seed.summary, body=seed.body,
                        digest=_digest(seed), created_at=opened)  # fmt: skip
    work.session.add(text)
    work.session.add_all(
        Demand(petition_id=at, text_version=1, position=n, text=text) for n, text in enumerate(seed.demands, 1)
    )
    work.session.add_all(
        Precedent(petition_id=at, position=n, title=title, summary=summary)
        for n, (title, summary) in enumerate(seed.precedents, 1)
    )
    work.session.add_all(
        ConsentText(petition_id=at, version=1, purpose=purpose, text=text) for purpose, text in seed.consents.items()
    )
    work.session.add_all(
        Update(id=work.new_id(), petition_id=at, title=title, body=body, published_at=_on(opened, day))
        for day, title, body in seed.updates
    )
    _add_addressees(work, seed, at, opened)
    return petition


def _add_addressees(work: Work, seed: SeedPetition, petition: Any, opened: datetime) -> None:
    slugs = [addressee.employer for addressee in seed.addressees]
    query = select(Employer.slug, Employer.id).where(Employer.slug.in_(slugs), Employer.petition_id.is_(None))
    companies = {row.slug: row.id for row in work.session.execute(query)}
    for position, each in enumerate(seed.addressees, 1):
        target = Target(id=work.new_id(), petition_id=petition, position=position, name=each.office,
                        organisation=each.organisation, employer_id=companies[each.employer])  # fmt: skip
        work.session.add(target)
        work.session.flush()
        for response in each.responses:
            at = _on(opened, response.day)
            work.session.add(Response(id=work.new_id(), target_id=target.id, kind=response.kind, on=at.date(),
                                      summary=response.summary, recorded_at=at))  # fmt: skip
    work.session.flush()


def _on(opened: datetime, day: int) -> datetime:
    """Noon of a day of the petition, which opened on day 1."""
    return opened + timedelta(days=day - 1, hours=12)


def _digest(seed: SeedPetition) -> str:
    """SHA-256 over what signers agree with."""
    text = json.dumps([seed.title, seed.summary, seed.body, *seed.demands], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _add_signatures(work: Work, petition: Petition, signers: Iterable[SeedSigner], opened: date) -> None:
    """Confirmed signatures, sealed like any other. Their receipts were never given out, so there is no own copy."""
    aliases = {row.name_key: row.employer_id for row in work.session.execute(
        select(EmployerAlias.name_key, EmployerAlias.employer_id))}  # fmt: skip
    pepper, epoch = custody.pepper(work, petition.id), custody.epoch_for(work, petition.id)
    rows = []
    for signer in signers:
        signature = work.new_id()
        private = json.dumps({"email": signer.email}).encode()
        rows.append(
            _columns(signer, opened)
            | {
                "id": signature,
                "petition_id": petition.id,
                "employer_id": aliases[employer_key(signer.employer)] if signer.employer else None,
                "email_key": one_way(pepper, canonical_address(signer.email)),
                "sealed": seal(epoch, private, binding=private_binding(signature)),
            }
        )
    work.connection.execute(insert(table(Signature)), rows)
    for row in rows:
        tallies.count(work, tallies.cell_of(SimpleNamespace(**row)), +1, row["confirmed_on"])


def _columns(signer: SeedSigner, opened: date) -> dict[str, Any]:
    day = opened + timedelta(days=signer.day - 1)
    return {
        "status": Status.CONFIRMED,
        "relation": signer.relation,
        "proof": signer.proof,
        "display": signer.display,
        "role_band": signer.role_band,
        "employer_raw": signer.employer or None,
        "public_name": signer.name or None,
        "public_title": signer.title or None,
        "text_version": 1,
        "consent_version": 1,
        "consents": ",".join(sorted(signer.consents)),
        "over_limit": False,
        "signed_on": day,
        "confirmed_on": day,
    }
