"""The organisers' rules about employers: made, taken back, and carried out.

A rule never touches a signature or a counter: both belong to spellings, and a rule only changes which employer a
spelling counts for. What follows from the rules is kept in `spelling`, `employer` and `employer_alias`; `replay` works
all of it out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.employerrule import (
    Decisions,
    Rule,
    RuleIsImpossible,
    RuleKind,
    Standing,
    check,
    check_undone,
    replay,
)
from petition_app.domain.events import Action
from petition_app.domain.refusals import NotFound
from petition_app.domain.said import said
from petition_app.models import Company, Employer, EmployerRule, Rulebook, Spelling
from petition_app.services import audit, employersettling
from petition_app.services.work import Work


def decide(work: Work, petition: UUID, rules: Sequence[Rule]) -> list[int]:
    """Make these rules, all or none, and carry them out; their numbers. Raises RuleIsImpossible."""
    book = _hold(work, petition)
    listed, active = _listed(work, petition), _active(work, petition)
    made: list[Rule] = []
    for rule in rules:
        check(rule, replay(listed, active + made))
        book.rules += 1
        work.session.add(
            EmployerRule(petition_id=petition, number=book.rules, kind=rule.kind, subject=rule.subject,
                         target=rule.target, name=rule.name, made_at=work.now, made_by=str(work.actor))
        )  # fmt: skip
        made.append(Rule(rule.kind, rule.subject, rule.target, rule.name, book.rules))
        audit.record(work, Action.EMPLOYER_RULE_MADE, petition, rule=book.rules, kind=rule.kind)
    work.session.flush()
    employersettling.carry_out(work, petition, replay(listed, active + made), made)
    return [rule.number for rule in made]


def undo(work: Work, petition: UUID, number: int) -> None:
    """Take a rule back. Raises NotFound, and RuleIsImpossible where later rules build on it."""
    _hold(work, petition)
    row = work.session.get(EmployerRule, (petition, number))
    if row is None:
        raise NotFound
    if row.undone_at:
        return
    rule, others = _rule(row), [each for each in _active(work, petition) if each.number != number]
    before, after = standing(work, petition), replay(_listed(work, petition), others)
    check_undone(before, after)
    if rule.kind is RuleKind.SEPARATE and rule.target not in after.employers:
        needed = [str(each.number) for each in others if rule.target in (each.target, each.subject)]
        if needed:
            raise RuleIsImpossible(
                said(
                    "Other decisions build on this one. Take these back first: %(numbers)s.", numbers=", ".join(needed)
                )
            )
    row.undone_at, row.undone_by = work.now, str(work.actor)
    work.session.flush()
    audit.record(work, Action.EMPLOYER_RULE_UNDONE, petition, rule=number, kind=rule.kind)
    employersettling.carry_out(work, petition, after, [rule])


def replayed(work: Work, petition: UUID) -> int:
    """Work out every spelling again from what was typed, the list and the rules; how many did not follow from them."""
    _hold(work, petition)
    employersettling.sync_employers(work, petition, standing(work, petition))
    return employersettling.settle(work, petition, Spelling.petition_id == petition)


def standing(work: Work, petition: UUID) -> Decisions:
    """Every employer of a petition, and what has been decided, as it holds now."""
    return replay(_listed(work, petition), _active(work, petition))


def history(work: Work, petition: UUID, most: int = 200) -> Sequence[EmployerRule]:
    """The rules of a petition, newest first, those that were taken back too."""
    query = select(EmployerRule).where(EmployerRule.petition_id == petition)
    return work.session.scalars(query.order_by(EmployerRule.number.desc()).limit(most)).all()


def _hold(work: Work, petition: UUID) -> Rulebook:
    """One decision at a time; texts typed for the first time wait for it."""
    return work.session.scalars(select(Rulebook).where(Rulebook.petition_id == petition).with_for_update()).one()


def _listed(work: Work, petition: UUID) -> list[Standing]:
    """The employers as the list has them."""
    rows = work.session.execute(
        select(Employer.slug, Company.name, Company.parent)
        .join(Company, Company.slug == Employer.company)
        .where(Employer.petition_id == petition)
    )
    return [Standing(row.slug, row.name, row.parent) for row in rows]


def _active(work: Work, petition: UUID) -> list[Rule]:
    query = select(EmployerRule).where(EmployerRule.petition_id == petition, EmployerRule.undone_at.is_(None))
    return [_rule(row) for row in work.session.scalars(query.order_by(EmployerRule.number))]


def _rule(row: EmployerRule) -> Rule:
    return Rule(row.kind, row.subject, row.target, row.name, row.number)
