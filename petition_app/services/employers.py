"""Finding the employer of what a signer typed: by mail domain, by name or alias, else as a text of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, literal, select, union_all

from petition_app.domain.employer import BARE_DOMAIN_ONLY, display_name, employer_key, slug_of
from petition_app.domain.employer import Employer as Company
from petition_app.models import Employer, EmployerAlias, EmployerDomain, Signature, TallyCounter
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work

_KEY_LENGTH = 200


@dataclass(frozen=True)
class Found:
    """The employer to count for, if any, and whether the mail domain is what told it."""

    employer: UUID | None
    by_domain: bool = False


def resolve(work: Work, petition: UUID, text: str, domain: str) -> Found:
    """A listed mail domain decides over the text; a text that matches nothing becomes an unresolved employer of this
    petition. Without a text there is no employer: who left the field empty may have done so on purpose."""
    key = employer_key(text)[:_KEY_LENGTH]
    if not key:
        return Found(None)
    labels = domain.split(".")
    domains = [".".join(labels[start:]) for start in range(max(len(labels) - 1, 0))]
    rows = work.connection.execute(_MATCHES, {"key": key, "domains": domains}).all()
    typed = next((row for row in rows if row.way == "name"), None)
    owner = max((row for row in rows if _owns(row, domain)), key=lambda row: len(row.matched), default=None)
    if owner:
        same_family = typed and ({typed.id, typed.parent_id} & {owner.id, owner.parent_id}) - {None}
        return Found(typed.id if typed and same_family else owner.id, by_domain=True)
    return Found(typed.id if typed else _unresolved(work, petition, text, key))


def _owns(row: Any, domain: str) -> bool:
    return row.way == "domain" and (row.matched == domain or row.matched not in BARE_DOMAIN_ONLY)


def _matches() -> Any:
    """The company known under `key`, and those that own one of `domains`."""
    employer, alias, owned = table(Employer), table(EmployerAlias), table(EmployerDomain)
    by_name = (
        select(literal("name").label("way"), alias.c.name_key.label("matched"), employer.c.id, employer.c.parent_id)
        .join(alias, alias.c.employer_id == employer.c.id)
        .where(alias.c.name_key == bindparam("key"))
    )
    by_domain = (
        select(literal("domain").label("way"), owned.c.domain.label("matched"), employer.c.id, employer.c.parent_id)
        .join(owned, owned.c.employer_id == employer.c.id)
        .where(owned.c.domain.in_(bindparam("domains", expanding=True)))
    )
    return union_all(by_name, by_domain)


_MATCHES = _matches()


def _build(insert: Any) -> Any:
    return insert(table(Employer)).on_conflict_do_nothing(index_elements=("petition_id", "name_key"))


_ADD = Upsert(_build)


# Locked against `forget_typed`, not against other signers.
_TYPED = (
    select(table(Employer).c.id)
    .where(table(Employer).c.petition_id == bindparam("at_petition"), table(Employer).c.name_key == bindparam("key"))
    .with_for_update(read=True, key_share=True)
)


def _unresolved(work: Work, petition: UUID, text: str, key: str) -> UUID:
    asked = {"at_petition": petition, "key": key}
    found: UUID | None = work.connection.execute(_TYPED, asked).scalar()
    if found is None:
        name = display_name(text)
        values = dict(
            id=work.new_id(),
            petition_id=petition,
            slug=slug_of(name)[:80],
            name=name,
            name_key=key,
            resolved=False,
            small=True,
        )
        work.connection.execute(_ADD.on(work), values)
        found = work.connection.execute(_TYPED, asked).scalar_one()
    return found


def forget_typed(work: Work, most: int) -> int:
    """Delete up to `most` texts that no signature refers to any more: they were typed by people who are gone."""
    unused = (
        Employer.petition_id.is_not(None),
        Employer.resolved.is_(False),
        ~select(Signature.id)
        .where(Signature.petition_id == Employer.petition_id, Signature.employer_id == Employer.id)
        .exists(),
    )
    ids = list(work.session.scalars(select(Employer.id).where(*unused).limit(most).with_for_update(skip_locked=True)))
    # Asked once more now that they are ours: somebody may have typed one of them in between.
    gone = delete(Employer).where(Employer.id.in_(ids), *unused).returning(Employer.id)
    deleted = list(work.session.scalars(gone.execution_options(synchronize_session=False)))
    work.session.execute(delete(TallyCounter).where(TallyCounter.employer_id.in_(deleted)))
    return len(deleted)


def add_companies(work: Work, companies: Iterable[Company]) -> int:
    """Put the shipped table into the database; companies that are there already stay as they are."""
    known = {row.slug: row.id for row in work.session.execute(
        select(Employer.slug, Employer.id).where(Employer.petition_id.is_(None)))}  # fmt: skip
    new = [company for company in companies if company.slug not in known]
    for company in new:
        known[company.slug] = work.new_id()
        work.session.add(
            Employer(
                id=known[company.slug],
                slug=company.slug,
                name=company.name,
                name_key=employer_key(company.name)[:_KEY_LENGTH],
                resolved=True,
                small=False,
            )
        )
    work.session.flush()
    for company in new:
        _add_spellings(work, company, known)
    work.session.flush()
    return len(new)


def _add_spellings(work: Work, company: Company, ids: dict[str, UUID]) -> None:
    employer_id = ids[company.slug]
    if company.parent:
        work.session.get_one(Employer, employer_id).parent_id = ids[company.parent]
    spellings = {employer_key(text): text for text in (company.name, *company.aliases)}
    for key, text in spellings.items():
        work.session.add(EmployerAlias(name_key=key[:_KEY_LENGTH], employer_id=employer_id, text=text))
    for domain in company.domains:
        work.session.add(EmployerDomain(domain=domain, employer_id=employer_id))


def suggestions(work: Work) -> list[str]:
    """The names of the known companies, for the form's list."""
    query = select(Employer.name).where(Employer.petition_id.is_(None)).order_by(Employer.name)
    return list(work.session.scalars(query))
