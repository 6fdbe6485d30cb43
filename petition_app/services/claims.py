"""Checking sentences against what has been published of a petition, and the lines ready to be quoted from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from petition_app.domain.petition import ResponseKind
from petition_app.domain.pressline import (
    Facts,
    Finding,
    PressLine,
    SeedClaim,
    TrackedResponse,
    check,
    read_claims,
    readable,
    ready_lines,
)
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.domain.tally import PublishedTally
from petition_app.models import Petition
from petition_app.services import headcounts, petitions, releases, roster
from petition_app.services.work import Work

#: What a page or a program may send at once.
MOST_CHARACTERS = 2_000


class NothingIsPublished(Refusal):
    status = 409
    sentence = said("Nothing of this petition has been published yet, so there is no figure to check against.")


class WhichPetition(Refusal):
    status = 422
    sentence = said("There is not exactly one public petition: say which one is meant.")


@dataclass(frozen=True)
class Published:
    """What the latest release bears out. `digest` is the SHA-256 of its table: who has the same has the same facts."""

    number: int
    digest: str
    facts: Facts

    @cached_property
    def lines(self) -> tuple[PressLine, ...]:
        """The sentences ready to be quoted, the most useful first."""
        return ready_lines(self.facts)


def published(work: Work, petition: Petition) -> Published:
    """The latest release as the checker wants it. Raises NothingIsPublished."""
    release = releases.latest(work, petition.id)
    if release is None:
        raise NothingIsPublished
    titles = roster.quoted_titles(work, petition.id)
    facts = Facts(
        total=release.tally.total,
        employees=release.tally.employees,
        rows={row.employer: row.at_least for row in release.tally.rows},
        rows_are_verified=petition.employment_proof,
        titles=titles.verified,
        unverified_titles=titles.unverified,
        as_of=release.tally.as_of,
        responses=_responses(work, petition.id),
        **_of_employers(work, petition.id, release.tally),
    )
    return Published(release.number, release.digest, facts)


def facts(work: Work, petition: Petition) -> Facts:
    """Raises NothingIsPublished."""
    return published(work, petition).facts


def of_petition(work: Work, slug: str | None) -> Published:
    """Of the petition of that name or, where none is given, of the only public one.

    Raises NotFound, WhichPetition and NothingIsPublished.
    """
    return published(work, petitions.by_slug(work, slug) if slug else _only_one(work))


def check_claims(work: Work, slug: str | None, sentences: Iterable[str]) -> list[tuple[str, tuple[Finding, ...]]]:
    """Each sentence with a finding for each claim in it. Raises as `of_petition`."""
    found = of_petition(work, slug)
    return [(sentence, check(sentence, found.facts)) for sentence in sentences]


def lines_as_data(published: Published) -> dict[str, Any]:
    """The lines ready to be quoted, ready to be written as JSON."""
    lines = [
        {"kind": line.kind, "text": line.text, "employers": [name for name in line.subjects if name is not None]}
        for line in published.lines
    ]
    return _release(published) | {"lines": lines}


def check_as_data(published: Published, text: str) -> dict[str, Any]:
    """Each claim of the text with its verdict, ready to be written as JSON; `start` and `end` count in `text` as given
    back."""
    claims = [
        {
            "text": found.claim.text,
            "start": found.claim.start,
            "end": found.claim.end,
            "topic": found.claim.topic,
            "subject": found.claim.subject,
            "noun": found.claim.noun,
            "phrase": found.claim.phrase,
            "verdict": found.verdict,
            "figure": found.figure,
            "reason": found.reason,
        }
        for found in check(text, published.facts)
    ]
    return _release(published) | {"text": readable(text), "claims": claims}


def _release(published: Published) -> dict[str, Any]:
    return {"release": published.number, "as_of": published.facts.as_of.isoformat(), "sha256": published.digest}


def sentences_in(text: str) -> list[str]:
    """The sentences of a claims file, or the lines of any other text."""
    if "[[claim]]" in text:
        claims: tuple[SeedClaim, ...] = read_claims(text)
        return [claim.text for claim in claims]
    return [line.strip() for line in text.splitlines() if line.strip()]


def _responses(work: Work, petition: UUID) -> tuple[TrackedResponse, ...]:
    """The newest entry on each addressee of whom there is one. Who is no longer addressed owes no answer: of them only
    what they said counts, and no silence."""
    return tuple(
        TrackedResponse(each.target.name, each.target.organisation, each.responses[0].kind, each.responses[0].on)
        for each in petitions.addressees(work, petition)
        if each.responses and not (each.target.retired_on and each.responses[0].kind is ResponseKind.NONE)
    )


def _of_employers(work: Work, petition: UUID, tally: PublishedTally) -> dict[str, Any]:
    """What is public of the employers with a row: their headcounts, and the units that their rows include."""
    known = headcounts.published(work, petition, tally.rows)
    return {
        "headcounts": {row.employer: known[row.key] for row in tally.rows if row.key in known},
        "units": {unit: row.employer for row in tally.rows for unit in row.includes},
        "capped": frozenset(row.employer for row in tally.rows if row.more_than_share),
    }


def _only_one(work: Work) -> Petition:
    found = petitions.listed(work)
    if len(found) != 1:
        raise WhichPetition
    return found[0]
