"""What a change of all that fit a search would do, exactly: by state, by employer, and to the published figures."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from uuid import UUID

from sqlalchemy import func, select

from petition_app.domain.bulkchange import MOST, BulkStep, Standing, after, can_change
from petition_app.domain.signature import Status
from petition_app.models import Employer, Petition, Signature, Spelling
from petition_app.services import counting, dashboard, releases, searchsql, signatories
from petition_app.services.bulkchanges import Fitting, fitting, possible
from petition_app.services.dashboard import Comparison
from petition_app.services.searchterms import Meant
from petition_app.services.signatories import SignatoryLine
from petition_app.services.work import Work

SAMPLE = 10
_EMPLOYERS = 12


@dataclass(frozen=True)
class Part:
    """How many of those that would change belong to an employer; the name is empty where none was given."""

    name: str
    signatures: int


@dataclass(frozen=True)
class Preview:
    """`by_state` are all that fit, the others those with which the step can be done. `elsewhere` are those of all
    employers that are not listed. Without `published`, too many fit."""

    fitting: Fitting
    by_state: tuple[tuple[Status, int], ...]
    by_employer: tuple[Part, ...]
    elsewhere: int
    sample: tuple[SignatoryLine, ...]
    published: Comparison | None


def preview(work: Work, petition: Petition, meant: Meant, step: BulkStep) -> Preview:
    """Counts it as done, to see what that changes: to be called in a transaction that is taken back."""
    fits = fitting(work, meant, step)
    query = select(Signature.status, func.count()).where(searchsql.fits(meant)).group_by(Signature.status)
    states: dict[Status, int] = {row[0]: row[1] for row in work.session.execute(query)}
    parts = _by_employer(work, meant, step)
    listed = parts[:_EMPLOYERS]
    return Preview(
        fits,
        tuple((status, states[status]) for status in Status if status in states),
        tuple(listed),
        fits.can - sum(each.signatures for each in listed),
        signatories.some(work, petition.id, _sample(work, meant, step)),
        _published(work, petition, meant, step) if 0 < fits.can <= MOST else None,
    )


def _by_employer(work: Work, meant: Meant, step: BulkStep) -> list[Part]:
    name = func.coalesce(Employer.name, Spelling.text, "")
    query = (
        select(name, func.count())
        .select_from(Signature)
        .outerjoin(Spelling, Spelling.id == Signature.spelling_id)
        .outerjoin(Employer, Employer.id == Spelling.employer_id)
        .where(searchsql.fits(meant), possible(step))
        .group_by(name)
        .order_by(func.count().desc(), name)
        .limit(_EMPLOYERS)
    )
    return [Part(row[0], row[1]) for row in work.session.execute(query)]


def _sample(work: Work, meant: Meant, step: BulkStep) -> list[UUID]:
    query = select(Signature.id).where(searchsql.fits(meant), possible(step))
    return list(work.session.scalars(query.order_by(Signature.signed_on.desc(), Signature.id.desc()).limit(SAMPLE)))


def _published(work: Work, petition: Petition, meant: Meant, step: BulkStep) -> Comparison:
    """The table that a release would publish without and with the change."""
    before = releases.preview(work, petition)
    columns = (Signature.petition_id, Signature.spelling_id, Signature.status, Signature.relation, Signature.proof,
               Signature.display, Signature.confirmed_on)  # fmt: skip
    query = select(*columns, func.count().label("signatures")).where(searchsql.fits(meant), possible(step))
    for row in work.session.execute(query.group_by(*columns)):
        if not can_change(step, row.status, row.proof):
            continue
        new = after(step, Standing(row.status, row.proof, None), work.today)
        moved = SimpleNamespace(**{**row._mapping, "status": new.status, "proof": new.proof})
        counting.count(work, counting.cell_of(row), -row.signatures, row.confirmed_on)
        counting.count(work, counting.cell_of(moved), +row.signatures, row.confirmed_on)
    work.finish()
    return dashboard.compare(before, releases.preview(work, petition))
