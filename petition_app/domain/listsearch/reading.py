"""Reading what was typed into the search box. Whatever it is, it is read; what is not understood is named, with what
may have been meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum

from petition_app.domain.address import domain_of
from petition_app.domain.listsearch.days import read_days, written
from petition_app.domain.listsearch.term import (
    DAYS,
    ID_SHAPE,
    KEYED,
    LONGEST,
    MOST_TERMS,
    WORDS,
    Key,
    Search,
    Term,
    quoted,
)


@dataclass(frozen=True)
class Misunderstood:
    """A piece of what was typed, why it says nothing, and what could stand in its place."""

    piece: str
    sentence: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Reading:
    """What was understood, and what was not: as long as there is any of the latter, nothing may be done with it."""

    search: Search
    problems: tuple[Misunderstood, ...] = ()


_PIECE = re.compile(r'-?(?:[\w-]*:)?"(?:[^"\\]|\\.)*(?:"|$)|\S+')
_KEYED = re.compile(r"([^\W\d_][\w-]*):(.*)", re.DOTALL)
_DOMAIN = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]+")
_DOMAIN_KEY = re.compile(rf"{KEYED}[0-9a-f]{{32}}")
_OTHER_KEYS = {
    "status": Key.STATE, "is": Key.STATE, "display": Key.SHOWN, "appears": Key.SHOWN, "company": Key.EMPLOYER,
    "at": Key.EMPLOYER, "mail": Key.DOMAIN, "email": Key.DOMAIN, "batch": Key.IMPORT, "overlimit": Key.OVER_LIMIT,
    "date": Key.SIGNED, "name": Key.TEXT, "title": Key.TEXT,
}  # fmt: skip
_OTHER_WORDS = {
    "waiting": "pending", "unconfirmed": "pending", "removed": "invalidated", "invalid": "invalidated",
    "work": "work_address", "mail": "mailbox", "vouch": "vouched", "no": "none", "ex": "former", "named": "name",
}  # fmt: skip


def read(text: str) -> Reading:
    """Raises nothing. `read(str(search)).search` is the search itself."""
    if len(text) > LONGEST:
        return Reading(Search(), (Misunderstood(text[:20] + "…", f"A search has at most {LONGEST} characters."),))
    terms: dict[Term, None] = {}
    problems = []
    for piece in _pieces(text):
        found = _read_piece(piece)
        if isinstance(found, Term):
            terms[found] = None
        else:
            problems.append(found)
    if len(terms) > MOST_TERMS:
        problems.append(Misunderstood("…", f"A search has at most {MOST_TERMS} parts."))
    return Reading(Search(tuple(terms)[:MOST_TERMS]), tuple(problems))


def _pieces(text: str) -> Iterator[str]:
    seen = "".join(each if each.isprintable() else " " for each in text)
    yield from (found[0] for found in _PIECE.finditer(seen))


def _read_piece(piece: str) -> Term | Misunderstood:
    is_not = piece.startswith("-") and len(piece) > 1
    found = _read_positive(piece[1:] if is_not else piece)
    if isinstance(found, Term):
        return replace(found, is_not=is_not)
    sign = "-" if is_not else ""
    return replace(found, piece=piece, suggestion=found.suggestion and sign + found.suggestion)


def _read_positive(piece: str) -> Term | Misunderstood:
    if piece.startswith('"'):
        return _text(_unquoted(piece))
    if piece.startswith("@") and len(piece) > 1:
        return _domain(piece)
    if ID_SHAPE.fullmatch(piece):
        return Term(Key.ID, piece.lower())
    keyed = _KEYED.fullmatch(piece)
    return _keyed(keyed[1], _unquoted(keyed[2])) if keyed else _text(piece)


def _unquoted(piece: str) -> str:
    """What stands between the marks; the second one may be missing."""
    if not piece.startswith('"'):
        return piece
    inner = re.fullmatch(r'"((?:[^"\\]|\\.)*)"?', piece)
    return re.sub(r"\\(.)", r"\1", inner[1]) if inner else piece


def _keyed(word: str, value: str) -> Term | Misunderstood:
    name = word.lower().replace("_", "-")
    key = _OTHER_KEYS.get(name) or (Key(name) if name in set(Key) else None)
    if key is None:
        near = get_close_matches(name, [*Key, *_OTHER_KEYS], n=1, cutoff=0.6)
        suggestion = f"{near[0]}:{_as_value(value)}" if near and value else quoted(f"{word}:{value}")
        return Misunderstood(word, f"There is nothing called “{word}:” to search by.", suggestion)
    if not value.strip():
        return Misunderstood(word, f"Nothing stands after “{word}:”.")
    reader: Callable[[str], Term | Misunderstood] = _READERS.get(key) or (lambda text: _word(key, text))
    return reader(value)


def _as_value(value: str) -> str:
    return quoted(value) if re.search(r"\s|\"", value) else value


def _text(value: str) -> Term | Misunderstood:
    words = " ".join(value.split())
    return Term(Key.TEXT, words) if words else Misunderstood(value, "There is no text between these marks.")


def _domain(value: str) -> Term | Misunderstood:
    if _DOMAIN_KEY.fullmatch(value.lower()):
        return Term(Key.DOMAIN, value.lower())
    domain = domain_of(f"@{value.lstrip('@')}")
    if _DOMAIN.fullmatch(domain):
        return Term(Key.DOMAIN, domain)
    near = f"@{domain}.com" if re.fullmatch(r"[a-z0-9-]+", domain) else None
    return Misunderstood(value, "This is not a whole mail domain, such as @example.org.", near)


def _word(key: Key, value: str) -> Term | Misunderstood:
    """A member of the list that belongs to the key, however it is written."""
    members: type[StrEnum] = WORDS[key]
    word = re.sub(r"[\s_-]+", "_", value.strip().lower())
    known = {member.value.lower(): member.value for member in members}
    word = word if word in known else _OTHER_WORDS.get(word, word)
    if word in known:
        return Term(key, known[word])
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    sentence = f"“{value}” is none of: {', '.join(known)}."
    return Misunderstood(value, sentence, f"{key}:{near[0]}" if near else None)


def _days(key: Key, value: str) -> Term | Misunderstood:
    days = read_days(re.sub(r"\s", "", value))
    if days is None:
        sentence = "Please write days such as 2026-11-22, 2026-11-01..2026-11-07 or >=2026-11-01."
        return Misunderstood(value, sentence)
    low, high = days
    if low and high and low > high:
        return Misunderstood(value, "The first day is after the last one.", f"{key}:{written(high, low)}")
    return Term(key, written(low, high), low=low, high=high)


def _id(value: str) -> Term | Misunderstood:
    if ID_SHAPE.fullmatch(value.strip()):
        return Term(Key.ID, value.strip().lower())
    return Misunderstood(value, "The key of a signature has 36 characters: copy all of it from its page.")


def _name(key: Key, value: str) -> Term:
    return Term(key, " ".join(value.split()))


_READERS: Mapping[Key, Callable[[str], Term | Misunderstood]] = {
    Key.TEXT: _text,
    Key.DOMAIN: _domain,
    Key.ID: _id,
    Key.EMPLOYER: lambda value: _name(Key.EMPLOYER, value),
    Key.IMPORT: lambda value: _name(Key.IMPORT, value),
    **{key: (lambda value, key=key: _days(key, value)) for key in DAYS},  # type: ignore[misc]
}
