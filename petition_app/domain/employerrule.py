"""What organisers decide about employers: rules that are kept for good and played again whenever they are needed.

A rule is about exactly one spelling or one employer. All rules that are not undone, in the order in which they were
made, give what holds (`replay`): so the same rules over the same texts give the same tallies after an import, a purge
or a restore.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from petition_app.domain.employer import LONGEST_KEY, EmployerKey, employer_key
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said


class RuleKind(StrEnum):
    ASSIGN = "assign"  # a spelling means an employer
    SEPARATE = "separate"  # a spelling is an employer of its own, for ever
    NOBODY = "nobody"  # a spelling names no employer ("retired")
    MERGE = "merge"  # an employer is another one
    RENAME = "rename"  # an employer is shown under another name
    PARENT = "parent"  # an employer counts with another one, or with none

    @property
    def is_of_a_spelling(self) -> bool:
        return self in (RuleKind.ASSIGN, RuleKind.SEPARATE, RuleKind.NOBODY)


class RuleIsImpossible(Refusal):
    status = 409
    sentence = said("That cannot be decided so.")


@dataclass(frozen=True)
class Rule:
    """`subject` is the key of a spelling or the slug of an employer, as the kind has it; `target` is the slug of the
    employer meant (none for a parent taken away), `name` what an employer is called from now on."""

    kind: RuleKind
    subject: str
    target: str = ""
    name: str = ""
    number: int = 0


@dataclass(frozen=True)
class Standing:
    """An employer as it stands after the rules. Both slugs name employers that are not merged themselves, and the
    parent is the topmost one."""

    slug: str
    name: str
    parent: str | None = None
    merged_into: str | None = None


@dataclass(frozen=True)
class Decisions:
    """What holds. `spellings` leads to an employer, or to none; `aliases` are names that the list does not know."""

    employers: Mapping[str, Standing]
    spellings: Mapping[str, str | None]
    aliases: Mapping[EmployerKey, str]

    def root(self, slug: str) -> str:
        """The employer that this one is by now."""
        return self.employers[slug].merged_into or slug

    def units(self, slug: str) -> list[Standing]:
        """What is counted with an employer."""
        return [each for each in self.employers.values() if each.parent == slug and not each.merged_into]


def replay(listed: Iterable[Standing], rules: Iterable[Rule]) -> Decisions:
    """What holds: the listed employers, and every rule in order. Rules about employers that are not there (any more)
    are without effect."""
    employers = {each.slug: each for each in listed}
    spellings: dict[str, str | None] = {}
    aliases: dict[EmployerKey, str] = {}
    for rule in rules:
        _apply(rule, employers, spellings, aliases)
    return Decisions(
        {slug: _settled(each, employers) for slug, each in employers.items()},
        {key: slug if slug is None else _root(slug, employers) for key, slug in spellings.items()},
        {key: _root(slug, employers) for key, slug in aliases.items()},
    )


def _apply(
    rule: Rule,
    employers: dict[str, Standing],
    spellings: dict[str, str | None],
    aliases: dict[EmployerKey, str],
) -> None:
    if rule.kind is RuleKind.SEPARATE:
        employers.setdefault(rule.target, Standing(rule.target, rule.name))
    if rule.kind.is_of_a_spelling:
        target = rule.target if rule.kind is not RuleKind.NOBODY else None
        spellings[rule.subject] = target
        aliases.pop(EmployerKey(rule.subject), None)
        if target and employer_key(rule.subject) == rule.subject:
            aliases[EmployerKey(rule.subject)] = target
    elif rule.subject in employers:
        old = employers[rule.subject]
        if rule.kind is RuleKind.RENAME:
            employers[rule.subject] = replace(old, name=rule.name)
            aliases[EmployerKey(employer_key(rule.name)[:LONGEST_KEY])] = rule.subject
        elif rule.kind is RuleKind.PARENT:
            employers[rule.subject] = replace(old, parent=rule.target or None)
        elif rule.target in employers:
            employers[rule.subject] = replace(old, merged_into=rule.target)


def _root(slug: str, employers: Mapping[str, Standing]) -> str:
    while slug in employers and (further := employers[slug].merged_into):
        slug = further
    return slug


def _settled(each: Standing, employers: Mapping[str, Standing]) -> Standing:
    root = _root(each.slug, employers)
    top = _top(root, employers)
    return replace(each, parent=top if top != root else None, merged_into=root if root != each.slug else None)


def _top(root: str, employers: Mapping[str, Standing]) -> str:
    """The employer that a root is counted with in the end. Where decisions and the list lead round in a circle, all in
    it count with the same one."""
    way = [root]
    while (above := employers[way[-1]].parent) and (above := _root(above, employers)) in employers:
        if above in way:
            return min(way[way.index(above) :])
        way.append(above)
    return way[-1]


def check(rule: Rule, standing: Decisions) -> None:
    """Raises RuleIsImpossible, with a sentence for the organiser, where the rule makes no sense as things stand."""
    if rule.kind.is_of_a_spelling:
        _check_of_a_spelling(rule, standing)
        return
    subject = _known(rule.subject, standing)
    if rule.kind is RuleKind.RENAME:
        _check_name(rule.name, rule.subject, standing)
    elif rule.target or rule.kind is RuleKind.MERGE:
        target = _known(rule.target, standing)
        if target.slug == subject.slug:
            raise RuleIsImpossible(said("An employer cannot be merged with itself, nor be its own parent."))
        if rule.kind is RuleKind.PARENT:
            _check_parent(subject, target, standing)


def _check_of_a_spelling(rule: Rule, standing: Decisions) -> None:
    if rule.kind is RuleKind.ASSIGN:
        _known(rule.target, standing)
    if rule.kind is RuleKind.SEPARATE:
        if rule.target in standing.employers:
            raise RuleIsImpossible(said("There is an employer of that short name already."))
        _check_name(rule.name, rule.target, standing)


def _known(slug: str, standing: Decisions) -> Standing:
    found = standing.employers.get(slug)
    if found is None or found.merged_into:
        raise RuleIsImpossible(said("That employer is not there any more. Please look at the list again."))
    return found


def check_undone(before: Decisions, after: Decisions) -> None:
    """Raises RuleIsImpossible where taking a rule back would give two employers one name: a table cannot tell them
    apart."""
    for each in after.employers.values():
        if not each.merged_into and before.employers.get(each.slug) != each:
            _check_name(each.name, each.slug, after)


def _check_name(name: str, slug: str, standing: Decisions) -> None:
    key = employer_key(name)
    if not key:
        raise RuleIsImpossible(said("A name needs a letter or a digit."))
    for other in standing.employers.values():
        if other.slug != slug and not other.merged_into and employer_key(other.name) == key:
            raise RuleIsImpossible(
                said("There is an employer called %(name)s already: merge the two instead.", name=other.name)
            )


def _check_parent(subject: Standing, target: Standing, standing: Decisions) -> None:
    if target.parent:
        raise RuleIsImpossible(said("%(name)s counts with another employer itself: take that one.", name=target.name))
    if standing.units(subject.slug):
        raise RuleIsImpossible(said("Other employers count with %(name)s: move them first.", name=subject.name))
