"""Carrying out what follows from the list and the rules: which employer each spelling counts for.

It is kept in `spelling`, `employer` and `employer_alias`; no signature and no counter is ever touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, false, func, insert, or_, select, update

from petition_app.domain.employer import Reason, employer_key, read
from petition_app.domain.employerrule import Decisions, Rule, Standing
from petition_app.models import Employer, EmployerAlias, Spelling, TallyCounter
from petition_app.services.counting import LOOKED_AT
from petition_app.services.employernames import Names
from petition_app.services.upsert import table
from petition_app.services.work import Work

_INITIALS = 3
_AT_ONCE = 1000


def carry_out(work: Work, petition: UUID, after: Decisions, rules: Iterable[Rule]) -> None:
    sync_employers(work, petition, after)
    ids = {row.slug: row.id for row in work.session.execute(
        select(Employer.slug, Employer.id).where(Employer.petition_id == petition))}  # fmt: skip
    concerned: list[ColumnElement[bool]] = []
    for rule in rules:
        name = rule.subject if rule.kind.is_of_a_spelling else employer_key(rule.name)
        if name:
            concerned.append(Spelling.name_key.like(holding(name), escape="\\"))
        if not rule.kind.is_of_a_spelling:
            both = [ids[slug] for slug in (rule.subject, rule.target) if slug in ids]
            concerned += [Spelling.employer_id.in_(both), Spelling.reason == Reason.AMBIGUOUS]
    settle(work, petition, Spelling.petition_id == petition, or_(false(), *concerned))


def holding(name: str) -> str:
    """The LIKE pattern of every key in which this name could be read: its words stand there in their order, though not
    always side by side, and what looks like a short word may be the initials of several parts."""
    words = ("%".join(word) if len(word) <= _INITIALS else word for word in re.split(r"[\W_]+", name))
    return f"%{'%'.join(words)}%"


def sync_employers(work: Work, petition: UUID, after: Decisions) -> None:
    """Bring `employer` and `employer_alias` to what holds."""
    rows = {row.slug: row for row in work.session.scalars(select(Employer).where(Employer.petition_id == petition))}
    for slug, each in after.employers.items():
        if slug not in rows:
            rows[slug] = Employer(id=work.new_id(), petition_id=petition, slug=slug, name=each.name)
            work.session.add(rows[slug])
    work.session.flush()
    for slug, row in rows.items():
        # One that was kept separate once, and is not any more, stays for its headcount, but counts for nothing.
        each = after.employers.get(slug, Standing(slug, row.name))
        row.name = each.name
        row.parent_id = rows[each.parent].id if each.parent else None
        row.merged_into_id = rows[each.merged_into].id if each.merged_into else None
    work.session.flush()
    work.session.execute(delete(EmployerAlias).where(EmployerAlias.petition_id == petition))
    aliases = [dict(petition_id=petition, name_key=key, employer_id=rows[slug].id)
               for key, slug in after.aliases.items() if slug in rows]  # fmt: skip
    if aliases:
        work.session.execute(insert(EmployerAlias), aliases)


def not_following(work: Work, petition: UUID) -> int:
    """How many spellings do not count for the employer that follows from the list and the rules. Changes nothing."""
    return len(_changes(Names.all(work, petition), _spellings(work, Spelling.petition_id == petition)))


#: What follows from a spelling's key and owner by the list and the rules.
_FOLLOWING = (Spelling.employer_id, Spelling.is_former, Spelling.reason, Spelling.detail)


def _spellings(work: Work, *which: ColumnElement[bool]) -> Sequence[Any]:
    columns = (Spelling.id, Spelling.name_key, Spelling.owner, *_FOLLOWING)
    return work.session.execute(select(*columns).where(*which)).all()


def settle(work: Work, petition: UUID, *which: ColumnElement[bool]) -> int:
    """Give these spellings the employer that follows from the list and the rules; how many had another."""
    changes = _changes(Names.all(work, petition), _spellings(work, *which))
    for start in range(0, len(changes), _AT_ONCE):
        some = changes[start : start + _AT_ONCE]
        # Whoever has counted a signature of these texts holds them until that is committed, and may be counted then.
        work.connection.execute(_HOLD_SPELLINGS, {"ids": [each["at_id"] for each in some]})
        work.connection.execute(_SETTLE, some)
    return len(changes)


def _changes(names: Names, spellings: Iterable[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for row in sorted(spellings, key=lambda row: row.id):
        employer, conclusion = names.employer(read(row.name_key), row.owner)
        follows = (employer, conclusion.is_former, conclusion.reason, conclusion.detail)
        if follows != (row.employer_id, row.is_former, row.reason, row.detail):
            values = {"employer": follows[0], "former": follows[1], "why": follows[2], "part": follows[3]}
            found.append({"at_id": row.id, **values})
    return found


_SPELLING = table(Spelling)
_SIGNED = (
    select(func.coalesce(func.sum(TallyCounter.signatures), 0))
    .where(TallyCounter.petition_id == Spelling.petition_id, TallyCounter.spelling_id == Spelling.id,
           or_(*(TallyCounter.status == status for status in LOOKED_AT)))
    .scalar_subquery()
)  # fmt: skip
# In the order in which signers hold them.
_HOLD_SPELLINGS = (
    select(_SPELLING.c.id)
    .where(_SPELLING.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(_SPELLING.c.id)
    .with_for_update(key_share=True)
)
_SETTLE = (
    update(_SPELLING)
    .where(_SPELLING.c.id == bindparam("at_id"))
    .values(
        employer_id=bindparam("employer"),
        is_former=bindparam("former"),
        reason=bindparam("why"),
        detail=bindparam("part"),
        waiting=_SIGNED,
    )
)
