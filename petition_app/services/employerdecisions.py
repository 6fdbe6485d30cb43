"""Deciding, on what was seen, and taking back; and what was decided so far, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.domain.refusals import NotFound, Refusal
from petition_app.domain.said import said
from petition_app.models import Employer, EmployerRule, Rulebook, Spelling
from petition_app.services import employerrules
from petition_app.services.work import Work

PAGE = 50


class DecidedMeanwhile(Refusal):
    status = 409
    sentence = said("Somebody else has decided something in the meantime. Please look at the effect again.")


@dataclass(frozen=True)
class Decision:
    """One decision: `about` is a text or an employer's name, `target` the name of the employer it leads to."""

    number: int
    kind: RuleKind
    about: str
    target: str
    made_at: datetime
    made_by: str
    undone_at: datetime | None
    undone_by: str | None


@dataclass(frozen=True)
class DecisionsPage:
    """Newest first; `older` is the number before which the next page begins."""

    decisions: tuple[Decision, ...]
    older: int | None


def revision(work: Work, petition: UUID) -> str:
    """Another one after each decision and each undoing."""
    book = select(Rulebook.rules).where(Rulebook.petition_id == petition)
    undone = select(func.count()).where(EmployerRule.petition_id == petition, EmployerRule.undone_at.is_not(None))
    return f"{work.session.scalar(book)}.{work.session.scalar(undone)}"


def decide(work: Work, petition: UUID, rules: Sequence[Rule], seen: str) -> list[int]:
    """Make these rules, unless something was decided after `seen`. Raises DecidedMeanwhile and RuleIsImpossible."""
    _hold(work, petition)
    if revision(work, petition) != seen:
        raise DecidedMeanwhile
    return employerrules.decide(work, petition, rules)


def undo(work: Work, petition: UUID, numbers: Sequence[int]) -> None:
    """Take back all of these, the last first, or none. Raises NotFound and RuleIsImpossible."""
    for number in sorted(numbers, reverse=True):
        employerrules.undo(work, petition, number)


def standing(work: Work, petition: UUID, numbers: Sequence[int]) -> list[int]:
    """Those of the decisions that still hold."""
    query = select(EmployerRule.number).where(
        EmployerRule.petition_id == petition, EmployerRule.number.in_(numbers), EmployerRule.undone_at.is_(None)
    )
    return sorted(work.session.scalars(query))


def page(work: Work, petition: UUID, before: int | None = None) -> DecisionsPage:
    """The newest decisions, or those before one. Raises NotFound for a number that cannot be."""
    query = select(EmployerRule).where(EmployerRule.petition_id == petition)
    if before is not None:
        if not 0 < before < 2**31:
            raise NotFound
        query = query.where(EmployerRule.number < before)
    rows = work.session.scalars(query.order_by(EmployerRule.number.desc()).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    texts, names = _texts(work, petition, shown), _names(work, petition)
    older = shown[-1].number if len(rows) > PAGE else None
    return DecisionsPage(tuple(_decision(row, texts, names) for row in shown), older)


def _hold(work: Work, petition: UUID) -> None:
    """Whoever else decides waits until this is done."""
    work.session.execute(select(Rulebook.rules).where(Rulebook.petition_id == petition).with_for_update())


def _texts(work: Work, petition: UUID, rows: Sequence[EmployerRule]) -> dict[str, str]:
    keys = [row.subject for row in rows if row.kind.is_of_a_spelling]
    query = select(Spelling.name_key, Spelling.text).where(
        Spelling.petition_id == petition, Spelling.name_key.in_(keys), Spelling.owner == ""
    )
    return {row.name_key: row.text for row in work.session.execute(query)}


def _names(work: Work, petition: UUID) -> dict[str, str]:
    query = select(Employer.slug, Employer.name).where(Employer.petition_id == petition)
    return {row.slug: row.name for row in work.session.execute(query)}


def _decision(row: EmployerRule, texts: dict[str, str], names: dict[str, str]) -> Decision:
    # By its name of today a renamed employer would be called what it is called.
    by = texts if row.kind.is_of_a_spelling else {} if row.kind is RuleKind.RENAME else names
    return Decision(
        row.number, row.kind, by.get(row.subject, row.subject), row.name or names.get(row.target, row.target),
        row.made_at, row.made_by, row.undone_at, row.undone_by,
    )  # fmt: skip
