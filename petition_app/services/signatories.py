"""The signatories as organisers see them: searched and paged; public and clear fields only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from petition_app.domain.listsearch.term import Search
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status
from petition_app.models import Employer, ImportBatch, Signature, Spelling
from petition_app.services import searchpages, searchsql
from petition_app.services.searchpages import Place
from petition_app.services.searchterms import Meant
from petition_app.services.work import Work

PAGE = 50


@dataclass(frozen=True)
class SignatoryLine:
    """A signature without anything private. `name` and `title` are there only where the signer publishes them;
    `revision` tells whether organisers have changed it since it was seen."""

    id: UUID
    status: Status
    relation: Relation
    proof: Proof
    display: DisplayMode
    role_band: RoleBand
    name: str
    title: str
    employer: str
    employer_resolved: bool
    employer_typed: str
    imported_from: str
    signed_on: date
    confirmed_on: date | None
    ended_on: date | None
    over_limit: bool
    revision: int


@dataclass(frozen=True)
class Page:
    """Up to `PAGE` lines, the newest day first, and the ids from which the neighbouring pages go on. `looked_at` is
    there where the page is not full, because so many were looked at and there are more: the next page goes on there."""

    lines: tuple[SignatoryLine, ...]
    newer: UUID | None
    older: UUID | None
    looked_at: int | None = None


_COLUMNS = (
    Signature.id, Signature.petition_id, Signature.status, Signature.relation, Signature.proof, Signature.display,
    Signature.role_band,
    Signature.public_name, Signature.public_title, func.coalesce(Employer.name, Spelling.text).label("employer"),
    Employer.id.is_not(None).label("resolved"), ImportBatch.name.label("imported_from"), Signature.employer_raw,
    Signature.signed_on, Signature.confirmed_on, Signature.ended_on, Signature.over_limit, Signature.revision,
)  # fmt: skip


def search(
    work: Work,
    meant: Meant,
    *,
    after: UUID | None = None,
    before: UUID | None = None,
    reach: int | None = searchpages.REACH,
) -> Page:
    """One page: the newest, or the one that follows the signature `after`, or the one that leads up to `before`.

    Keyset paging by day and id: each signature is on exactly one page however many come or go meanwhile. `reach` is how
    many are looked at in vain before the page is given as it is, None for all there are.
    """
    place = _place(work, before or after)
    found = searchpages.page_ids(work, meant, place, PAGE + 1, reach=reach, backwards=before is not None)
    is_full, ids = len(found.ids) > PAGE, found.ids[:PAGE]
    further, looked_at = (ids[-1], None) if is_full else (found.stopped_at, found.looked_at)
    shown = _lines(work, meant.petition, ids[::-1] if before else ids)
    if before:
        return Page(shown, further, shown[-1].id if shown else None, looked_at)
    return Page(shown, shown[0].id if after and shown else None, further, looked_at)


def whole(petition: UUID) -> Meant:
    """The search that all signatures of a petition fit."""
    return Meant(petition, Search())


def count(work: Work, meant: Meant) -> int:
    """Exactly how many fit; among very many that takes its time."""
    return work.session.scalar(select(func.count()).select_from(Signature).where(searchsql.fits(meant))) or 0


def one(work: Work, petition: UUID, signature: UUID) -> SignatoryLine:
    """Raises NotFound for a signature of another petition."""
    found = _lines(work, petition, [signature])
    if not found:
        raise NotFound
    return found[0]


def some(work: Work, petition: UUID, signatures: Sequence[UUID]) -> tuple[SignatoryLine, ...]:
    """Those of them that are in this petition, in the order given."""
    return _lines(work, petition, signatures)


def _place(work: Work, signature: UUID | None) -> Place | None:
    """The place of a signature in the list; of one that has been erased meanwhile, where its key says it was."""
    if signature is None:
        return None
    day = work.session.scalar(select(Signature.signed_on).where(Signature.id == signature))
    return Place(day or _day_of(signature), signature)


def _day_of(signature: UUID) -> date:
    """The day that is in the key, or the first one where the key is not one of ours."""
    try:
        return datetime.fromtimestamp((signature.int >> 80) / 1000, UTC).date()
    except (OverflowError, ValueError, OSError):
        return date.min


def _lines(work: Work, petition: UUID, ids: Sequence[UUID]) -> tuple[SignatoryLine, ...]:
    query = select(*_COLUMNS).outerjoin(Spelling, Spelling.id == Signature.spelling_id)
    query = query.outerjoin(Employer, Employer.id == Spelling.employer_id)
    query = query.outerjoin(ImportBatch, ImportBatch.id == Signature.import_id)
    # Which petition they are of is looked at here: asked for it, SQLite would go through all of the petition's.
    rows = work.session.execute(query.where(Signature.id.in_(ids)))
    found = {row.id: _line(row) for row in rows if row.petition_id == petition}
    return tuple(found[each] for each in ids if each in found)


def _line(row: Any) -> SignatoryLine:
    return SignatoryLine(
        row.id, row.status, row.relation, row.proof, row.display, row.role_band,
        row.public_name or "", row.public_title or "", row.employer or "", bool(row.resolved), row.employer_raw or "",
        row.imported_from or "", row.signed_on, row.confirmed_on, row.ended_on, row.over_limit, row.revision,
    )  # fmt: skip
