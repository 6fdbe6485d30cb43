"""Several parts of one text: which of them name the employer, and whether the others leave any doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from petition_app.domain.naming.company import Match
from petition_app.domain.naming.key import EmployerKey
from petition_app.domain.naming.reading import Kind, Part

_Known = Mapping[EmployerKey, Match]


class Meaning(NamedTuple):
    """The employer that the parts mean; None where they leave a doubt. `detail`: the part that decided either way."""

    match: Match | None
    is_former: bool
    detail: str


class _Named(NamedTuple):
    """A part that names an employer, where it stands, and the key under which that employer is known."""

    place: int
    part: Part
    match: Match
    key: EmployerKey


def meant_by(parts: Sequence[Part], known: _Known) -> Meaning | None:
    """What the parts of a text mean together; None where none of them names a known employer."""
    named, others = _looked_up(parts, known)
    if not named:
        return None
    all_former = all(each.part.former for each in named)
    is_former = all_former or _is_over(parts)
    pool = named if is_former else [each for each in named if not each.part.former]
    chosen = _unit_of(pool)
    doubt = (
        _another_family(pool, chosen)
        or _unclear_order(named, pool)
        or _unclear_remainder(others, pool, is_former)
        or _guarded(parts, known, chosen.match)
    )
    return Meaning(None, all_former, doubt) if doubt else Meaning(chosen.match, is_former, chosen.key)


def _looked_up(parts: Sequence[Part], known: _Known) -> tuple[list[_Named], list[tuple[int, Part]]]:
    named: list[_Named] = []
    others: list[tuple[int, Part]] = []
    place = 0
    while place < len(parts):
        part = parts[place]
        key, more = next((each for each in part.joined if each[0] in known), (None, 0))
        key = key or next((each for each in part.names if each in known), None)
        if key is None:
            others.append((place, part))
        else:
            named.append(_Named(place, part, known[key], key))
        place += more + 1
    return named, others


def _is_over(parts: Sequence[Part]) -> bool:
    """ "Google (retired)", "Former engineer, Google": said beside the name, and no other employer is said to be now."""
    over = any(part.kind is Kind.FORMER or (part.former and part.kind is Kind.TITLE) for part in parts)
    return over and not any(part.now for part in parts)


def _unit_of(pool: Sequence[_Named]) -> _Named:
    """The unit that is named beside its company; the company where several of its units are."""
    units = [each for each in pool if each.match.parent]
    if len({each.match.slug for each in units}) == 1:
        return units[0]
    top = next((each for each in pool if not each.match.parent), None)
    return top or units[0]._replace(match=Match(units[0].match.family))


def _another_family(pool: Sequence[_Named], chosen: _Named) -> str:
    return next((each.key for each in pool if each.match.family != chosen.match.family), "")


def _unclear_order(named: Sequence[_Named], pool: Sequence[_Named]) -> str:
    """In "ex-Google, Facebook" the mark may go for both; in "Facebook, ex-Google" or "ex-Google, now Facebook" not."""
    formers = [each for each in named if each not in pool]
    if not formers or any(each.part.now for each in pool) or pool[-1].place < formers[0].place:
        return ""
    return formers[0].part.text


def _unclear_remainder(others: Sequence[tuple[int, Part]], pool: Sequence[_Named], is_former: bool) -> str:
    unsure = (each.part.text for each in pool if each.part.unsure and each.key != each.part.text)
    rest = (part.text for place, part in others if _is_doubtful(place, part, pool, is_former))
    return next(unsure, "") or next(rest, "")


def _is_doubtful(place: int, part: Part, pool: Sequence[_Named], is_former: bool) -> bool:
    """May a part without a known name be, or be about, another employer?"""
    if part.kind is Kind.PLACE:
        return place < pool[0].place
    if part.kind is Kind.NO_EMPLOYER:
        return not is_former
    if part.kind is Kind.NAME:
        is_past = part.former and not is_former and place > pool[-1].place
        is_owned = any(each.part.owner and each.place > place for each in pool)
        return not is_past and not is_owned
    return part.unsure and not is_former


def _guarded(parts: Sequence[Part], known: _Known, chosen: Match) -> str:
    """A name of another family within a title: "Facebook Ads Manager, Google"."""
    guards = (guard for part in parts for guard in part.guards if guard in known)
    return next((guard for guard in guards if known[guard].family != chosen.family), "")
