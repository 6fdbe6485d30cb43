"""Addressees as plain data for the JSON API: what reached them, and what they answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from petition_app.domain.petition import ResponseKind
from petition_app.models import Response
from petition_app.services.handover_history import PublicLine
from petition_app.services.petitions import Addressee

Handovers = Mapping[UUID, list[PublicLine]]


def targets(addressees: Iterable[Addressee], handed: Handovers) -> list[dict[str, Any]]:
    """What is known of each addressee: `state` none means that nothing was said in public as of that day. `responses`
    is all of it, newest first; the attributes beside it repeat the newest."""
    return [_target(each, handed.get(each.target.id, [])) for each in addressees]


def responses(addressees: Iterable[Addressee]) -> list[dict[str, Any]]:
    """Every answer of every addressee, newest first."""
    every = [
        {"name": each.target.name, "organisation": each.target.organisation} | _response(answer)
        for each in addressees
        for answer in each.responses
    ]
    return sorted(every, key=lambda answer: str(answer["date"]), reverse=True)


def _target(addressee: Addressee, lines: list[PublicLine]) -> dict[str, Any]:
    answer = addressee.responses[0] if addressee.responses else None
    spoke = answer is not None and answer.kind is not ResponseKind.NONE
    return {
        "name": addressee.target.name,
        "organisation": addressee.target.organisation,
        "retired_on": addressee.target.retired_on.isoformat() if addressee.target.retired_on else None,
        "state": answer.kind if answer else ResponseKind.NONE,
        "as_of": answer.on.isoformat() if answer else None,
        "delivered_on": min(line.on for line in lines).isoformat() if lines else None,
        "handovers": [_handover(line) for line in lines],
        "responded_on": answer.on.isoformat() if answer and spoke else None,
        "summary": answer.summary if answer else None,
        "quotation": answer.quotation if answer else None,
        "source_url": answer.source_url if answer else None,
        "responses": [_response(each) for each in addressee.responses],
    }


def _handover(line: PublicLine) -> dict[str, Any]:
    package = {"release": line.package.release, "sha256": line.package.digest} if line.package else None
    return {"date": line.on.isoformat(), "way": line.way, "evidence_url": line.evidence_url, "package": package}


def _response(answer: Response) -> dict[str, Any]:
    return {
        "kind": answer.kind,
        "date": answer.on.isoformat(),
        "summary": answer.summary,
        "quotation": answer.quotation,
        "source_url": answer.source_url,
    }
