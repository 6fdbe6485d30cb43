"""Checking sentences against what has been published of a petition."""

from __future__ import annotations

from collections.abc import Iterable

from petition_app.domain.pressline import Facts, Finding, SeedClaim, check, read_claims
from petition_app.domain.refusals import Refusal
from petition_app.models import Petition
from petition_app.services import petitions, releases, roster
from petition_app.services.work import Work


class NothingIsPublished(Refusal):
    status = 409
    sentence = "Nothing of this petition has been published yet, so there is no figure to check against."


class WhichPetition(Refusal):
    status = 422
    sentence = "There is not exactly one public petition: say which one is meant."


def facts(work: Work, petition: Petition) -> Facts:
    """The latest release as the checker wants it. Raises NothingIsPublished."""
    release = releases.latest(work, petition.id)
    if release is None:
        raise NothingIsPublished
    return Facts(
        total=release.tally.total,
        employees=release.tally.employees,
        rows={row.employer: row.at_least for row in release.tally.rows},
        rows_are_verified=petition.employment_proof,
        titles=roster.quoted_titles(work, petition.id),
        as_of=release.tally.as_of,
    )


def check_claims(work: Work, slug: str | None, sentences: Iterable[str]) -> list[tuple[str, tuple[Finding, ...]]]:
    """Each sentence with a finding for each claim in it. Raises NotFound, WhichPetition and NothingIsPublished."""
    published = facts(work, petitions.by_slug(work, slug) if slug else _only_one(work))
    return [(sentence, check(sentence, published)) for sentence in sentences]


def sentences_in(text: str) -> list[str]:
    """The sentences of a claims file, or the lines of any other text."""
    if "[[claim]]" in text:
        claims: tuple[SeedClaim, ...] = read_claims(text)
        return [claim.text for claim in claims]
    return [line.strip() for line in text.splitlines() if line.strip()]


def _only_one(work: Work) -> Petition:
    found = petitions.listed(work)
    if len(found) != 1:
        raise WhichPetition
    return found[0]
