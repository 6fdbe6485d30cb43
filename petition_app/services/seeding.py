"""Putting the seeded petition into the database: all of it in one transaction, once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import insert, select

from petition_app.domain.address import canonical_address, domain_of
from petition_app.domain.events import Action
from petition_app.domain.listsearch.folding import searchable
from petition_app.domain.signature import Status
from petition_app.models import Petition, Signature
from petition_app.security.tokens import one_way
from petition_app.security.vault import seal
from petition_app.services import audit, companies, counting, custody, employers, founding, releases
from petition_app.services.domainkeys import domain_key
from petition_app.services.seeds import SeedSigner, read_companies, read_seeds
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
    added = companies.add_companies(work, seeds.companies)
    slug = seeds.petition.slug
    if work.session.scalar(select(Petition.id).where(Petition.slug == slug)):
        return SeedReport(slug, added, 0, 0)
    opened = _start_of_day(work.today) - timedelta(days=seeds.petition.days)
    petition = founding.found(work, seeds.petition, opened, is_demo=True)
    _add_signatures(work, petition, seeds.signers, opened.date())
    # The counters are written now, so that the release made of them is in the same transaction.
    work.finish()
    # As if made yesterday: one release a day is all there may be, and whoever tries the product wants to publish one.
    yesterday = replace(work, now=work.now - timedelta(days=1))
    release = releases.release(yesterday, petition)
    audit.record(work, Action.SEEDED, petition.id, companies=added, signatures=len(seeds.signers))
    return SeedReport(slug, added, len(seeds.signers), release.tally.total)


def add_known_companies(work: Work, folder: Path) -> int:
    """The companies every instance knows, without the petition; returns how many were new."""
    return companies.add_companies(work, read_companies(folder))


def has_invented_signers(work: Work) -> bool:
    """Whether the seeded petition is in this database."""
    return work.session.scalar(select(Petition.id).where(Petition.is_demo.is_(True)).limit(1)) is not None


def _start_of_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _add_signatures(work: Work, petition: Petition, signers: Sequence[SeedSigner], opened: date) -> None:
    """Confirmed signatures, sealed like any other. Their receipts were never given out, so there is no own copy."""
    pepper, epoch = custody.pepper(work, petition.id), custody.epoch_for(work, petition.id)
    typed = {signer.employer for signer in signers}
    spellings = {text: employers.resolve(work, petition.id, text, "").spelling for text in typed}
    rows = []
    for signer in signers:
        signature = work.new_id(opened + timedelta(days=signer.day - 1))
        private = json.dumps({"email": signer.email}).encode()
        rows.append(
            _columns(signer, opened)
            | {
                "id": signature,
                "petition_id": petition.id,
                "spelling_id": spellings[signer.employer],
                "email_key": one_way(pepper, canonical_address(signer.email)),
                "domain_key": domain_key(work, petition.id, domain_of(signer.email)),
                "sealed": seal(epoch, private, binding=private_binding(signature)),
            }
        )
    work.connection.execute(insert(table(Signature)), rows)
    for row in rows:
        counting.count(work, counting.cell_of(SimpleNamespace(**row)), +1, row["confirmed_on"])


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
        "search_text": searchable(signer.name, signer.title),
        "text_version": 1,
        "consent_version": 1,
        "consents": ",".join(sorted(signer.consents)),
        "over_limit": False,
        "signed_on": day,
        "confirmed_on": day,
    }
