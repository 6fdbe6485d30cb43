"""What an organiser has chosen, as rules: names are looked up, and what cannot be meant is said where it was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.employer import LONGEST_NAME, Reason, display_name, employer_key, slug_of, tricks
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.domain.refusals import NotFound
from petition_app.models import Employer, Spelling
from petition_app.services import employerrules
from petition_app.services.employersuggesting import Suggester
from petition_app.services.work import Work

#: Addresses of the room's own pages, which no employer can have.
RESERVED = frozenset({"all", "decisions"})


class What(StrEnum):
    """What a text may mean; any other word is the slug of an employer that it means, after `TO`."""

    LATER = "later"
    OTHER = "other"
    OWN = "own"
    NOBODY = "nobody"


TO = "to:"


@dataclass(frozen=True)
class Pick:
    """What was chosen for one text. `other` is the name of the employer meant, `own` what a new one is to be called."""

    spelling: UUID
    what: str
    other: str = ""
    own: str = ""


@dataclass(frozen=True)
class Change:
    """What was chosen for one employer: a new name, or the name of the one it merges into or counts with."""

    employer: str
    kind: RuleKind
    name: str


@dataclass(frozen=True)
class Proposal:
    """A rule, and the words for it: what it is about, and whom it leads to."""

    rule: Rule
    about: str
    target: str = ""
    warnings: tuple[str, ...] = ()


@dataclass
class Draft:
    """`problems` are sentences by the id of the text; by "" for the employer that was to be changed."""

    proposals: list[Proposal] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> list[Rule]:
        return [each.rule for each in self.proposals]


class _Unclear(Exception):
    """The choice cannot be meant so; the text says why."""


def drafted(work: Work, petition: UUID, picks: Iterable[Pick], change: Change | None = None) -> Draft:
    """The rules that these choices make. A name that is given to several texts is one new employer."""
    drafting = _Drafting(Suggester.of(work, petition), set(employerrules.standing(work, petition).employers))
    draft = Draft()
    chosen = [pick for pick in picks if pick.what != What.LATER]
    rows = _rows(work, petition, chosen)
    for pick in chosen:
        try:
            if pick.spelling not in rows:
                raise _Unclear("Nobody's signature has this text any more.")
            draft.proposals.append(drafting.of_text(pick, rows[pick.spelling]))
        except _Unclear as problem:
            draft.problems[str(pick.spelling)] = str(problem)
    if change:
        try:
            draft.proposals.append(drafting.of_employer(change))
        except _Unclear as problem:
            draft.problems[""] = str(problem)
    return draft


def _rows(work: Work, petition: UUID, picks: Sequence[Pick]) -> Mapping[UUID, Any]:
    query = (
        select(Spelling.id, Spelling.text, Spelling.name_key, Spelling.reason, Employer.name)
        .outerjoin(Employer, Employer.id == Spelling.employer_id)
        .where(Spelling.petition_id == petition, Spelling.id.in_([pick.spelling for pick in picks]))
    )
    return {row.id: row for row in work.session.execute(query)}


@dataclass
class _Drafting:
    suggester: Suggester
    taken: set[str]
    new: dict[str, str] = field(default_factory=dict)

    def of_text(self, pick: Pick, row: Any) -> Proposal:
        warnings = [each for each in [tricks(row.text), _decided(row)] if each]
        if pick.what == What.NOBODY:
            return Proposal(Rule(RuleKind.NOBODY, row.name_key), row.text, "", tuple(warnings))
        if pick.what == What.OWN:
            return self._separate(row, pick.own, warnings)
        slug, name = self._meant(pick)
        return Proposal(Rule(RuleKind.ASSIGN, row.name_key, slug), row.text, name, tuple(warnings))

    def of_employer(self, change: Change) -> Proposal:
        shown = self.suggester.shown.get(change.employer)
        if shown is None:
            raise NotFound
        if change.kind is RuleKind.RENAME:
            name = _name(change.name)
            if name == shown:
                raise _Unclear("That is its name already.")
            return Proposal(Rule(change.kind, change.employer, name=name), shown, name, self._alike(name, shown))
        if change.kind is RuleKind.PARENT and not change.name.strip():
            return Proposal(Rule(change.kind, change.employer), shown)
        slug = self._known(change.name)
        return Proposal(Rule(change.kind, change.employer, slug), shown, self.suggester.shown[slug])

    def _separate(self, row: Any, typed: str, warnings: list[str]) -> Proposal:
        name = _name(typed)
        slug = slug_of(name)
        if slug in self.new:
            rule = Rule(RuleKind.ASSIGN, row.name_key, slug)
            return Proposal(rule, row.text, self.new[slug], tuple(warnings))
        there = self.suggester.named(name)
        if slug in self.taken or there:
            shown = self.suggester.shown.get(there or slug)
            if shown:
                raise _Unclear(f"There is an employer called {shown} already: choose it, or take another name.")
        if slug in self.taken or slug in RESERVED:
            raise _Unclear("This name has been used before. Please add a word that tells the two apart.")
        self.new[slug] = name
        rule = Rule(RuleKind.SEPARATE, row.name_key, slug, name)
        return Proposal(rule, row.text, name, (*warnings, *self._alike(name)))

    def _meant(self, pick: Pick) -> tuple[str, str]:
        """The slug and the name of the employer that was chosen from the list, or named."""
        if pick.what.startswith(TO):
            slug = pick.what.removeprefix(TO)
            if slug not in self.suggester.shown:
                raise _Unclear("That employer is not there any more. Please choose again.")
            return slug, self.suggester.shown[slug]
        new = slug_of(pick.other)
        if new in self.new:
            return new, self.new[new]
        slug = self._known(pick.other)
        return slug, self.suggester.shown[slug]

    def _known(self, typed: str) -> str:
        name = display_name(typed)
        if not employer_key(name):
            raise _Unclear("Please say which employer.")
        slug = self.suggester.named(name)
        if slug is None:
            raise _Unclear(f"There is no employer called “{name}” here. Please choose one from the list.")
        return slug

    def _alike(self, name: str, but: str = "") -> tuple[str, ...]:
        other = self.suggester.likeness(name)
        found = [f"This name could be taken for {other}."] if other and other != but else []
        return tuple(each for each in [*found, tricks(name)] if each)


def _name(typed: str) -> str:
    if len(typed.strip()) > LONGEST_NAME:
        raise _Unclear(f"A name has at most {LONGEST_NAME} characters.")
    name = display_name(typed)
    if not employer_key(name):
        raise _Unclear("A name needs a letter or a digit.")
    return name


def _decided(row: Any) -> str | None:
    if row.reason != Reason.RULE:
        return None
    return f"It was decided before that this means {row.name or 'no employer'}; the newer decision holds."
