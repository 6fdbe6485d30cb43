"""What a search means in one petition: which employers, imports and mail domains its names stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.listsearch.folding import fold
from petition_app.domain.listsearch.reading import Misunderstood, read
from petition_app.domain.listsearch.term import KEYED, NO_EMPLOYER, Key, Search, Term
from petition_app.models import Employer, ImportBatch
from petition_app.services.domainkeys import domain_key
from petition_app.services.work import Work

Ids = frozenset[UUID]


@dataclass(frozen=True)
class Meant:
    """A search with what its names stand for, by the value of the term; `named` are the employers that have a searched
    text in their names."""

    petition: UUID
    search: Search
    employers: Mapping[str, Ids] = field(default_factory=dict)
    imports: Mapping[str, Ids] = field(default_factory=dict)
    named: Mapping[str, Ids] = field(default_factory=dict)
    domains: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Understood:
    """As long as there are problems, the rest of the search is not what was meant."""

    meant: Meant
    problems: tuple[Misunderstood, ...]


def understand(work: Work, petition: UUID, text: str) -> Understood:
    """Read a search and look its names up. Raises nothing for what was typed."""
    reading = read(text)
    search, problems = reading.search, list(reading.problems)
    asked = {key: [each for each in search.terms if each.key is key] for key in Key}
    employers = _rows(work, Employer, petition) if asked[Key.EMPLOYER] or asked[Key.TEXT] else []
    imports = _rows(work, ImportBatch, petition) if asked[Key.IMPORT] else []
    named = {each.value: fold(each.value) for each in asked[Key.TEXT]}
    meant = Meant(
        petition,
        search,
        _found(asked[Key.EMPLOYER], employers, problems, "employer"),
        _found(asked[Key.IMPORT], imports, problems, "import"),
        {value: _ids(employers, lambda name, part=part: part in name) for value, part in named.items()},  # type: ignore[misc]
        {each.value: _domain(work, petition, each.value) for each in asked[Key.DOMAIN]},
    )
    return Understood(meant, tuple(problems))


def employer_names(work: Work, petition: UUID) -> list[str]:
    """By name, every employer that a search may ask for."""
    return sorted({name for _, name in _rows(work, Employer, petition)}, key=fold)


_Rows = list[tuple[UUID, str]]


def _rows(work: Work, model: type[Employer] | type[ImportBatch], petition: UUID) -> _Rows:
    rows = work.session.execute(select(model.id, model.name).where(model.petition_id == petition))
    return [(row.id, row.name) for row in rows]


def _ids(rows: _Rows, fits: Callable[[str], bool]) -> Ids:
    return frozenset(key for key, name in rows if fits(fold(name)))


def _found(terms: Iterable[Term], rows: _Rows, problems: list[Misunderstood], what: str) -> dict[str, Ids]:
    """The rows with each name; what nothing is called becomes a problem."""
    found = {}
    for term in terms:
        wanted = fold(term.value)
        found[term.value] = _ids(rows, lambda name, wanted=wanted: name == wanted)  # type: ignore[misc]
        if not found[term.value] and (term.key, term.value) != (Key.EMPLOYER, NO_EMPLOYER):
            problems.append(_unknown(term, rows, what))
    return found


def _unknown(term: Term, rows: _Rows, what: str) -> Misunderstood:
    names = {fold(name): name for _, name in rows}
    near = get_close_matches(fold(term.value), names, n=1, cutoff=0.6)
    suggestion = str(Term(term.key, names[near[0]], term.is_not)) if near else None
    if not near and term.key is Key.EMPLOYER:
        # What was typed and is not matched to an employer is found as text.
        suggestion = str(Term(Key.TEXT, term.value, term.is_not))
    return Misunderstood(str(term), f"There is no {what} called “{term.value}” here.", suggestion)


def _domain(work: Work, petition: UUID, value: str) -> bytes:
    return bytes.fromhex(value[1:]) if value.startswith(KEYED) else domain_key(work, petition, value)
