"""The list of companies, and the employers that each petition has of it from its beginning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from petition_app.domain.employer import LONGEST_KEY, Directory
from petition_app.domain.employer import Employer as Company
from petition_app.models import Company as Listed
from petition_app.models import CompanyAlias, CompanyDomain, Employer, Petition, Rulebook
from petition_app.services import employerrules
from petition_app.services.work import Work


def add_companies(work: Work, companies: Iterable[Company]) -> int:
    """Put the shipped list into the database, and its employers into every petition, where what was typed is looked up
    again. What is there already stays as it is. Returns how many companies were new."""
    shipped = list(companies)
    known = set(work.session.scalars(select(Listed.slug)))
    new = [company for company in shipped if company.slug not in known]
    # Parents first: each row refers to one that is there.
    for company in sorted(new, key=lambda each: each.parent is not None):
        work.session.add(Listed(slug=company.slug, name=company.name, parent=company.parent))
        work.session.flush()
    _add_names(work, shipped)
    for petition in work.session.scalars(select(Petition.id)).all():
        adopt(work, petition)
        employerrules.replayed(work, petition)
    return len(new)


def _add_names(work: Work, shipped: list[Company]) -> None:
    aliases = set(work.session.scalars(select(CompanyAlias.name_key)))
    domains = set(work.session.scalars(select(CompanyDomain.domain)))
    for key, match in Directory(shipped).known.items():
        if key[:LONGEST_KEY] not in aliases:
            work.session.add(CompanyAlias(name_key=key[:LONGEST_KEY], company=match.slug))
    for company in shipped:
        for domain in set(company.domains) - domains:
            work.session.add(CompanyDomain(domain=domain, company=company.slug))
    work.session.flush()


def adopt(work: Work, petition: UUID) -> None:
    """Give a petition an employer for each company that it has none for, and a rulebook."""
    if work.session.get(Rulebook, petition) is None:
        work.session.add(Rulebook(petition_id=petition, rules=0))
        work.session.flush()
    of_it = Employer.petition_id == petition
    ids = {row.slug: row.id for row in work.session.execute(select(Employer.slug, Employer.id).where(of_it))}
    new = [each for each in work.session.scalars(select(Listed)) if each.slug not in ids]
    rows: list[dict[str, Any]] = []
    for company in new:
        ids[company.slug] = work.new_id()
        rows.append(dict(id=ids[company.slug], petition_id=petition, slug=company.slug, name=company.name,
                         company=company.slug))  # fmt: skip
    if not rows:
        return
    work.session.execute(insert(Employer), rows)
    parents = [(ids[each.slug], ids[each.parent]) for each in new if each.parent in ids]
    for employer, parent in parents:
        work.session.execute(update(Employer).where(Employer.id == employer).values(parent_id=parent))
