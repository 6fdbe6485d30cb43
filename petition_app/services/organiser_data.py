"""What organisers see of a petition as plain data for the organiser API: exact figures, and of a signature only what
the list of signatories shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from petition_app.domain.signature import Status
from petition_app.models import Petition
from petition_app.services import dashboard, petitions
from petition_app.services import tallies as counted
from petition_app.services.employerqueue import QueueLine
from petition_app.services.signatories import SignatoryLine
from petition_app.services.work import Work


def tallies(work: Work, petition: Petition) -> dict[str, Any]:
    """Exact figures, all from the same state of the database."""
    rows = counted.counters(work, petition.id)
    table = dashboard.employer_table(rows)
    return {
        "statuses": {each.value: sum(row.signatures for row in rows if row.status is each) for each in Status},
        "columns": [{"relation": each.relation, "proof": each.proof} for each in table.columns],
        "employers": [
            {
                "name": line.employer or None,
                "slug": line.slug or None,
                "counted_with": line.family or None,
                "is_unmatched": line.is_unmatched,
                "cells": list(line.cells),
                "signatures": line.at_least,
            }
            for line in table.lines
        ],
        "days": [
            {"date": day.isoformat(), "signatures": signatures} for day, signatures in counted.by_day(work, petition.id)
        ],
    }


def signatory(line: SignatoryLine) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "status": line.status,
        "relation": line.relation,
        "proof": line.proof,
        "display": line.display,
        "role_band": line.role_band,
        "name": line.name or None,
        "title": line.title or None,
        "employer": line.employer or None,
        "employer_is_matched": line.employer_resolved,
        "employer_typed": line.employer_typed or None,
        "imported_from": line.imported_from or None,
        "signed_on": line.signed_on.isoformat(),
        "confirmed_on": line.confirmed_on.isoformat() if line.confirmed_on else None,
        "ended_on": line.ended_on.isoformat() if line.ended_on else None,
        "is_over_limit": line.over_limit,
    }


def waiting_text(line: QueueLine) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "text": line.text,
        "signatures": line.signatures,
        "why": line.why,
        "hints": list(line.hints),
        "suggestions": [{"slug": each.slug, "name": each.name} for each in line.suggestions],
    }


def addressees(work: Work, petition: UUID) -> list[dict[str, Any]]:
    return [
        {
            "id": str(each.target.id),
            "name": each.target.name,
            "organisation": each.target.organisation,
            "retired_on": each.target.retired_on.isoformat() if each.target.retired_on else None,
        }
        for each in petitions.addressees(work, petition)
    ]
