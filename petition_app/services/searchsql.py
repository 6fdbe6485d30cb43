"""A search as SQL: its conditions, and the few signatures that one of them may lead to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, union_all

from petition_app.domain.employer import employer_key
from petition_app.domain.listsearch.term import DAYS, NO_EMPLOYER, WORDS, Answer, Key, Term
from petition_app.models import CHANGED, FROM_ONE_NETWORK, USUAL, Signature, Spelling, unusual
from petition_app.services import searchwords
from petition_app.services.searchterms import Meant
from petition_app.services.work import Work

#: So many can be looked at one by one, with words to compare; without, twice as many.
FEW = 3_000

Condition = ColumnElement[bool]
_COLUMNS: Mapping[Key, Any] = {
    Key.STATE: Signature.status,
    Key.PROOF: Signature.proof,
    Key.RELATION: Signature.relation,
    Key.ROLE: Signature.role_band,
    Key.SHOWN: Signature.display,
}
_DAY_COLUMNS: Mapping[Key, Any] = {Key.SIGNED: Signature.signed_on, Key.CONFIRMED: Signature.confirmed_on}
#: Words and days narrow the list one after another; other terms about the same are alternatives.
_NARROWING = frozenset({Key.TEXT, *DAYS})


def fits(meant: Meant) -> Condition:
    """The condition that exactly the signatures of this search fulfil."""
    return and_(Signature.petition_id == meant.petition, *_conditions(meant, meant.search.terms))


def _conditions(meant: Meant, terms: Iterable[Term]) -> Iterator[Condition]:
    grouped: dict[Key, list[Condition]] = {}
    for term in terms:
        if term.is_not:
            yield not_(func.coalesce(condition(meant, term), false()))
        elif term.key in _NARROWING:
            yield condition(meant, term)
        else:
            grouped.setdefault(term.key, []).append(condition(meant, term))
    yield from (or_(*group) for group in grouped.values())


def condition(meant: Meant, term: Term) -> Condition:
    """What a signature fulfils that the term means; whether it is asked for or excluded is not looked at."""
    if term.key in WORDS:
        return _word(term)
    if term.key in DAYS:
        return _days(term)
    return _READERS[term.key](meant, term)


def _word(term: Term) -> Condition:
    if term.key is Key.OVER_LIMIT:
        return Signature.over_limit.is_(term.value == Answer.YES)
    if term.key is Key.CHANGED:
        return Signature.revision > 0 if term.value == Answer.YES else Signature.revision == 0
    found: Condition = _COLUMNS[term.key] == WORDS[term.key](term.value)
    return found


def _days(term: Term) -> Condition:
    column = _DAY_COLUMNS[term.key]
    ends = [column.is_not(None)]
    ends += [column >= term.low] if term.low else []
    ends += [column <= term.high] if term.high else []
    return and_(*ends)


def _text(meant: Meant, term: Term) -> Condition:
    return or_(searchwords.in_public(term), and_(Signature.spelling_id.is_not(None), _of_spelling(meant, term)))


def _of_spelling(meant: Meant, *terms: Term) -> Condition:
    return Signature.spelling_id.in_(_spellings(meant, terms))


def _spellings(meant: Meant, terms: Iterable[Term]) -> Any:
    """The texts that each of these stands in, or that mean an employer that has it in its name."""
    query = select(Spelling.id).where(Spelling.petition_id == meant.petition)
    for term in terms:
        of_it = Spelling.employer_id.in_(meant.named.get(term.value, ()))
        key = employer_key(term.value) if _IN_NAMES.fullmatch(term.value) else ""
        query = query.where(or_(of_it, Spelling.name_key.contains(key, autoescape=True) if key else false()))
    return query


def _employer(meant: Meant, term: Term) -> Condition:
    if term.value == NO_EMPLOYER:
        return Signature.spelling_id.is_(None)
    of_it = Spelling.employer_id.in_(meant.employers[term.value])
    return Signature.spelling_id.in_(select(Spelling.id).where(Spelling.petition_id == meant.petition, of_it))


_READERS: Mapping[Key, Callable[[Meant, Term], Condition]] = {
    Key.TEXT: _text,
    Key.EMPLOYER: _employer,
    Key.DOMAIN: lambda meant, term: Signature.domain_key == meant.domains[term.value],
    Key.IMPORT: lambda meant, term: Signature.import_id.in_(meant.imports[term.value]),
    Key.ID: lambda meant, term: Signature.id == UUID(term.value),
}
#: Signs that stand in names; other signs are not compared there, so that a text with one of them is in none.
_IN_NAMES = re.compile(r"[\w\s.,'’&+/()-]+")
#: Keys whose values have an index.
_INDEXED = (Key.ID, Key.DOMAIN, Key.EMPLOYER, Key.IMPORT, Key.SIGNED, Key.CONFIRMED)


def few(work: Work, meant: Meant) -> Any:
    """A query of the keys of a few signatures among which are all that fit; none where every condition fits many."""
    most = FEW if has_words(meant) else 2 * FEW
    best: tuple[int, Any] | None = None
    for query in (*_leads(meant), *_of_texts(work, meant)):
        found = work.session.scalar(select(func.count()).select_from(query.limit(most + 1).subquery())) or 0
        if found <= most and (best is None or found < best[0]):
            best = (found, query)
    return best[1] if best else None


def _leads(meant: Meant) -> Iterator[Any]:
    """Queries by conditions that have an index, each of which all that fit fulfil."""
    terms = {key: meant.search.of(key) for key in Key}
    found = [and_(*_conditions(meant, terms[key])) for key in _INDEXED if terms[key]]
    if {each.value for each in terms[Key.OVER_LIMIT]} == {Answer.YES}:
        found.append(and_(FROM_ONE_NETWORK, *_conditions(meant, terms[Key.OVER_LIMIT])))
    if {each.value for each in terms[Key.CHANGED]} == {Answer.YES}:
        found.append(and_(CHANGED, *_conditions(meant, terms[Key.CHANGED])))
    for key, column in _COLUMNS.items():
        wanted = _wanted(meant, key)
        if len(wanted) < len(WORDS[key]) and USUAL.get(column.key) not in wanted:
            found.append(and_(*([unusual(column.key)] if column.key in USUAL else []), column.in_(sorted(wanted))))
    yield from (select(Signature.id).where(Signature.petition_id == meant.petition, each) for each in found)


def _wanted(meant: Meant, key: Key) -> set[str]:
    """The words of a list that a signature may have there."""
    asked = {each.value for each in meant.search.of(key)} or {each.value for each in WORDS[key]}
    return asked - {each.value for each in meant.search.of(key, is_not=True)}


def _of_texts(work: Work, meant: Meant) -> Iterator[Any]:
    """For each text, whoever publishes it or typed it as employer; and for those together that no employer has,
    whoever publishes all of them."""
    named_alone, terms = [], meant.search.of(Key.TEXT)
    if terms and searchwords.is_behind(work, FEW):
        return
    for term in terms:
        typed = select(Signature.id).where(Signature.petition_id == meant.petition, _of_spelling(meant, term))
        if work.session.scalar(_spellings(meant, [term]).limit(1)) is None:
            named_alone.append(term)
        elif named := searchwords.of_names(work, meant, [term], FEW):
            yield union_all(*named, typed)
    if named_alone and (named := searchwords.of_names(work, meant, named_alone, FEW)):
        yield union_all(*named)


def unindexed(meant: Meant) -> list[Condition]:
    """The same conditions, in a form that keeps both engines to the way that was chosen: SQLite counts nothing
    beforehand, and PostgreSQL cannot know how many have one of the texts that an employer has."""
    return [func.coalesce(each, false()) for each in _conditions(meant, meant.search.terms)]


def days(meant: Meant) -> tuple[date | None, date | None]:
    """The first and the last day on which all that fit have signed, where there is one."""
    signed, confirmed = meant.search.of(Key.SIGNED), meant.search.of(Key.CONFIRMED)
    lows = [each.low for each in signed if each.low]
    # Nobody confirms before they sign.
    highs = [each.high for each in (*signed, *confirmed) if each.high]
    return max(lows, default=None), min(highs, default=None)


def has_words(meant: Meant) -> bool:
    """Whether a text has to be looked for, which takes longer than to compare a value."""
    return any(each.key is Key.TEXT for each in meant.search.terms)
