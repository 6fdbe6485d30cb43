"""The public history of releases: every table ever shown, as the bytes its digest was made of and as long lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from petition_app.domain.refusals import NotFound
from petition_app.domain.tally import PublishedTally
from petition_app.models import Petition, PublishedRelease
from petition_app.services import petitions, releases
from petition_app.services.releases import StoredRelease
from petition_app.services.work import Work

# Larger ones are none, and no number to the database.
_MOST_NUMBER = 1_000_000

#: The long form: a line for each row of each release. A line without employer is all others, so that the lines of a
#: release sum to its total.
COLUMNS = ("release", "date", "employer", "at_least", "as_of")


@dataclass(frozen=True)
class PastRelease:
    """A release, and how many rows of its table were not in the one before, or with another figure."""

    release: StoredRelease
    changed: int


@dataclass(frozen=True)
class PublicHistory:
    """Newest first."""

    petition: Petition
    releases: tuple[PastRelease, ...]


@dataclass(frozen=True)
class ReleaseFile:
    """The text whose SHA-256 in UTF-8 is `digest`."""

    text: str
    digest: str


def public_history(work: Work, slug: str) -> PublicHistory:
    """Raises NotFound."""
    petition = petitions.public_by_slug(work, slug)
    every = [None, *releases.history(work, petition.id)]
    past = [
        PastRelease(each, _rows_changed(before.tally if before else None, each.tally))
        for before, each in pairwise(every)
        if each
    ]
    return PublicHistory(petition, tuple(reversed(past)))


def public_file(work: Work, slug: str, number: int) -> ReleaseFile:
    """The text of one release exactly as it was published. Raises NotFound."""
    petition = petitions.public_by_slug(work, slug)
    if number > _MOST_NUMBER:
        raise NotFound
    query = select(PublishedRelease.public, PublishedRelease.digest).where(
        PublishedRelease.petition_id == petition.id, PublishedRelease.number == number
    )
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return ReleaseFile(row.public, row.digest)


def lines(work: Work, slug: str, number: int | None = None) -> Iterator[tuple[Any, ...]]:
    """The long form, oldest first, of one release or of all, its head first. Raises NotFound."""
    petition = petitions.public_by_slug(work, slug)
    found = [each for each in releases.history(work, petition.id) if number in (None, each.number)]
    if number is not None and not found:
        raise NotFound
    yield COLUMNS
    for each in found:
        day = each.tally.as_of.isoformat()
        for row in each.tally.rows:
            yield each.number, day, row.employer, row.at_least, row.as_of.isoformat() if row.as_of else day
        yield each.number, day, "", each.tally.other, day


def _rows_changed(before: PublishedTally | None, after: PublishedTally) -> int:
    old = {row.key: row.at_least for row in before.rows} if before else {}
    new = {row.key: row.at_least for row in after.rows}
    return sum(old.get(key) != new.get(key) for key in old.keys() | new.keys())
