"""Which employer a text means in one petition: by the organisers' rules, and by the list of companies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, literal, select, true, union_all
from sqlalchemy.orm import aliased

from petition_app.domain.employer import Conclusion, EmployerKey, Match, Reading, Reason, conclude
from petition_app.domain.employerrule import RuleKind
from petition_app.models import CompanyAlias, Employer, EmployerAlias, EmployerRule
from petition_app.services.work import Work


@dataclass(frozen=True)
class Names:
    """What names mean. `known` and `companies` are the employers by name and by slug, `ids` their ids, and `decided`
    what rules say of single spellings; all of them lead to employers that are not merged into another."""

    known: Mapping[EmployerKey, Match]
    companies: Mapping[str, Match]
    ids: Mapping[str, UUID]
    decided: Mapping[str, UUID | None]

    @classmethod
    def of(cls, work: Work, petition: UUID, readings: Collection[Reading], owners: Collection[str]) -> Names:
        """As much as these texts need."""
        asked = {
            "at_petition": petition,
            "keys": sorted({key for reading in readings for key in reading.candidates}),
            "owners": sorted(set(owners)),
            "subjects": sorted({reading.key for reading in readings}),
        }
        return cls._from(work.connection.execute(_SOME, asked).all(), work.connection.execute(_SOME_RULES, asked).all())

    @classmethod
    def all(cls, work: Work, petition: UUID) -> Names:
        """Everything, for many texts at once."""
        asked = {"at_petition": petition}
        return cls._from(work.connection.execute(_ALL, asked).all(), work.connection.execute(_RULES, asked).all())

    @classmethod
    def _from(cls, names: Any, rules: Any) -> Names:
        known: dict[EmployerKey, Match] = {}
        companies: dict[str, Match] = {}
        # What the petition says itself comes last, and so goes before the list.
        for row in sorted(names, key=lambda row: row.way):
            match = Match(row.slug, row.parent, row.name)
            if row.way == _SLUG:
                companies[row.key] = match
            else:
                known[EmployerKey(row.key)] = match
        decided = {row.subject: row.id for row in sorted(rules, key=lambda row: row.number)}
        # A text may name two units of a family, and so the parent.
        ids = {row.parent: row.parent_id for row in names} | {row.slug: row.id for row in names}
        return cls(known, companies, ids, decided)

    def employer(self, reading: Reading, owner: str = "") -> tuple[UUID | None, Conclusion]:
        """The id of the employer that a text means, and why. A confirmed mail domain goes before the text, and a rule
        about exactly this text before what can be read in it."""
        held = self.companies.get(owner)
        if held is None and reading.key in self.decided:
            return self.decided[reading.key], Conclusion(None, reading.is_wholly_former, Reason.RULE)
        conclusion = conclude(reading, self.known, held)
        return self.ids.get(conclusion.employer or ""), conclusion


_SLUG, _LISTED, _OWN = range(3)


def _names(*, of_some_texts: bool) -> Any:
    """Every name with the employer that it leads to by now, and that employer's parent."""
    named, root, parent = aliased(Employer), aliased(Employer), aliased(Employer)

    def leading(way: int, key: Any, *joined: Any, where: Any) -> Any:
        above = parent.slug.label("parent"), parent.id.label("parent_id")
        query = select(literal(way).label("way"), key.label("key"), root.id, root.slug, root.name, *above)
        query = query.select_from(named)
        for table, condition in joined:
            query = query.join(table, condition)
        query = query.join(root, root.id == func.coalesce(named.merged_into_id, named.id))
        query = query.outerjoin(parent, parent.id == root.parent_id)
        query = query.where(named.petition_id == bindparam("at_petition"))
        return query.where(where) if of_some_texts else query

    keys: Any = bindparam("keys", expanding=True)
    listed = select(CompanyAlias.name_key, CompanyAlias.company)
    if of_some_texts:
        # A table of its own, or SQLite goes through all employers of the petition, to see which has one of the names.
        listed = listed.where(CompanyAlias.name_key.in_(keys)).distinct()
    alias = listed.subquery()
    return union_all(
        leading(_SLUG, named.slug, where=named.slug.in_(bindparam("owners", expanding=True))),
        leading(_LISTED, alias.c.name_key, (alias, alias.c.company == named.company), where=true()),
        leading(_OWN, EmployerAlias.name_key, (EmployerAlias, EmployerAlias.employer_id == named.id),
                where=and_(EmployerAlias.petition_id == bindparam("at_petition"), EmployerAlias.name_key.in_(keys))),
    )  # fmt: skip


def _rules(*, of_some_texts: bool) -> Any:
    """Rules about spellings, each with the id of the employer it leads to."""
    target = aliased(Employer)
    query = (
        select(EmployerRule.number, EmployerRule.subject, func.coalesce(target.merged_into_id, target.id).label("id"))
        .outerjoin(target, and_(target.petition_id == EmployerRule.petition_id, target.slug == EmployerRule.target))
        .where(
            EmployerRule.petition_id == bindparam("at_petition"),
            EmployerRule.undone_at.is_(None),
            EmployerRule.kind.in_([kind for kind in RuleKind if kind.is_of_a_spelling]),
        )
    )
    subjects: Any = bindparam("subjects", expanding=True)
    return query.where(EmployerRule.subject.in_(subjects)) if of_some_texts else query


_SOME, _ALL = _names(of_some_texts=True), _names(of_some_texts=False)
_SOME_RULES, _RULES = _rules(of_some_texts=True), _rules(of_some_texts=False)
