"""The public facts of a petition as plain data for the JSON API: published figures only, never an exact count."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from petition_app.domain.marks import STEP
from petition_app.domain.petition import PUBLIC_STATES, ResponseKind, is_public
from petition_app.domain.refusals import NotFound
from petition_app.models import Petition, PetitionText, PublishedRelease
from petition_app.services import petitions, releases
from petition_app.services.petitions import Addressee
from petition_app.services.releases import StoredRelease
from petition_app.services.work import Work

_NOTE = (
    "Signers whose employer is not published: employers with too few unnamed signers, signers who gave no employer, "
    "and those who are not current employees."
)


@dataclass(frozen=True)
class PublicPetition:
    """One petition as the API shows it; `attributes` is ready to be written as JSON."""

    id: UUID
    slug: str
    attributes: dict[str, Any]


def page(work: Work, number: int, size: int) -> tuple[list[PublicPetition], int]:
    """The public petitions of one page, newest first, and how many there are in all."""
    public = Petition.state.in_(PUBLIC_STATES)
    query = select(Petition).where(public).order_by(Petition.opened_at.desc(), Petition.id)
    found = work.session.scalars(query.limit(size).offset((number - 1) * size)).all()
    count = work.session.scalar(select(func.count()).select_from(Petition).where(public)) or 0
    return [_listed(work, each) for each in found], count


def one(work: Work, key: str) -> PublicPetition:
    """A public petition by its slug or id. Raises NotFound for one that is not public, as for one that is not there."""
    shown = petitions.public_page(work, _slug_of(work, key))
    petition, latest = shown.petition, shown.release
    return PublicPetition(
        petition.id,
        petition.slug,
        _in_short(petition, shown.text, shown.total)
        | {
            "body": shown.text.body,
            "text": {"version": shown.text.version, "sha256": shown.text.digest},
            "demands": list(shown.demands),
            "targets": [_target(each) for each in shown.addressees],
            "precedents": [
                {"title": each.title, "summary": each.summary, "source_url": each.source_url}
                for each in shown.precedents
            ],
            "updates": [
                {"title": each.title, "body": each.body, "published_at": _time(each.published_at)}
                for each in shown.updates
            ],
            "signatures_by_employer": _by_employer(latest),
            "signatures_by_day": _by_day(work, petition.id),
            "suppressed": {"signatures": latest.tally.other if latest else 0, "note": _NOTE},
            "release": _release(latest),
            "policy": _policy(petition),
        },
    )


def _slug_of(work: Work, key: str) -> str:
    # PostgreSQL refuses such a text outright.
    if "\x00" in key:
        raise NotFound
    try:
        wanted = UUID(key)
    except ValueError:
        return key
    petition = work.session.get(Petition, wanted)
    if petition is None or not is_public(petition.state):
        raise NotFound
    return petition.slug


def _listed(work: Work, petition: Petition) -> PublicPetition:
    text = work.session.get_one(PetitionText, (petition.id, petition.text_version))
    total = petitions.public_total(work, petition, releases.latest(work, petition.id))
    return PublicPetition(petition.id, petition.slug, _in_short(petition, text, total))


def _in_short(petition: Petition, text: PetitionText, total: int) -> dict[str, Any]:
    return {
        "title": text.title,
        "summary": text.summary,
        "slug": petition.slug,
        "state": petition.state,
        "opened_at": _time(petition.opened_at),
        "closing_at": _time(petition.closes_at),
        "closed_at": _time(petition.closed_at),
        "signature_count": total,
    }


def _target(addressee: Addressee) -> dict[str, Any]:
    """What is known of one addressee: `state` none means that nothing was said in public as of that day. `responses`
    is all of it, newest first; the attributes beside it repeat the newest."""
    answer = addressee.responses[0] if addressee.responses else None
    spoke = answer is not None and answer.kind is not ResponseKind.NONE
    return {
        "name": addressee.target.name,
        "organisation": addressee.target.organisation,
        "state": answer.kind if answer else ResponseKind.NONE,
        "as_of": answer.on.isoformat() if answer else None,
        "responded_on": answer.on.isoformat() if answer and spoke else None,
        "summary": answer.summary if answer else None,
        "quotation": answer.quotation if answer else None,
        "source_url": answer.source_url if answer else None,
        "responses": [
            {
                "kind": each.kind,
                "date": each.on.isoformat(),
                "summary": each.summary,
                "quotation": each.quotation,
                "source_url": each.source_url,
            }
            for each in addressee.responses
        ],
    }


def _by_employer(latest: StoredRelease | None) -> list[dict[str, Any]]:
    if latest is None:
        return []
    return [
        {
            "name": row.employer,
            "slug": row.key,
            "signature_count": row.at_least,
            "as_of": row.as_of.isoformat() if row.as_of else None,
            "includes": list(row.includes),
        }
        for row in latest.tally.rows
    ]


def _by_day(work: Work, petition: UUID) -> list[dict[str, Any]]:
    """The published total after each release, from the texts as published: exact daily counts would tell who signed
    when."""
    query = select(PublishedRelease.public).where(PublishedRelease.petition_id == petition)
    read = [json.loads(public) for public in work.session.scalars(query.order_by(PublishedRelease.number))]
    return [{"date": each["as_of"], "signature_count": each["total"]} for each in read]


def _release(latest: StoredRelease | None) -> dict[str, Any] | None:
    if latest is None:
        return None
    return {
        "number": latest.number,
        "released_at": _time(latest.released_at),
        "as_of": latest.tally.as_of.isoformat(),
        "signature_count": latest.tally.total,
        "verified_employees": latest.tally.employees,
        "sha256": latest.digest,
        "rounding": {"step": STEP, "direction": "down"},
    }


def _policy(petition: Petition) -> dict[str, Any]:
    return {
        "threshold": petition.threshold,
        "employment_proof": petition.employment_proof,
        "total_is_live": petition.live_total,
    }


def _time(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None
