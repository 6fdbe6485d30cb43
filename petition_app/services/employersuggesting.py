"""Suggestions for those who review what was typed: which employers come nearest, and what may deceive the eye.

Likeness only orders what is offered to an organiser. Nothing is ever decided by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.employer import EmployerKey, Reading, employer_key, lookalike, read, skeleton, tricks
from petition_app.domain.said import Said, said
from petition_app.later import Later
from petition_app.models import CompanyAlias
from petition_app.services import employerrules
from petition_app.services.work import Work

if TYPE_CHECKING:
    from rapidfuzz import fuzz, process
else:
    fuzz, process = Later("rapidfuzz.fuzz"), Later("rapidfuzz.process")

_LISTED = select(CompanyAlias.name_key, CompanyAlias.company)

MOST = 3
_LEAST_LIKE, _ALMOST = 78, 85
_ALIKE, _BY_WORDS = 200, 0.9
_LOOKED_THROUGH = 12
_MOST_PARTS = 8
_LONG = 4

# The same few thousand names on every page.
_skeleton = lru_cache(maxsize=20_000)(skeleton)
_key = lru_cache(maxsize=20_000)(employer_key)


@dataclass(frozen=True)
class Suggestion:
    slug: str
    name: str


@dataclass(frozen=True)
class Suggester:
    """`shown` are the employers of a petition by slug, `known` their slugs by every name, and `skeletons` by what the
    names look like."""

    shown: Mapping[str, str]
    known: Mapping[EmployerKey, str]
    skeletons: Mapping[str, str]

    @classmethod
    def of(cls, work: Work, petition: UUID) -> Suggester:
        standing = employerrules.standing(work, petition)
        shown = {slug: each.name for slug, each in standing.employers.items() if not each.merged_into}
        listed = {EmployerKey(row.name_key): standing.root(row.company)
                  for row in work.connection.execute(_LISTED) if row.company in standing.employers}  # fmt: skip
        named = {_key(name): slug for slug, name in shown.items()}
        known = {**listed, **standing.aliases, **named}
        return cls(shown, known, {_skeleton(name): slug for slug, name in shown.items()})

    def named(self, text: str) -> str | None:
        """The slug of the employer that has exactly this name."""
        return self.known.get(employer_key(text))

    def suggestions(self, text: str) -> tuple[Suggestion, ...]:
        """The nearest employers, nearest first, each once; at most three, and none where nothing is near."""
        reading, alike = read(text), lookalike(text, self.skeletons)
        best: dict[str, float] = {alike: _ALIKE} if alike else {}
        for name, score in self._scores(reading):
            slug = self.known[EmployerKey(name)]
            best[slug] = max(score, best.get(slug, 0))
        nearest = sorted(best, key=lambda slug: (-best[slug], self.shown[slug]))[:MOST]
        return tuple(Suggestion(slug, self.shown[slug]) for slug in nearest)

    def hints(self, text: str) -> list[Said]:
        """What may deceive the eye in a text that means no employer yet."""
        slug = lookalike(text, self.skeletons)
        looks_like = said("It looks like %(name)s, but is not written so.", name=self.shown[slug]) if slug else None
        return [each for each in (looks_like, tricks(text)) if each]

    def likeness(self, name: str) -> str | None:
        """The name of another employer that this new name could be taken for."""
        slug = self.skeletons.get(_skeleton(name))
        if slug is None:
            found = process.extractOne(employer_key(name), self.known.keys(), scorer=fuzz.ratio, score_cutoff=_ALMOST)
            slug = self.known[found[0]] if found else None
        return self.shown[slug] if slug else None

    def _scores(self, reading: Reading) -> Iterator[tuple[str, float]]:
        """Names like the text or a part of it letter by letter; and those whose words, or a word like them, are in it,
        which says less."""
        whole = reading.key.replace(",", "")
        for name, score, _ in process.extract(
            whole, self.known.keys(), scorer=fuzz.token_set_ratio, limit=_LOOKED_THROUGH, score_cutoff=_ALMOST
        ):
            yield name, score * _BY_WORDS
        for part in reading.candidates[:_MOST_PARTS]:
            yield from self._like(part, _LEAST_LIKE)
        words = [word for word in whole.split() if len(word) >= _LONG]
        for word in words[-_MOST_PARTS:] if len(words) > 1 else ():
            yield from ((near, score * _BY_WORDS) for near, score in self._like(word, _ALMOST))

    def _like(self, text: str, least: int) -> Iterator[tuple[str, float]]:
        """Names that are `text` but for a few letters."""
        found = process.extract(text, self.known.keys(), scorer=fuzz.ratio, limit=MOST, score_cutoff=least)
        return ((name, score) for name, score, _ in found)
