"""Decisions about employers as chance has it."""

from __future__ import annotations

import random
from collections.abc import Sequence

from petition_app.domain.employer import read, slug_of
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.services import employerrules, petitions
from petition_app.services.work import Work
from tests.builders import SLUG


def a_rule(chance: random.Random, work: Work, texts: Sequence[str]) -> Rule:
    """About one of these texts, or an employer that there is; it may be impossible."""
    standing = employerrules.standing(work, petitions.by_slug(work, SLUG).id)
    slugs = [slug for slug, each in standing.employers.items() if not each.merged_into]
    kind, text = chance.choice(list(RuleKind)), chance.choice(texts)
    subject = str(read(text).key) if kind.is_of_a_spelling else chance.choice(slugs)
    if kind is RuleKind.SEPARATE:
        return Rule(kind, subject, slug_of(text), text)
    if kind is RuleKind.RENAME:
        return Rule(kind, subject, name=chance.choice(texts))
    return Rule(kind, subject, "" if kind is RuleKind.NOBODY else chance.choice(slugs))
