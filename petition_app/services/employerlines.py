"""The employers of a petition with their exact figures, and all that was typed for one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from petition_app.domain.employer import Conclusion, Reason, read
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import Relation, Status
from petition_app.models import Employer, Spelling, TallyCounter
from petition_app.services import tallies
from petition_app.services.tallies import CounterRow, EmployerFacts
from petition_app.services.work import Work

PAGE = 50


@dataclass(frozen=True)
class Figures:
    """Confirmed signatures: of current employees, and of all others."""

    current: int = 0
    others: int = 0

    @property
    def all(self) -> int:
        return self.current + self.others

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.current + other.current, self.others + other.others)


@dataclass(frozen=True)
class EmployerLine:
    """`family` is the name of the employer that this one counts with, if any; `together` its figures with those of all
    that count with it."""

    slug: str
    name: str
    own: Figures
    together: Figures
    family: str
    family_slug: str
    spellings: int


@dataclass(frozen=True)
class SpellingLine:
    """A text that counts for an employer, its confirmed signatures, and why. A text of somebody whose mail domain
    shows the employer is not to be decided about."""

    id: UUID
    text: str
    signatures: int
    why: str
    by_domain: bool


@dataclass(frozen=True)
class EmployerPage:
    """`found` is how many of the texts fit the search; the lines are a page of them, most frequent first."""

    line: EmployerLine
    is_listed: bool
    units: tuple[EmployerLine, ...]
    lines: tuple[SpellingLine, ...]
    found: int
    names: tuple[str, ...]


def listing(work: Work, petition: UUID) -> list[EmployerLine]:
    """Every employer for which anything was typed, largest first."""
    lines = _lines(work, petition)
    return sorted(
        (line for line in lines.values() if line.spellings or line.together.all),
        key=lambda line: (-line.together.all, line.name.casefold()),
    )


def one(work: Work, petition: UUID, slug: str, search: str = "", start: int = 0) -> EmployerPage:
    """One employer, with a page of its texts. Raises NotFound."""
    lines = _lines(work, petition)
    query = select(Employer.id, Employer.company).where(
        Employer.petition_id == petition, Employer.slug == slug, Employer.merged_into_id.is_(None)
    )
    row = work.session.execute(query).one_or_none()
    if row is None or slug not in lines:
        raise NotFound
    found, texts = _spellings(work, petition, row.id, lines[slug].name, search, start)
    return EmployerPage(
        lines[slug], row.company is not None, tuple(each for each in lines.values() if each.family_slug == slug),
        tuple(texts), found, tuple(sorted((each.name for each in lines.values()), key=str.casefold)),
    )  # fmt: skip


def _lines(work: Work, petition: UUID) -> dict[str, EmployerLine]:
    facts = {each.slug: each for each in tallies.employers(work, petition).values()}
    own = _figures(tallies.counters(work, petition))
    together: dict[str, Figures] = {}
    for slug, figures in own.items():
        family = facts[slug].family
        together[family] = together.get(family, Figures()) + figures
    typed = _typed(work, petition)
    return {
        slug: _line(each, own.get(slug, Figures()), together.get(slug, own.get(slug, Figures())), facts, typed)
        for slug, each in facts.items()
    }


def _line(
    each: EmployerFacts, own: Figures, together: Figures, facts: dict[str, EmployerFacts], typed: dict[UUID, int]
) -> EmployerLine:  # fmt: skip
    family = each.family if each.family != each.slug else ""
    name = facts[family].name if family else ""
    return EmployerLine(each.slug, each.name, own, together, name, family, typed.get(each.id, 0))


def _figures(rows: Iterable[CounterRow]) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    for row in rows:
        if row.employer and row.status is Status.CONFIRMED:
            is_current = row.relation is Relation.CURRENT
            more = Figures(row.signatures if is_current else 0, 0 if is_current else row.signatures)
            found[row.employer.slug] = found.get(row.employer.slug, Figures()) + more
    return found


def _typed(work: Work, petition: UUID) -> dict[UUID, int]:
    """How many different texts each employer has."""
    query = (
        select(Spelling.employer_id, func.count().label("spellings"))
        .where(Spelling.petition_id == petition, Spelling.employer_id.is_not(None))
        .group_by(Spelling.employer_id)
    )
    return {row.employer_id: row.spellings for row in work.session.execute(query)}


def _spellings(
    work: Work, petition: UUID, employer: UUID, name: str, search: str, start: int
) -> tuple[int, list[SpellingLine]]:
    counted = (
        select(func.coalesce(func.sum(TallyCounter.signatures), 0))
        .where(TallyCounter.petition_id == petition, TallyCounter.spelling_id == Spelling.id,
               TallyCounter.status == Status.CONFIRMED)
        .scalar_subquery()
    )  # fmt: skip
    which = [Spelling.petition_id == petition, Spelling.employer_id == employer]
    if search:
        key = read(search).key
        fits = Spelling.text.icontains(search, autoescape=True)
        which.append(fits | Spelling.name_key.contains(key, autoescape=True) if key else fits)
    found = work.session.scalar(select(func.count()).select_from(Spelling).where(*which)) or 0
    query = select(Spelling, counted.label("signatures")).where(*which)
    query = query.order_by(counted.desc(), Spelling.id).offset(start).limit(PAGE)
    return found, [_spelling_line(row.Spelling, int(row.signatures), name) for row in work.session.execute(query)]


def _spelling_line(row: Spelling, signatures: int, name: str) -> SpellingLine:
    why = Conclusion(name, row.is_former, row.reason, row.detail, name).sentence
    return SpellingLine(row.id, row.text, signatures, why, row.reason is Reason.DOMAIN)
