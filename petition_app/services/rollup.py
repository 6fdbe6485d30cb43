"""The roll-up in words: which units are counted with an employer that is published."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from petition_app.models import Company, Employer
from petition_app.services.work import Work


def units(work: Work, petition: UUID, slugs: Collection[str]) -> dict[str, tuple[str, ...]]:
    """What the employers of these slugs include, by slug; those without units are left out.

    Only what the list of companies says itself, and what still holds: a unit that organisers added, or put under
    another employer, could tell that somebody there has signed.
    """
    unit, top = aliased(Employer), aliased(Employer)
    query = (
        select(top.slug, unit.name)
        .join(top, top.id == unit.parent_id)
        .join(Company, Company.slug == unit.company)
        .where(
            unit.petition_id == petition,
            unit.merged_into_id.is_(None),
            unit.slug.not_in(slugs),
            top.slug.in_(slugs),
            top.company == Company.parent,
        )
        .order_by(unit.name)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in work.session.execute(query):
        found[row.slug] = (*found.get(row.slug, ()), row.name)
    return found
