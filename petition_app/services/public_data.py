"""The public facts of a petition as plain data for the JSON API: published figures only, never an exact count."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.marks import STEP
from petition_app.domain.petition import State
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import EMPLOYMENT_PROOFS
from petition_app.models import Petition, PetitionText, PublishedRelease
from petition_app.services import claims, handover_history, petitions, public_answers, releases
from petition_app.services.petitions import PetitionPage
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


def one(work: Work, key: str) -> PublicPetition:
    """A public petition by its slug or id. Raises NotFound for one that is not public, as for one that is not there."""
    shown = petitions.page_of(work, petitions.public_by_slug(work, _slug_of(work, key)))
    petition, latest = shown.petition, shown.release
    return PublicPetition(
        petition.id,
        petition.slug,
        in_short(petition, shown.text, shown.total)
        | {
            "additional_details": shown.text.body,
            "body": shown.text.body,
            "updated_at": _time(_newest(shown)),
            "text": {"version": shown.text.version, "sha256": shown.text.digest},
            "demands": list(shown.demands),
            "targets": public_answers.targets(shown.addressees, handover_history.by_addressee(work, petition.id)),
            "responses": public_answers.responses(shown.addressees),
            "precedents": [
                {"title": each.title, "summary": each.summary, "source_url": each.source_url}
                for each in shown.precedents
            ],
            "updates": [
                {
                    "number": each.number,
                    "title": each.title,
                    "body": each.body,
                    "published_at": _time(each.published_at),
                    "changed_at": _time(each.changed_at),
                }
                for each in shown.updates
            ],
            "signatures_by_employer": _by_employer(latest),
            "signatures_by_day": _by_day(work, petition.id),
            "suppressed": {"signatures": latest.tally.other if latest else 0, "note": _NOTE},
            "release": _release(latest),
            "claims": claims.lines_as_data(claims.published(work, petition)) if latest else None,
            "policy": _policy(petition),
            "verification_policy": _verification(petition),
            "data_policy": _data(petition),
        },
    )


def count(work: Work, key: str) -> dict[str, Any]:
    """The figure alone, and the release it is ahead of at most. Raises NotFound as `one`."""
    petition = petitions.public_by_slug(work, _slug_of(work, key))
    latest = releases.latest(work, petition.id)
    return {
        "signature_count": petitions.public_total(work, petition, latest),
        "state": petition.state,
        "release": _release(latest),
    }


def _slug_of(work: Work, key: str) -> str:
    # PostgreSQL refuses such a text outright.
    if "\x00" in key:
        raise NotFound
    try:
        wanted = UUID(key)
    except ValueError:
        return key
    petition = work.session.get(Petition, wanted)
    if petition is None:
        raise NotFound
    return petition.slug


def in_short(petition: Petition, text: PetitionText, total: int) -> dict[str, Any]:
    """What a list says of a petition, under our names and, where programs know others from elsewhere, under those."""
    closing = petition.closes_at if petition.state is State.OPEN else None
    return {
        "action": text.title,
        "title": text.title,
        "background": text.summary,
        "summary": text.summary,
        "slug": petition.slug,
        "state": petition.state,
        "opened_at": _time(petition.opened_at),
        "launched_at": _time(petition.launched_at),
        "closing_at": _time(petition.closes_at),
        "closing_date": closing.astimezone(UTC).date().isoformat() if closing else None,
        "closed_at": _time(petition.closed_at),
        "delivered_at": _time(petition.delivered_at),
        "signature_count": total,
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


def _verification(petition: Petition) -> dict[str, Any]:
    return {
        "mailbox_confirmed": True,
        "employment_proof_for_employer_rows": petition.employment_proof,
        "employment_proofs": sorted(EMPLOYMENT_PROOFS),
    }


def _data(petition: Petition) -> dict[str, Any]:
    return {
        "names_are_public_by_choice_only": True,
        "least_unnamed_signers_of_an_employer": petition.threshold,
        "figures_rounded_down_to": STEP,
        "custody": petition.custody,
        "private_fields_kept_days_after_closing": petition.kept_days,
        "private_fields_erased_on": petition.erased_on.isoformat() if petition.erased_on else None,
    }


def _newest(shown: PetitionPage) -> datetime | None:
    """The newest moment that the page tells of. Signatures have none in public."""
    petition, release = shown.petition, shown.release
    moments = [petition.opened_at, petition.launched_at, petition.closed_at, petition.delivered_at]
    moments += [release.released_at] if release else []
    moments += [moment for each in shown.updates for moment in (each.published_at, each.changed_at)]
    moments += [answer.recorded_at for each in shown.addressees for answer in each.responses]
    return max(filter(None, moments), default=None)


def _time(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None
